import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScenes } from '../../src/scene/scenes.ts';
import { MAIN, traceOf, type Unnumbered } from '../trace/support.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'ü', '☕', '🙂', '\n', '"'), maxLength: 12 });
const written = fc.oneof(
  text.map((own): Unnumbered => ({ ...MAIN, kind: 'out', stream: 'stdout', text: own })),
  text.map((prompt): Unnumbered => ({ ...MAIN, kind: 'input', prompt })),
  fc
    .option(text, { nil: undefined })
    .map((own): Unnumbered => ({ ...MAIN, kind: 'input.ret', call: 1, text: own })),
);

/** What an event puts on the terminal. */
function echo(event: Unnumbered): string {
  if (event.kind === 'out') return event.text;
  if (event.kind === 'input') return event.prompt;
  return event.kind === 'input.ret' && event.text !== undefined ? `${event.text}\n` : '';
}

function terminalsOf(events: readonly Unnumbered[]) {
  const scenes = createScenes(traceOf(events));
  return events.map((_, position) => scenes(position).terminals[0]);
}

test('the length is that of the text, known before the text is read', () => {
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 30 }), (events) => {
      terminalsOf(events).forEach((terminal, position) => {
        const whole = events
          .slice(0, position + 1)
          .map(echo)
          .join('');
        expect(terminal?.length).toBe(whole.length);
        expect(terminal?.text).toBe(whole);
      });
    }),
    { numRuns: 60 },
  );
});

test('a tail is the end of the text, no longer than asked', () => {
  const many = fc.array(written, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(many, fc.integer({ min: 2, max: 60 }), (events, most) => {
      for (const terminal of terminalsOf(events)) {
        const whole = terminal?.text ?? '';
        const tail = terminal?.tail(most) ?? '';
        expect(tail.length).toBeLessThanOrEqual(most);
        expect(whole.endsWith(tail)).toBe(true);
        if (whole.length <= most) expect(tail).toBe(whole);
        else expect(tail.length, 'not much less either').toBeGreaterThan(0);
      }
    }),
    { numRuns: 60 },
  );
});

test('a tail begins with a line, and a step forward nearly always only appends to it', () => {
  const events = Array.from({ length: 2000 }, (_, n): Unnumbered => {
    return { ...MAIN, kind: 'out', stream: 'stdout', text: `line ${n}\n` };
  });
  let before = '';
  let moved = 0;
  for (const terminal of terminalsOf(events)) {
    const tail = terminal?.tail(1000) ?? '';
    if (!tail.startsWith(before)) moved++;
    expect(tail).toMatch(/^line \d+\n/);
    before = tail;
  }
  expect(moved).toBeLessThan(50);
});
