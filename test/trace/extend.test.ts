import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mapColumns } from '../../src/trace/columns.ts';
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
  const columns = mapColumns(trace, (column) => column.slice() as typeof column);
  const { siteList: sites, stops, threadIds } = trace;
  const ofThreads = threadIds.map((id) => trace.ofThread(id));
  const grouped = { stops, ofThreads, sends: trace.ofKind('send'), ofSocket: trace.ofSocket(3) };
  return { events, columns, grouped, sites: [...sites], damage, damaged, torn, ended, size };
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

test('the trace before it grew stays as it was, but for sites that came later', () => {
  const cut = Math.floor(golden.length / 2);
  const before = parseTrace(golden.slice(0, cut));
  const { sites, ...copy } = structuredClone(contents(before));
  const after = extendTrace(before, golden.slice(cut));
  expect(after.trace.stops.length).toBeGreaterThan(copy.grouped.stops.length);
  expect(contents(before)).toMatchObject(copy);
  expect(contents(before).sites.slice(0, sites.length)).toEqual(sites);
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

test('a packed trace grows from where it was cut, wherever that is', () => {
  const whole = contents(parseTrace(golden));
  fc.assert(
    fc.property(fc.integer({ min: HEAD_END, max: golden.length }), (cut) => {
      const half = packTrace(parseTrace(golden.slice(0, cut))).message;
      const parsed = extendTrace(unpackTrace(structuredClone(half)), golden.slice(cut));
      expect(contents(parsed)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('a packed damaged trace goes on counting its damage', () => {
  const lines = ['{"i":1,"t":1,"k":"note","text":""}', 'broken'];
  const { message } = packTrace(parseTrace(traceBytes(...lines)));
  const more = new TextEncoder().encode('{"i":3,"t":1,"k":"note","text":""}\nbroken\n');
  const { damage, damaged } = extendTrace(unpackTrace(structuredClone(message)), more);
  expect(damaged).toBe(2);
  expect(damage.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'no JSON'],
    [5, 'no JSON'],
  ]);
});

test('a trace that has been extended has given its buffers away: it cannot be packed', () => {
  const parsed = parseTrace(golden.slice());
  extendTrace(parsed, new Uint8Array(0));
  expect(() => packTrace(parsed)).toThrow('cannot be packed');
});
