import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writePerfetto } from '../../src/export/perfetto.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { arrowsOf } from '../../src/scene/provenance.ts';
import type { Part } from '../../src/export/part.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { runs } from '../scene/generate.ts';
import { HEADER, MAIN, encode, traceOf, type Unnumbered } from '../trace/support.ts';
import { golden, partOfTrace, recording, textOf } from './parts.ts';
import { arrowsIn, complaints, type Row } from './trace-event-rules.ts';

interface Read {
  readonly displayTimeUnit: string;
  readonly otherData: Readonly<Record<string, string>>;
  readonly traceEvents: readonly Row[];
}
const read = (part: Part): Read => JSON.parse(textOf(writePerfetto(part))) as Read;
const rowsOf = (part: Part) => read(part).traceEvents;
const rowsOfEvents = (events: readonly Unnumbered[], header = HEADER) =>
  rowsOf(partOfTrace(traceOf(events, header)));
const SOCKET = { ...MAIN, socket: 1, fd: 5 } as const;
const RUNS: Unnumbered = { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 9 };

describe('Perfetto has nothing to complain about', () => {
  test.each(['test/recordings/hello.trace.jsonl', 'test/recordings/three.trace.jsonl'])(
    '%s',
    (path) => expect(complaints(rowsOf(partOfTrace(recording(path))))).toEqual([]),
  );

  test('the golden trace', () => expect(complaints(rowsOf(partOfTrace(golden())))).toEqual([]));

  test('any run, and any range of it', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.nat(), (events, a, b) => {
        const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
        const [from, to] = [a % (trace.length + 1), b % (trace.length + 1)].sort((x, y) => x - y);
        expect(complaints(rowsOf(partOfTrace(trace)))).toEqual([]);
        const has = (n: number) => n >= (from as number) && n < (to as number);
        expect(complaints(rowsOf(partOfTrace(trace, { has })))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('a run whose clocks go back, and with lines that were lost', () => {
    fc.assert(
      fc.property(runs, fc.array(fc.nat(40), { minLength: 1, maxLength: 40 }), (events, jitter) => {
        const shaken = events.flatMap((event, n) => {
          const shift = jitter[n % jitter.length] as number;
          return shift === 0 ? [] : [{ ...event, at: event.seq * 1000 + shift * 100 }];
        });
        const { trace } = parseTrace(encode(writeTrace(HEADER, shaken)));
        expect(complaints(rowsOf(partOfTrace(trace)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

test('an arrow joins each send with each recv that took its bytes', () => {
  for (const trace of [golden(), recording('test/recordings/three.trace.jsonl')]) {
    const rows = rowsOf(partOfTrace(trace));
    const drawn = [...arrowsIn(rows).values()].map(([send, recv]) => [
      send.args?.['i'],
      recv.args?.['i'],
    ]);
    const { connections } = createScenes(trace)(trace.length - 1);
    const wanted = connections
      .flatMap(({ up, down }) => [...arrowsOf(up), ...arrowsOf(down)])
      .map(({ send, recv }) => [send, trace.calls[trace.positionOf(recv)]]);
    expect(wanted.length).toBeGreaterThan(5);
    const sorted = (pairs: readonly (readonly unknown[])[]) => pairs.map(String).sort();
    expect(sorted(drawn)).toEqual(sorted(wanted));
  }
});

test('every time is that of the event, to the nanosecond', () => {
  const trace = golden();
  const text = textOf(writePerfetto(partOfTrace(trace)));
  for (const [, ts, dur, seq] of text.matchAll(
    /"cat":"call","ts":([\d.]+),"dur":([\d.]+),"args":\{"i":(\d+),/g,
  )) {
    const at = trace.ats[trace.positionOf(Number(seq))] as number;
    expect(ts).toMatch(/^\d+\.\d{3}$/);
    expect(BigInt(ts?.replace('.', '') ?? '')).toBe(BigInt(at));
    expect(dur).toMatch(/^\d+\.\d{3}$/);
  }
  const late = rowsOfEvents([
    { ...RUNS, at: 9_007_199_254_740_991 },
    { kind: 'marker', text: 'x', at: 9_007_199_254_740_991 },
  ]);
  expect(late.at(-1)?.ts).toBe(9_007_199_254_740.991);
});

test('a call that never returned runs to the end and says so', () => {
  const rows = rowsOfEvents([
    RUNS,
    { kind: 'fn.call', ...MAIN, file: 1, line: 3, function: 'start' },
    { kind: 'recv', ...SOCKET, max: 64, at: 5_000 },
    { kind: 'thread.run', program: 1, thread: 2, name: 'Thread-1', tid: 2, at: 90_000 },
  ]);
  const slices = rows.filter(({ ph }) => ph === 'X');
  expect(slices).toMatchObject([
    { name: 'start', args: { unfinished: true } },
    { name: 'recv', ts: 5, dur: 85, args: { i: 3, call: 'recv(5, …, 64)', unfinished: true } },
  ]);
});

test('an answer that is not in the part has not been seen', () => {
  const trace = traceOf([
    RUNS,
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 2, n: 2, offset: 0, bytes: encode('Hi') },
  ]);
  const [slice] = rowsOf(partOfTrace(trace, { has: (n) => n < 2 })).filter(({ ph }) => ph === 'X');
  expect(slice?.args).toEqual({ i: 2, call: 'recv(5, …, 64)', unfinished: true });
});

test('a program that ends leaves nothing open, a thread that ends is in no function', () => {
  const rows = rowsOfEvents([
    RUNS,
    { kind: 'thread.run', program: 1, thread: 2, name: 'Thread-1', tid: 2, at: 1_000 },
    { kind: 'fn.call', program: 1, thread: 2, file: 1, line: 3, function: 'handle', at: 2_000 },
    { kind: 'thread.exit', program: 1, thread: 2, at: 4_000 },
    { kind: 'accept', ...SOCKET, at: 6_000 },
    { kind: 'prog.exit', program: 1, code: 0, at: 8_000 },
    { kind: 'marker', text: 'much later', at: 900_000 },
  ]);
  const slices = rows.filter(({ ph }) => ph === 'X');
  expect(slices).toMatchObject([
    { name: 'handle', ts: 2, dur: 2, args: { i: 3, line: 3 } },
    { name: 'accept', ts: 6, dur: 2, args: { unfinished: true } },
  ]);
  expect(slices[0]?.args).not.toHaveProperty('unfinished');
});

test('active connections are counted for each server', () => {
  const counts = rowsOf(partOfTrace(golden())).filter(({ ph }) => ph === 'C');
  expect(new Set(counts.map(({ pid, name }) => `${pid} ${name}`))).toEqual(
    new Set(['1 active connections']),
  );
  expect(counts.map(({ args }) => args?.['connections'])).toEqual([1, 2, 3, 2, 1, 0]);
});

test('programs and threads have their names, in the order in which they came', () => {
  const rows = rowsOf(partOfTrace(golden()));
  const named = (what: string) =>
    rows.filter(({ name }) => name === what).map(({ args }) => args?.['name']);
  expect(named('process_name')).toEqual(['server', 'client-1', 'client-2']);
  expect(named('thread_name')).toEqual([
    'MainThread',
    'client-1',
    'Thread-1',
    'Thread-2',
    'client-2',
    'Thread-3',
  ]);
});

test('a hold, a fold and the kernel’s word have their places', () => {
  const rows = rowsOf(partOfTrace(golden()));
  const held = rows.find(({ name }) => name === 'held before send');
  expect(held).toMatchObject({ ph: 'X', ts: 331_237.7, dur: 2_124_302.6 });
  const fold = rows.find(({ cat }) => cat === 'fold');
  expect(fold).toMatchObject({ name: 'recv × 50', ts: 3_367_064, dur: 245_000 });
  const waited = rows.find(({ args }) => args?.['i'] === 72);
  expect(waited?.args?.['kernel']).toBe('S in recvfrom(25, void *, 12, 0, 0, 0)');
});

test('of a capture, sends are moments, and calls are said to be not recorded', () => {
  const imported = { from: 'capture', tool: 'dumpcap', missing: ['calls', 'threads'] } as const;
  const end = { program: 1, thread: 1, socket: 1 } as const;
  const client = { ...end, fd: 0 } as const;
  const part = partOfTrace(
    traceOf(
      [
        { kind: 'connection', ...end, accepted: 2, local: ['h', 9], peer: ['h', 1] },
        { kind: 'send', ...client, len: 5, offset: 0, bytes: encode('He'), cut: 3, at: 4_000 },
        { kind: 'send', ...client, len: 1, offset: 5, bytes: encode('x'), at: 5_000 },
        { kind: 'connection.end', ...end, how: 'RST', at: 6_000 },
      ],
      { ...HEADER, imported },
    ),
  );
  const { traceEvents, otherData } = read(part);
  expect(complaints(traceEvents)).toEqual([]);
  expect(otherData['about']).toBe(
    'Imported from a capture of packets by dumpcap. Not recorded: calls, threads.',
  );
  expect(traceEvents.filter(({ ph }) => ph === 'X')).toMatchObject([
    { name: 'sent 5 bytes', ts: 4, dur: 0, args: { offset: 0, calls: 'not recorded' } },
    { name: 'sent 1 byte', ts: 5, dur: 0 },
  ]);
  expect(
    traceEvents.filter(({ ph }) => ph === 'C').map(({ args }) => args?.['connections']),
  ).toEqual([1, 0]);
});

test('names and texts from outside are visible text', () => {
  const evil = '"},{"ph":"X"\u0000\u202e\ud800</script>';
  const rows = rowsOfEvents([
    { kind: 'prog.start', program: 1, name: evil, role: 'server', argv: [] },
    { ...RUNS, name: evil } as Unnumbered,
    { kind: 'out', ...MAIN, stream: 'stdout', text: evil },
    { kind: 'fn.call', ...MAIN, file: 1, line: 1, function: evil },
    { kind: 'marker', text: evil },
  ]);
  expect(complaints(rows)).toEqual([]);
  expect(JSON.stringify(rows)).not.toMatch(/\\u0000|\u202e|\\ud800/);
  expect(rows.filter(({ name }) => name.includes('␀'))).toHaveLength(2);
});
