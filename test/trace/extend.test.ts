import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packTrace, unpackTrace } from '../../src/trace/pack.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { FOREIGN } from '../../src/trace/limits.ts';
import { HEAD_LINE, traceBytes } from './support.ts';

const golden = new Uint8Array(readFileSync('test/trace/golden.trace.jsonl'));
const HEAD_END = golden.indexOf(0x0a) + 1;

/** All that can be compared of a parsed trace. */
function contents({ trace, damage, damaged, torn, ended, size }: ParsedTrace) {
  const events = Array.from({ length: trace.length }, (_, position) => trace.at(position));
  const { seqs, ats, kinds, threads, sockets, calls, offsets, sizes, queued, starts } = trace;
  const columns = { seqs, ats, kinds, threads, sockets, calls, offsets, sizes, queued, starts };
  return { events, columns, damage, damaged, torn, ended, size };
}

test('a trace that grows in pieces, cut anywhere, is the trace that is read at once', () => {
  const whole = contents(parseTrace(golden));
  const cuts = fc.array(fc.integer({ min: HEAD_END, max: golden.length }), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (places) => {
      const edges = [...places, golden.length].sort((a, b) => a - b);
      let parsed = parseTrace(golden.slice(0, edges[0]));
      for (let n = 1; n < edges.length; n++) {
        parsed = extendTrace(parsed, golden.slice(edges[n - 1], edges[n]));
      }
      expect(contents(parsed)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('the trace before it grew stays as it was', () => {
  const cut = Math.floor(golden.length / 2);
  const before = parseTrace(golden.slice(0, cut));
  const copy = structuredClone(contents(before));
  extendTrace(before, golden.slice(cut));
  expect(contents(before)).toEqual(copy);
});

test('one trace can be extended twice, each time from its own end', () => {
  const start = parseTrace(traceBytes());
  const note = (text: string) => `{"i":1,"t":1,"k":"note","text":"${text}"}\n`;
  const encoder = new TextEncoder();
  const one = extendTrace(start, encoder.encode(note('one')));
  const two = extendTrace(start, encoder.encode(note('two')));
  expect(one.trace.at(0)).toMatchObject({ text: 'one' });
  expect(two.trace.at(0)).toMatchObject({ text: 'two' });
});

test('a torn line is read once its rest has come', () => {
  const whole = traceBytes('{"i":1,"t":1,"k":"end"}');
  const torn = parseTrace(whole.slice(0, whole.length - 3));
  expect(torn).toMatchObject({ torn: 21, ended: false });
  expect(extendTrace(torn, whole.slice(-3))).toMatchObject({ torn: 0, ended: true });
});

test('holes are seen across the place where the trace grew', () => {
  const start = parseTrace(traceBytes('{"i":1,"t":1,"k":"note","text":""}'));
  const parsed = extendTrace(start, new TextEncoder().encode('{"i":3,"t":1,"k":"end"}\n'));
  expect(parsed.damage).toEqual([
    { line: 3, byte: start.size, reason: 'event 2 is missing before event 3' },
  ]);
});

test('a trace that grows above the limit is refused', () => {
  const limits = { ...FOREIGN, bytes: HEAD_LINE.length + 10 };
  const parsed = parseTrace(traceBytes(), limits);
  expect(() => extendTrace(parsed, new Uint8Array(10), limits)).toThrow('grown above');
});

test('a packed trace is the same after its way between threads', () => {
  const parsed = parseTrace(golden.slice());
  const before = structuredClone(contents(parsed));
  const { message, transfer } = packTrace(parsed);
  const arrived = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
  expect(contents(unpackTrace(arrived))).toEqual(before);
  expect(parsed.trace.bytes.length, 'moved, not copied').toBe(0);
});

test('a packed trace can grow', () => {
  const cut = Math.floor(golden.length / 2);
  const half = packTrace(parseTrace(golden.slice(0, cut))).message;
  const parsed = extendTrace(unpackTrace(structuredClone(half)), golden.slice(cut));
  expect(contents(parsed)).toEqual(contents(parseTrace(golden)));
});
