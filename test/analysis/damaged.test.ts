/** Recordings that have lost lines anywhere: whatever is left is diagnosed, compared and told. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTraces } from '../../src/analysis/compare.ts';
import { explain, explainThread } from '../../src/analysis/compare-words.ts';
import { diagnoseNow } from '../../src/analysis/diagnosis.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';

const FILES = [
  'test/trace/golden.trace.jsonl',
  'test/analysis/five-mistakes.trace.jsonl',
  'test/analysis/miscounted.trace.jsonl',
  'test/analysis/left-without-goodbye.trace.jsonl',
].map((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));

/** One of the recordings without the lines at these places. */
const damaged = fc
  .tuple(fc.nat(FILES.length - 1), fc.array(fc.nat(300), { maxLength: 40 }))
  .map(([which, gone]): Trace => {
    const missing = new Set(gone.map((line) => line + 1));
    const lines = (FILES[which] ?? []).filter((_, n) => !missing.has(n));
    return parseTrace(new TextEncoder().encode(`${lines.join('\n')}\n`)).trace;
  });

const WHOLE = /^[^\p{Cc}]{4,}[.…]$/u;

test('a diagnosis says whole sentences about events that are there', () => {
  fc.assert(
    fc.property(damaged, (trace) => {
      for (const { count, at, find } of diagnoseNow(trace)) {
        for (let n = 0; n < count; n++) {
          const { seq, also, what, why } = at(n);
          for (const text of [what, why]) {
            expect(text).toMatch(WHOLE);
            expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
          }
          for (const one of [seq, ...also]) expect(trace.positionOf(one)).toBeGreaterThanOrEqual(0);
          expect(at(find(seq)).seq).toBe(seq);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a comparison explains itself, and agrees with itself', () => {
  fc.assert(
    fc.property(damaged, damaged, (left, right) => {
      const comparison = compareTraces(left, right);
      const said = [
        explain(comparison, left, right),
        ...comparison.threads.map((thread) => explainThread(thread, left, right)),
      ].filter((text) => text !== undefined);
      for (const text of said) {
        expect(text).toMatch(WHOLE);
        expect(text).not.toMatch(/undefined|NaN|\[object/);
      }
      const { first, alone, turn } = compareTraces(left, left);
      expect([first, alone, turn]).toEqual([undefined, [], undefined]);
    }),
    { numRuns: 40 },
  );
});

test('swapping the sides swaps the difference, and nothing else', () => {
  fc.assert(
    fc.property(damaged, damaged, (left, right) => {
      const one = compareTraces(left, right);
      const other = compareTraces(right, left);
      expect(other.first?.step).toBe(one.first?.step);
      expect(other.first?.thread.key).toBe(one.first?.thread.key);
      expect(other.alone.length).toBe(one.alone.length);
    }),
    { numRuns: 40 },
  );
});

test('every event that is left has a whole sentence', () => {
  fc.assert(
    fc.property(damaged, (trace) => {
      const sentences = createSentences(trace);
      for (let position = -1; position < trace.length; position++) {
        expect(sentences(position)).toMatch(WHOLE);
        expect(sentences(position)).not.toMatch(/undefined|NaN|\[object/);
      }
    }),
    { numRuns: 15 },
  );
});
