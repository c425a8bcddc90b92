import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { ImportError } from '../../src/trace/import-error.ts';

const golden = new Uint8Array(readFileSync('test/trace/golden.trace.jsonl'));
const HEAD_END = golden.indexOf(0x0a) + 1;
const whole = parseTrace(golden).trace;

/** Overwrites bytes of the golden trace from a place on; may grow it. */
interface Hit {
  readonly at: number;
  readonly bytes: Uint8Array;
}

function damaged(hits: readonly Hit[]): Uint8Array {
  const bytes = golden.slice();
  for (const hit of hits) bytes.set(hit.bytes.subarray(0, bytes.length - hit.at), hit.at);
  return bytes;
}

/** The trace, or undefined where it was refused by the one error that may be thrown. */
function tryParse(bytes: Uint8Array): ParsedTrace | undefined {
  try {
    return parseTrace(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ImportError);
    return undefined;
  }
}

function hitsFrom(first: number): fc.Arbitrary<readonly Hit[]> {
  const hit = fc.record({
    at: fc.integer({ min: first, max: golden.length - 1 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  });
  return fc.array(hit, { minLength: 1, maxLength: 4 });
}

test('whatever the bytes are, only a ImportError is thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(tryParse(bytes)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('whatever bytes are damaged, only a ImportError is thrown', () => {
  fc.assert(
    fc.property(hitsFrom(0), (hits) => {
      const parsed = tryParse(damaged(hits));
      if (parsed !== undefined) expect(parsed.trace.length).toBeLessThanOrEqual(whole.length);
    }),
    { numRuns: 150 },
  );
});

test('every whole event before the damage is there, as it was', () => {
  fc.assert(
    fc.property(hitsFrom(HEAD_END), (hits) => {
      const parsed = parseTrace(damaged(hits));
      const first = Math.min(...hits.map(({ at }) => at));
      const before = whole.starts.filter((start) => golden.indexOf(0x0a, start) < first).length;
      expect(parsed.trace.length).toBeGreaterThanOrEqual(before);
      for (let position = 0; position < before; position++) {
        expect(parsed.trace.at(position)).toEqual(whole.at(position));
      }
    }),
    { numRuns: 40 },
  );
});

test('every event that is read can be looked at', () => {
  fc.assert(
    fc.property(hitsFrom(HEAD_END), (hits) => {
      const { trace } = parseTrace(damaged(hits));
      for (let position = 0; position < trace.length; position++) {
        expect(trace.at(position).seq).toBe(trace.seqs[position]);
        expect(trace.at(position).kind).toBe(trace.kindAt(position));
      }
    }),
    { numRuns: 60 },
  );
});

test('damage is reported inside the file, in its order, and numbers still ascend', () => {
  fc.assert(
    fc.property(hitsFrom(HEAD_END), (hits) => {
      const bytes = damaged(hits);
      const { trace, damage } = parseTrace(bytes);
      damage.forEach(({ line, byte, reason }, n) => {
        expect(byte).toBeLessThan(bytes.length);
        expect(line).toBeGreaterThanOrEqual(damage[n - 1]?.line ?? 2);
        expect(bytes[byte - 1]).toBe(0x0a);
        expect(reason.length).toBeGreaterThan(3);
        expect(reason.length).toBeLessThan(300);
      });
      trace.seqs.forEach((seq, n) => expect(seq).toBeGreaterThan(trace.seqs[n - 1] ?? 0));
    }),
    { numRuns: 60 },
  );
});

test('lines in any order and number are read up to what ascends', () => {
  const lines = new TextDecoder().decode(golden.subarray(HEAD_END)).split('\n').slice(0, 40);
  const head = new TextDecoder().decode(golden.subarray(0, HEAD_END));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 30 }), (some) => {
      const text = head + some.map((line) => `${line}\n`).join('');
      const { trace, damaged: count } = parseTrace(new TextEncoder().encode(text));
      let last = 0;
      const ascending = some.filter((line) => {
        const { i } = JSON.parse(line) as { i: number };
        const goesOn = i > last;
        if (goesOn) last = i;
        return goesOn;
      });
      expect(trace.length).toBe(ascending.length);
      expect(count).toBeGreaterThanOrEqual(some.length - ascending.length);
    }),
    { numRuns: 100 },
  );
});
