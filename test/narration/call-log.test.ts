import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCallLog, formatLogLine, returnOf, timeOfDay } from '../../src/narration/call-log.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { HEADER, MAIN, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

const SOCKET = { ...MAIN, socket: 1, fd: 5 } as const;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Every line of a trace's log. */
function logOf(trace: Trace, upTo?: number): readonly string[] {
  const log = createCallLog(trace);
  return Array.from({ length: trace.length }, (_, position) => log.line(position, upTo))
    .filter((line) => line !== undefined)
    .map(formatLogLine);
}

/** The lines of these events, without time and thread. */
function textOf(...events: readonly Unnumbered[]): readonly string[] {
  return logOf(traceOf(events)).map((line) => line.replace(/^\S+ \[[^\]]*\] /, ''));
}

test('a call, its result and its duration stand in one line, as strace has them', () => {
  const padded = bytesOf('12'.padEnd(64));
  const trace = traceOf(
    [
      { kind: 'thread.run', ...MAIN, name: 'Thread-1 (handle_client)', tid: 9, at: 0 },
      { kind: 'recv', ...SOCKET, max: 64, at: 123_456_000 },
      { kind: 'recv.ret', ...SOCKET, call: 2, n: 64, offset: 0, bytes: padded, at: 124_660_000 },
    ],
    HEADER,
  );
  expect(logOf(trace)).toEqual([
    '12:00:00.000000 [Thread-1] +++ runs as 9 +++',
    '12:00:00.123456 [Thread-1] recv(5, "12"…, 64) = 64 <0.001204>',
  ]);
});

test('a call that has not returned at the playhead shows neither result nor bytes', () => {
  const trace = traceOf([
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 1, n: 2, offset: 0, bytes: bytesOf('Hi') },
  ]);
  const log = createCallLog(trace);
  expect(log.line(0, 0)?.text).toBe('recv(5, …, 64) = ?');
  expect(log.line(0, 0)?.returned).toBeUndefined();
  expect(log.line(0, 1)).toMatchObject({
    text: 'recv(5, "Hi", 64) = 2',
    returned: 1,
    duration: 1000,
  });
  expect(log.line(1), 'a return has no line of its own').toBeUndefined();
});

test.each<[string, Unnumbered, Unnumbered | undefined]>([
  [
    'socket(AF_INET, SOCK_STREAM) = 5',
    { kind: 'socket', ...MAIN, family: 'AF_INET', type: 'SOCK_STREAM' },
    { kind: 'socket.ret', ...SOCKET, call: 1 },
  ],
  [
    "bind(5, ('127.0.0.1', 5050)) = 0",
    { kind: 'bind', ...SOCKET, address: ['127.0.0.1', 5050] },
    { kind: 'bind.ret', ...SOCKET, call: 1, local: ['127.0.0.1', 5050] },
  ],
  ["connect(5, ('h', 1)) = ?", { kind: 'connect', ...SOCKET, address: ['h', 1] }, undefined],
  [
    'listen(5, 128) = 0',
    { kind: 'listen', ...SOCKET, backlog: 128 },
    { kind: 'listen.ret', ...SOCKET, call: 1 },
  ],
  [
    "accept(5, ('h', 9)) = 7",
    { kind: 'accept', ...SOCKET },
    { kind: 'accept.ret', ...SOCKET, fd: 7, call: 1, accepted: 2, peer: ['h', 9], local: ['h', 1] },
  ],
  ['accept(5, …) = ?', { kind: 'accept', ...SOCKET }, undefined],
  [
    'setsockopt(5, IPPROTO_TCP, TCP_NODELAY, 1) = 0',
    { kind: 'setsockopt', ...SOCKET, level: 'IPPROTO_TCP', option: 'TCP_NODELAY', value: 1 },
    { kind: 'setsockopt.ret', ...SOCKET, call: 1 },
  ],
  [
    'shutdown(5, SHUT_WR) = 0',
    { kind: 'shutdown', ...SOCKET, how: 'SHUT_WR' },
    { kind: 'shutdown.ret', ...SOCKET, call: 1 },
  ],
  [
    'close(5) by collector = 0',
    { kind: 'close', ...SOCKET, by: 'collector' },
    { kind: 'close.ret', ...SOCKET, call: 1 },
  ],
  [
    'send(5, "a\\"b\\\\", 4) = 3',
    { kind: 'send', ...SOCKET, len: 4, offset: 0, bytes: bytesOf('a"b\\') },
    { kind: 'send.ret', ...SOCKET, call: 1, n: 3 },
  ],
  [
    'send(5, "a\\xff␀", 3) = ?',
    { kind: 'send', ...SOCKET, len: 3, offset: 0, bytes: Uint8Array.of(0x61, 0xff, 0) },
    undefined,
  ],
  [
    'recv(5, …, 64) = -1 ECONNRESET (Connection reset by peer)',
    { kind: 'recv', ...SOCKET, max: 64 },
    {
      kind: 'recv.err',
      ...SOCKET,
      call: 1,
      name: 'ECONNRESET',
      number: 104,
      message: 'Connection reset by peer',
    },
  ],
  [
    'recv(5, "", 64) = 0',
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 1, n: 0, offset: 0, bytes: bytesOf('') },
  ],
  [
    'input("> ") = "typed"',
    { kind: 'input', ...MAIN, prompt: '> ' },
    { kind: 'input.ret', ...MAIN, call: 1, text: 'typed' },
  ],
  [
    'input("") = end of input',
    { kind: 'input', ...MAIN, prompt: '' },
    { kind: 'input.ret', ...MAIN, call: 1 },
  ],
])('%s', (text, call, answer) => {
  const [line] = textOf(...(answer === undefined ? [call] : [call, answer]));
  expect(line?.replace(/ <\d\.\d+>$/, '')).toBe(text);
});

