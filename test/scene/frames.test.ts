import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScenes } from '../../src/scene/scenes.ts';
import { MAIN, traceOf, type Unnumbered } from '../trace/support.ts';

/** A loop that calls a function each time, sometimes left by an exception: 4,000 events. */
const events = Array.from({ length: 1000 }, (_, n): readonly Unnumbered[] => {
  const at = (kind: 'line' | 'fn.call' | 'fn.return', name: string, locals?: object) =>
    ({
      ...MAIN,
      kind,
      file: 1,
      line: n % 50,
      function: name,
      ...(locals && { locals }),
    }) as Unnumbered;
  const raised = { ...MAIN, kind: 'exc', file: 1, line: 9, function: 'send' } as const;
  return [
    at('line', 'loop', n % 3 === 0 ? { n: String(n), [`once${n % 7}`]: 'x' } : undefined),
    at('fn.call', 'send', { msg: String(n % 2) }),
    at('line', 'send', { length: '1', msg: String(n % 2) }),
    n % 5 === 0 ? { ...raised, name: 'OSError', message: '' } : at('fn.return', 'send'),
  ];
}).flat();

test('a seek over thousands of lines finds the frame that stepping through them finds', () => {
  const stepped = createScenes(traceOf(events));
  const frames = events.map((_, position) => {
    const [thread] = stepped(position).threads;
    return { line: thread?.line, locals: thread?.locals };
  });
  expect(frames.at(-1)?.locals, 'the function that has not returned yet').toHaveLength(2);
  fc.assert(
    fc.property(fc.array(fc.nat(events.length - 1), { minLength: 1 }), (positions) => {
      const scenes = createScenes(traceOf(events));
      for (const position of positions) {
        const [thread] = scenes(position).threads;
        expect({ line: thread?.line, locals: thread?.locals }).toEqual(frames[position]);
      }
    }),
    { numRuns: 20 },
  );
});
