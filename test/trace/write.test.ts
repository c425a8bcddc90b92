import { expect, test } from 'vitest';
import type { TraceEvent } from '../../src/trace/format.ts';
import { KINDS } from '../../src/trace/format.ts';
import { NOT_A_STOP } from '../../src/trace/stops.ts';
import { FIELDS } from '../../src/trace/kinds.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { toDisk, writeLine, writeTrace } from '../../src/trace/write.ts';
import { HEADER, MAIN, encode, numbered } from './support.ts';

const SOCKET = { ...MAIN, socket: 3, fd: 5 } as const;
const at = { seq: 1, at: 1500 } as const;

test.each<[string, TraceEvent]>([
  [
    '{"i":1,"t":1500,"k":"recv","p":1,"th":1,"s":3,"fd":5,"max":64,"queued":0}',
    { kind: 'recv', queued: 0, max: 64, ...SOCKET, ...at },
  ],
  [
    '{"i":1,"t":1500,"k":"recv.ret","p":1,"th":1,"s":3,"fd":5,"re":9,"n":2,"off":64,"u":"Hi"}',
    { kind: 'recv.ret', ...SOCKET, call: 9, n: 2, offset: 64, bytes: encode('Hi'), ...at },
  ],
  [
    '{"i":1,"t":1500,"k":"send","p":1,"th":1,"s":3,"fd":5,"len":1,"off":0,"b":"/w=="}',
    { kind: 'send', ...SOCKET, len: 1, offset: 0, bytes: Uint8Array.of(255), ...at },
  ],
  [
    '{"i":1,"t":1500,"k":"line","p":1,"th":1,"f":2,"l":7,"fn":"main"}',
    { kind: 'line', ...MAIN, file: 2, line: 7, function: 'main', ...at },
  ],
  [
    '{"i":1,"t":1500,"k":"accept.ret","p":1,"th":1,"s":3,"fd":5,"re":2,"s2":4,"peer":["a",1],"local":["b",2]}',
    { kind: 'accept.ret', ...SOCKET, call: 2, accepted: 4, peer: ['a', 1], local: ['b', 2], ...at },
  ],
  ['{"i":1,"t":1500,"k":"end"}', { kind: 'end', ...at }],
])('%s', (line, event) => {
  expect(writeLine(event)).toBe(`${line}\n`);
});

test('what is absent is not written', () => {
  const event: TraceEvent = { kind: 'close', ...SOCKET, by: undefined, ...at };
  expect(Object.keys(toDisk(event))).toEqual(['i', 't', 'k', 'p', 'th', 's', 'fd']);
});

test('a line has one line end, whatever the text holds', () => {
  const text = 'a\nb\r\u2028\0';
  const line = writeLine({ kind: 'out', ...MAIN, stream: 'stdout', text, ...at });
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect((JSON.parse(line) as { text: string }).text).toBe(text);
});

test('a written trace is read as the events it was made of', () => {
  const events = numbered([
    { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 4 },
    { kind: 'send', ...SOCKET, len: 3, offset: 0, bytes: encode('a\0\0') },
    { kind: 'end' },
  ]);
  const { trace, ended } = parseTrace(encode(writeTrace(HEADER, events)));
  expect(events.map((_, position) => trace.at(position))).toEqual(events);
  expect(trace.header).toEqual(HEADER);
  expect(ended).toBe(true);
});

test('every kind has its number, its fields and its place in the order of the format', () => {
  expect(new Set(KINDS).size).toBe(KINDS.length);
  expect(Object.keys(FIELDS).sort()).toEqual([...KINDS].sort());
  for (const kind of NOT_A_STOP) expect(KINDS).toContain(kind);
});

test('a kind that can fail or return is a call’s', () => {
  const calls = KINDS.filter((kind) => KINDS.some((other) => other === `${kind}.ret`));
  const failing = KINDS.filter((kind) => kind.endsWith('.err') && kind !== 'thread.err');
  expect(failing.map((kind) => kind.slice(0, -4)).sort()).toEqual(
    calls.filter((kind) => kind !== 'input').sort(),
  );
});