test.each<[string, Unnumbered]>([
  [
    '+++ started: server --port 5050 +++',
    {
      kind: 'prog.start',
      program: 1,
      name: 'server',
      role: 'server',
      argv: ['server', '--port', '5050'],
    },
  ],
  ['+++ exited with 1 +++', { kind: 'prog.exit', program: 1, code: 1 }],
  ['+++ ended +++', { kind: 'thread.exit', ...MAIN }],
  [
    '+++ died: ValueError: bad +++',
    { kind: 'thread.err', ...MAIN, name: 'ValueError', message: 'bad', file: 1, line: 1 },
  ],
  ['--- held before send ---', { kind: 'held', ...MAIN, before: 'send' }],
  ['stdout "Hello␊"', { kind: 'out', ...MAIN, stream: 'stdout', text: 'Hello\n' }],
  [
    'recv(5, …) 50 more times, not written one by one',
    { kind: 'fold', ...SOCKET, of: 'recv', count: 50, first: 0, last: 9 },
  ],
  ['--- 2 events missing: withheld ---', { kind: 'gap', count: 2, why: 'withheld' }],
  ['--- marker: here ---', { kind: 'marker', text: 'here' }],
])('%s', (text, event) => {
  expect(textOf(event)).toEqual([text]);
});

test('what came from outside is made visible, wherever it stands', () => {
  const evil = '\x1b[2J\u202e';
  const lines = textOf(
    { kind: 'out', ...MAIN, stream: 'stdout', text: evil },
    { kind: 'note', text: evil },
    { kind: 'connect', ...SOCKET, address: [evil, 1] },
    { kind: 'send', ...SOCKET, len: 7, offset: 0, bytes: bytesOf(evil) },
    { kind: 'prog.start', program: 2, name: evil, role: 'client', argv: [evil] },
    { kind: 'thread.err', ...MAIN, name: evil, message: evil, file: 1, line: 1 },
  );
  for (const line of lines) {
    expect(line).toContain('␛[2J‹U+202E›');
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
  expect(lines).toHaveLength(6);
});

test('long bytes are cut, padding is left out, both say so with …', () => {
  const send = (text: string) =>
    textOf({ kind: 'send', ...SOCKET, len: text.length, offset: 0, bytes: bytesOf(text) })[0];
  expect(send('x'.repeat(33))).toBe(`send(5, "${'x'.repeat(32)}"…, 33) = ?`);
  expect(send('x'.repeat(32))).toBe(`send(5, "${'x'.repeat(32)}", 32) = ?`);
  expect(send('5   ')).toBe('send(5, "5"…, 4) = ?');
});

test('nothing but spaces is seen as spaces', () => {
  const send = (text: string) =>
    textOf({ kind: 'send', ...SOCKET, len: text.length, offset: 0, bytes: bytesOf(text) })[0];
  expect(send(' '.repeat(62))).toBe('send(5, "␣␣␣"…, 62) = ?');
  expect(send('  ')).toBe('send(5, "␣␣", 2) = ?');
});

test('a return is found across a kernel sample, never in another call', () => {
  const { trace } = parseTrace(readFileSync('test/trace/golden.trace.jsonl'));
  expect(returnOf(trace, trace.positionOf(72))).toBe(trace.positionOf(76));
  const lost = traceOf([
    { kind: 'recv', ...SOCKET, max: 1 },
    { kind: 'recv', ...SOCKET, max: 1 },
    { kind: 'recv.ret', ...SOCKET, call: 2, n: 0, offset: 0, bytes: bytesOf('') },
  ]);
  expect(returnOf(lost, 0)).toBeUndefined();
  expect(returnOf(lost, 1)).toBe(2);
});

test('a client’s own thread goes by its program’s name, a handler by its Python name', () => {
  const { trace } = parseTrace(readFileSync('test/trace/golden.trace.jsonl'));
  const log = createCallLog(trace);
  const names = new Set(Array.from({ length: trace.length }, (_, n) => log.line(n)?.who));
  names.delete(undefined);
  expect([...names].sort()).toEqual(
    [
      'MainThread',
      'Thread-1',
      'Thread-2',
      'Thread-3',
      'client-1',
      'client-2',
      'server',
      'trace',
    ].sort(),
  );
});

test('the time of day is exact: at a carry into the microsecond, at midnight, after months', () => {
  const exact = (epoch: bigint, at: number): string => {
    const date = new Date(Number((epoch + BigInt(at)) / 1_000_000n));
    const micros = ((epoch + BigInt(at)) / 1000n) % 1_000_000n;
    return `${date.toISOString().slice(11, 19)}.${String(micros).padStart(6, '0')}`;
  };
  for (const epoch of [0n, 1_789_387_200_123_456_789n, 1_789_343_999_999_999_999n]) {
    const trace = { header: { ...HEADER, epoch_ns: String(epoch) } };
    for (const at of [0, 1, 210, 211, 212, 999, 1000, 86_400e9, Number.MAX_SAFE_INTEGER]) {
      expect(timeOfDay(trace, at)).toBe(exact(epoch, at));
    }
  }
});
