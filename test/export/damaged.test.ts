import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciicasts } from '../../src/export/asciicast.ts';
import { writeMermaid } from '../../src/export/mermaid.ts';
import { writePerfetto } from '../../src/export/perfetto.ts';
import { writeStrace } from '../../src/export/strace.ts';
import { writeSvg } from '../../src/export/svg.ts';
import { toDisk } from '../../src/trace/write.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { encode } from '../trace/support.ts';
import { golden, partOfTrace, textOf } from './parts.ts';
import { complaints, type Row } from './trace-event-rules.ts';

const whole = golden();
const LINES = Array.from({ length: whole.length }, (_, n) => toDisk(whole.at(n)));

/** What is done to a line: nothing, it is lost, or one of its numbers is another one. */
const change = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constant('lost' as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      field: fc.constantFrom('t', 'th', 'p', 's', 's2', 're', 'fd', 'max', 'off', 'child', 'first'),
      value: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 300 })),
    }),
  },
);

/** The golden trace, damaged: whatever is left is read as a trace all the same. */
const damaged = fc
  .array(change, { minLength: LINES.length, maxLength: LINES.length })
  .map((changes): Trace => {
    const lines = LINES.flatMap((line, n) => {
      const done = changes[n];
      if (done === 'lost') return [];
      if (done === undefined || line[done.field] === undefined) return [JSON.stringify(line)];
      return [JSON.stringify({ ...line, [done.field]: done.value })];
    });
    const text = [JSON.stringify(whole.header), ...lines].map((line) => `${line}\n`).join('');
    return parseTrace(encode(text)).trace;
  });

test('whatever is lost or wrong in a trace, its exports are whole', () => {
  fc.assert(
    fc.property(damaged, fc.nat(300), (trace, from) => {
      expect(trace.length).toBeGreaterThan(150);
      for (const part of [partOfTrace(trace), partOfTrace(trace, { has: (n) => n >= from })]) {
        const { traceEvents } = JSON.parse(textOf(writePerfetto(part))) as { traceEvents: Row[] };
        expect(complaints(traceEvents)).toEqual([]);
        expect(textOf(writeStrace(part))).not.toMatch(/undefined|NaN|\[object/);
        expect(textOf(writeMermaid(part))).not.toMatch(/undefined|NaN|\[object/);
        expect(textOf(writeSvg(part))).not.toMatch(/undefined|NaN|\[object/);
        for (const { chunks } of asciicasts(part)) {
          for (const row of textOf(chunks()).trimEnd().split('\n')) JSON.parse(row);
        }
      }
    }),
    { numRuns: 60 },
  );
});
