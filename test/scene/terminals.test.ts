import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScenes } from '../../src/scene/scenes.ts';
import { MAIN, traceOf, type Unnumbered } from '../trace/support.ts';

const any = fc.constantFrom('a', 'ü', '☕', '🙂', '\n', '"', '\\', 'n', '\t', '"text":"', '\\n');
const text = fc.oneof(
  fc.string({ unit: any, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', ' ', 'n', '\\', '\n'), maxLength: 6 }),
);
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

test('a slice is the text from there on, also of a text that is longer than what is read at once', () => {
  const long = Array.from({ length: 1500 }, (_, n): Unnumbered => {
    return { ...MAIN, kind: 'out', stream: 'stdout', text: n % 7 === 0 ? '' : `line ${n} ☕\n` };
  });
  const terminals = terminalsOf(long);
  const whole = long.map(echo).join('');
  fc.assert(
    fc.property(fc.nat(long.length - 1), fc.nat(whole.length), (position, from) => {
      const terminal = terminals[position];
      const text = whole.slice(0, terminal?.length);
      expect(terminal?.slice(from)).toBe(text.slice(from));
    }),
  );
});
