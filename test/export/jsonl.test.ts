import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJsonl } from '../../src/export/jsonl.ts';
import type { Chunk, Part, Scope } from '../../src/export/part.ts';
import { redactTrace } from '../../src/export/redact.ts';
import { ScopeError, partOf } from '../../src/export/scope.ts';
import { pairSockets } from '../../src/scene/pairs.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { eventsOf } from '../support/trace.ts';
import { END_LINE, HEAD_LINE, encode, traceBytes } from '../trace/support.ts';
import { golden } from './parts.ts';
import { randomTalk, scopeOf } from './random-trace.ts';

const bytesOf = (chunks: Iterable<Chunk>): Uint8Array =>
  Buffer.concat([...chunks].map((chunk) => (typeof chunk === 'string' ? encode(chunk) : chunk)));

const linesOf = (part: Part): string[] =>
  new TextDecoder()
    .decode(bytesOf(writeJsonl(part)))
    .trimEnd()
    .split('\n');

const lineOf = (trace: Trace, position: number): string => {
  const start = trace.starts[position] as number;
  return new TextDecoder().decode(trace.bytes.subarray(start, trace.bytes.indexOf(0x0a, start)));
};

/** The part as a trace; undefined where the scope has no event. */
function scoped(trace: Trace, scope: Scope, redact = false): Part | undefined {
  try {
    return partOf(trace, scope, { redact });
  } catch (error) {
    expect(error).toBeInstanceOf(ScopeError);
    return undefined;
  }
}

test('the whole recording is written byte for byte, damage and torn tail too', () => {
  const bytes = encode(
    `${HEAD_LINE}\n{"i":1,"t":0,"k":"note","text":"a","later":1}\nno JSON\n{"i":4,"t":1,"k":"new"}\n{"i":9`,
  );
  expect(bytesOf(writeJsonl(partOf(parseTrace(bytes).trace, {})))).toEqual(Buffer.from(bytes));
});

test('the whole recording comes in pieces of 64 KiB', () => {
  const lines = Array.from(
    { length: 4000 },
    (_, n) => `{"i":${n + 1},"t":0,"k":"note","text":"words"}`,
  );
  const bytes = traceBytes(...lines);
  const part = partOf(parseTrace(bytes).trace, {});
  const sizes = [...writeJsonl(part)].map(({ length }) => length);
  expect(sizes.slice(0, -1).every((size) => size === 65_536)).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(bytes.length);
  expect(part.done).toBe(1);
});

test('a part is written in pieces of about 64 KiB, redacted or not', () => {
  const lines = Array.from(
    { length: 4000 },
    (_, n) => `{"i":${n + 1},"t":0,"k":"note","text":"words"}`,
  );
  const { trace } = parseTrace(traceBytes(...lines));
  for (const redact of [false, true]) {
    const sizes = [...writeJsonl(partOf(trace, { from: 2 }, { redact }))].map(
      ({ length }) => length,
    );
    expect(sizes.length).toBeGreaterThan(2);
    for (const size of sizes.slice(0, -1)) {
      expect(size).toBeGreaterThan(60_000);
      expect(size).toBeLessThan(70_000);
    }
  }
});

test('events of a part keep their numbers and their lines as they were', () => {
  const trace = golden();
  const part = partOf(trace, { connection: 2 });
  const kept = [...part.positions()].map((position) => lineOf(trace, position));
  const lines = linesOf(part);
  expect(lines[0]).toBe(lineOf({ ...trace, bytes: trace.bytes, starts: Int32Array.of(0) }, 0));
  expect(lines.slice(1).filter((line) => !line.includes('left out'))).toEqual(kept);
});

test('what is left out is a gap: how many events, why, and the number of the last of them', () => {
  const { trace } = parseTrace(
    traceBytes(
      ...[1, 2, 3, 4, 5].map((i) => `{"i":${i},"t":${i}0,"k":"note","text":"n"}`),
      '{"i":6,"t":60,"k":"end"}',
    ),
  );
  expect(linesOf(partOf(trace, { from: 3, to: 4 })).slice(1)).toEqual([
    '{"i":2,"t":20,"k":"gap","count":2,"why":"left out: not in events 3 to 4"}',
    '{"i":3,"t":30,"k":"note","text":"n"}',
    '{"i":4,"t":40,"k":"note","text":"n"}',
    '{"i":5,"t":50,"k":"gap","count":1,"why":"left out: not in events 3 to 4"}',
    '{"i":6,"t":60,"k":"end"}',
  ]);
});

test('a recording whose writer died has no end in any part: the last gap says what is left out', () => {
  const notes = [1, 2, 3].map((i) => `{"i":${i},"t":0,"k":"note","text":"n"}`);
  const { trace } = parseTrace(traceBytes(...notes));
  const lines = linesOf(partOf(trace, { to: 1 }));
  expect(lines.at(-1)).toBe(
    '{"i":3,"t":0,"k":"gap","count":2,"why":"left out: not up to event 1"}',
  );
});

