import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KINDS } from '../../src/trace/format.ts';
import type { EventOf, Kind, TraceEvent } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { toDisk, writeHeader, writeLine } from '../../src/trace/write.ts';

const bytes = readFileSync('test/trace/golden.trace.jsonl');
const text = bytes.toString();
const parsed = parseTrace(bytes);
const { trace } = parsed;
const lines = text.trimEnd().split('\n');

function eventsOf<K extends Kind>(kind: K): readonly EventOf<K>[] {
  return [...trace.ofKind(kind)].map((position) => trace.at(position) as EventOf<K>);
}

test('the golden trace is whole, ended and without damage', () => {
  expect(parsed).toMatchObject({ damage: [], damaged: 0, torn: 0, ended: true });
  expect(trace.length).toBe(lines.length - 1);
  expect(trace.stops.length).toBe(
    trace.length -
      ['file', 'note', 'marker', 'end'].flatMap((kind) => eventsOf(kind as Kind)).length,
  );
});

test('every line is written again as it was read', () => {
  expect(writeHeader(trace.header)).toBe(`${lines[0]}\n`);
  for (let position = 0; position < trace.length; position++) {
    const line = lines[position + 1] as string;
    const event = trace.at(position);
    expect(JSON.parse(writeLine(event))).toEqual(JSON.parse(line));
    expect(Object.keys(toDisk(event)).slice(0, 3)).toEqual(['i', 't', 'k']);
  }
});

test('it has an event of each kind of a run, but calls that it did not need', () => {
  const present = new Set(Array.from(trace.kinds, (kind) => KINDS[kind]));
  const unused = KINDS.filter((kind) => !present.has(kind));
  const withoutNeed =
    /^(setsockopt|shutdown|connection)|^(socket|bind|connect|listen|close|send)\.err$/;
  expect(unused.filter((kind) => !withoutNeed.test(kind))).toEqual([]);
});

test('every answer names an earlier call of its own thread', () => {
  for (let position = 0; position < trace.length; position++) {
    const event = trace.at(position);
    if (!/\.(ret|err)$/.test(event.kind) || !('call' in event)) continue;
    const call = trace.at(trace.positionOf(event.call as number));
    expect(call.kind).toBe(event.kind.replace(/\.(ret|err)$/, ''));
    expect(call.seq).toBeLessThan(event.seq);
    expect('thread' in call && call.thread).toBe('thread' in event && event.thread);
  }
});

test('each stream has the same bytes on both sides, at the same offsets', () => {
  const stream = (kind: 'send' | 'recv.ret', socket: number) => {
    const taken = new Map(eventsOf('send.ret').map(({ call, n }) => [call, n]));
    const pieces: number[] = [];
    for (const event of eventsOf(kind)) {
      if (event.socket !== socket) continue;
      expect(event.offset).toBe(pieces.length);
      const count = kind === 'send' ? taken.get(event.seq) : undefined;
      pieces.push(...event.bytes.subarray(0, count));
    }
    return Buffer.from(pieces).toString();
  };
  for (const [client, server] of [
    [2, 3],
    [5, 6],
  ] as const) {
    expect(stream('recv.ret', server)).toBe(stream('send', client));
    expect(stream('recv.ret', client)).toBe(stream('send', server));
    expect(stream('send', client).length).toBeGreaterThan(64);
  }
});

test('times never go back', () => {
  expect([...trace.ats]).toEqual([...trace.ats].sort((a, b) => a - b));
});

test('a send returns after the recv of its bytes: only numbers order events', () => {
  const send = eventsOf('send')[0] as TraceEvent;
  const returned = eventsOf('send.ret')[0] as TraceEvent;
  const taken = eventsOf('recv.ret')[0] as TraceEvent;
  expect([send.seq, taken.seq, returned.seq]).toEqual([64, 65, 66]);
});

test('one connection comes from outside: accepted, never connected', () => {
  const ports = (kind: 'accept.ret' | 'connect.ret') =>
    eventsOf(kind).map((event) => (event.kind === 'accept.ret' ? event.peer[1] : event.local[1]));
  expect(ports('accept.ret')).toEqual([58994, 59002, 59010]);
  expect(ports('connect.ret')).toEqual([58994, 59010]);
});

test('a send was partial, inside a character, and its rest followed', () => {
  const [partial] = eventsOf('send.ret').filter(
    ({ call, n }) => n < (trace.at(trace.positionOf(call)) as EventOf<'send'>).len,
  );
  const first = trace.at(trace.positionOf(partial?.call ?? 0)) as EventOf<'send'>;
  const rest = eventsOf('send').find(({ seq }) => seq > first.seq) as EventOf<'send'>;
  expect(partial?.n).toBe(3);
  expect(rest.offset).toBe(first.offset + 3);
  expect([...rest.bytes]).toEqual([...first.bytes.subarray(3)]);
});

test('a thread was held, one died, one spun, one was stopped, one was seen by the kernel', () => {
  expect(eventsOf('held')[0]).toMatchObject({ thread: 2, before: 'send' });
  expect(eventsOf('thread.err')[0]).toMatchObject({ thread: 4, name: 'ValueError', line: 17 });
  expect(eventsOf('fold').every(({ of, thread }) => of === 'recv' && thread === 3)).toBe(true);
  expect(eventsOf('recv.err')[0]).toMatchObject({ name: 'STOPPED', thread: 3 });
  expect(eventsOf('kernel')[1]).toMatchObject({ thread: 3, syscall: 'recvfrom', state: 'S' });
});

test('the dead thread’s socket was closed by the collector, after the next accept', () => {
  const closed = eventsOf('close').find(({ by }) => by === 'collector');
  const accepted = eventsOf('accept.ret')[2];
  expect(closed?.socket).toBe(4);
  expect(closed?.seq).toBe((accepted?.seq ?? 0) + 1);
});

test('a gap explains the numbers that are missing', () => {
  const gap = eventsOf('gap')[0] as EventOf<'gap'>;
  const before = trace.at(trace.positionOf(gap.seq) - 1);
  expect(gap.seq - before.seq - 1).toBe(gap.count);
});

test('each TypeScript file names the Python line of each of its lines', () => {
  for (const file of eventsOf('file').filter(({ language }) => language === 'typescript')) {
    const twin = eventsOf('file').find(({ file: id }) => id === file.twin);
    expect(file.twin_lines).toHaveLength(file.source.trimEnd().split('\n').length);
    const lineCount = twin?.source.trimEnd().split('\n').length ?? 0;
    expect(Math.max(...(file.twin_lines ?? []))).toBeLessThanOrEqual(lineCount);
  }
});