test('a gap that was there keeps its own count and reason', () => {
  const { trace } = parseTrace(
    traceBytes(
      '{"i":1,"t":0,"k":"note","text":"n"}',
      '{"i":2,"t":0,"k":"note","text":"n"}',
      '{"i":6,"t":0,"k":"gap","count":3,"why":"lost"}',
      '{"i":7,"t":0,"k":"end"}',
    ),
  );
  const lines = linesOf(partOf(trace, { from: 6 }));
  expect(lines.slice(1)).toEqual([
    '{"i":2,"t":0,"k":"gap","count":2,"why":"left out: not from event 6 on"}',
    '{"i":6,"t":0,"k":"gap","count":3,"why":"lost"}',
    '{"i":7,"t":0,"k":"end"}',
  ]);
  expect(parseTrace(encode(`${lines.join('\n')}\n`)).damage).toEqual([]);
});

test('events that the recording itself had lost without a word are named as missing', () => {
  const { trace } = parseTrace(
    traceBytes(
      '{"i":1,"t":0,"k":"note","text":"n"}',
      '{"i":5,"t":0,"k":"note","text":"n"}',
      END_LINE,
    ),
  );
  const lines = linesOf(partOf(trace, { from: 1, to: 5 }));
  expect(lines[2]).toBe(
    '{"i":4,"t":0,"k":"gap","count":3,"why":"not in the recording that this is from"}',
  );
  expect(parseTrace(encode(`${lines.join('\n')}\n`)).damage).toEqual([]);
});

test('of one connection alone, both its streams are there as they were', () => {
  const part = partOf(golden(), { connection: 3 });
  const { trace } = parseTrace(bytesOf(writeJsonl(part)));
  const [pair, ...others] = pairSockets(trace);
  expect(others).toEqual([]);
  expect(pair).toMatchObject({ clientAddress: ['127.0.0.1', 59010], client: 5, server: 6 });
  for (const socket of [5, 6]) {
    const own = (of: Trace) => [...of.ofSocket(socket)].map((position) => of.at(position));
    expect(own(trace)).toEqual(own(golden()));
  }
});

test('under any scope it is a trace without damage that has the chosen events and no others', () => {
  fc.assert(
    fc.property(
      randomTalk.chain((talk) => fc.tuple(fc.constant(talk), scopeOf(talk))),
      ([{ trace }, scope]) => {
        const part = scoped(trace, scope);
        if (part === undefined) return;
        const parsed = parseTrace(bytesOf(writeJsonl(part)));
        expect(parsed).toMatchObject({ damage: [], torn: 0, ended: true });
        const own = eventsOf(parsed).filter(({ seq }) => part.has(trace.positionOf(seq)));
        expect(own).toEqual([...part.positions()].map((position) => trace.at(position)));
        const gaps = eventsOf(parsed).filter(({ seq }) => !part.has(trace.positionOf(seq)));
        for (const gap of gaps) expect(gap).toMatchObject({ kind: 'gap' });
      },
    ),
    { numRuns: 150 },
  );
});

test('the numbers of its gaps and events add up to those of the recording', () => {
  fc.assert(
    fc.property(
      randomTalk.chain((talk) => fc.tuple(fc.constant(talk), scopeOf(talk))),
      ([{ trace }, scope]) => {
        const part = scoped(trace, scope);
        if (part === undefined) return;
        let last = 0;
        for (const event of eventsOf(parseTrace(bytesOf(writeJsonl(part))))) {
          const isOurs = event.kind === 'gap' && event.why.startsWith('left out');
          const missing = event.seq - last - (isOurs ? 0 : 1);
          expect(event.kind === 'gap' ? event.count : 0).toBe(missing);
          last = event.seq;
        }
        expect(last).toBe(trace.seqs.at(-1));
      },
    ),
    { numRuns: 100 },
  );
});

test('a redacted part is a trace without damage that has the redacted events', () => {
  fc.assert(
    fc.property(
      randomTalk.chain((talk) => fc.tuple(fc.constant(talk), scopeOf(talk))),
      ([{ trace }, scope]) => {
        const part = scoped(trace, scope, true);
        if (part === undefined) return;
        const parsed = parseTrace(bytesOf(writeJsonl(part)));
        expect(parsed).toMatchObject({ damage: [], torn: 0, ended: true });
        const redacted = redactTrace(trace);
        const own = eventsOf(parsed).filter(({ seq }) => part.has(trace.positionOf(seq)));
        expect(own).toEqual([...part.positions()].map((position) => redacted.at(position)));
      },
    ),
    { numRuns: 80 },
  );
});
