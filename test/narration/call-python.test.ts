import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { returnOf } from '../../src/narration/call-log.ts';
import { pythonLine } from '../../src/narration/call-python.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { hexOf } from '../../src/trace/hex.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { runPeer } from '../support/peers.ts';
import { freePort } from '../support/ports.ts';
import { readTrace } from '../support/trace.ts';
import { HEADER, MAIN, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

const SOCKET = { ...MAIN, socket: 1, fd: 5 } as const;
const CLIENT = { program: 2, thread: 2, socket: 2, fd: 7 } as const;
const PEER = ['127.0.0.1', 58994] as const;
const HERE = ['127.0.0.1', 5050] as const;
const bytesOf = (text: string) => new TextEncoder().encode(text);

const WITH_CLIENT = {
  ...HEADER,
  programs: [...HEADER.programs, { p: 2, role: 'client' as const, name: 'client-1' }],
};

/** What the last of these events is in Python. */
function lineOf(...events: readonly Unnumbered[]) {
  const trace = traceOf(events, WITH_CLIENT);
  return pythonLine(trace, trace.length - 1);
}

test.each<[string, Unnumbered]>([
  [
    'server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)',
    { kind: 'socket', ...MAIN, family: 'AF_INET', type: 'SOCK_STREAM' },
  ],
  [
    'client = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)',
    {
      kind: 'socket',
      program: 2,
      thread: 2,
      family: 'AF_INET',
      type: 'SOCK_STREAM|SOCK_CLOEXEC',
    },
  ],
  [`server.bind(('127.0.0.1', 5050))`, { kind: 'bind', ...SOCKET, address: HERE }],
  ['server.listen(128)', { kind: 'listen', ...SOCKET, backlog: 128 }],
  ['conn, addr = server.accept()', { kind: 'accept', ...SOCKET }],
  [`client.connect(('127.0.0.1', 5050))`, { kind: 'connect', ...CLIENT, address: HERE }],
  [
    `client.send(b'12' + b' ' * 62)`,
    { kind: 'send', ...CLIENT, len: 64, offset: 0, bytes: bytesOf('12'.padEnd(64)) },
  ],
  ['client.recv(2048)', { kind: 'recv', ...CLIENT, max: 2048 }],
  ['client.recv(99999999999999999999)', { kind: 'recv', ...CLIENT, max: '99999999999999999999' }],
  ['client.recv(-1)', { kind: 'recv', ...CLIENT, max: -1 }],
  [
    'client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)',
    { kind: 'setsockopt', ...CLIENT, level: 'IPPROTO_TCP', option: 'TCP_NODELAY', value: 1 },
  ],
  [
    `client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))`,
    { kind: 'setsockopt', ...CLIENT, level: 'SOL_SOCKET', option: 'SO_LINGER', value: 0 },
  ],
  ['client.shutdown(socket.SHUT_WR)', { kind: 'shutdown', ...CLIENT, how: 'SHUT_WR' }],
  ['client.close()', { kind: 'close', ...CLIENT }],
  [`input('Name: ')`, { kind: 'input', program: 2, thread: 2, prompt: 'Name: ' }],
  ['input()', { kind: 'input', program: 2, thread: 2, prompt: '' }],
])('%s', (line, event) => {
  expect(lineOf(event)).toEqual({ line });
});

test('what an accept returned is called conn', () => {
  const accept: Unnumbered = { kind: 'accept', ...SOCKET };
  const returned: Unnumbered = {
    ...{ kind: 'accept.ret', ...SOCKET, fd: 8, call: 1, accepted: 3, peer: PEER, local: HERE },
  };
  const recv: Unnumbered = { kind: 'recv', ...MAIN, socket: 3, fd: 8, max: 64 };
  expect(lineOf(accept, returned, recv)).toEqual({ line: 'conn.recv(64)' });
});

test('an address that would break out of the line is escaped', () => {
  const address = [`'), open("x`, 1] as const;
  expect(lineOf({ kind: 'connect', ...CLIENT, address })).toEqual({
    line: String.raw`client.connect(('\'), open("x', 1))`,
  });
});

describe('no line, and one sentence why', () => {
  test('where Python or the operating system closed the socket by itself', () => {
    const why = 'No line of the program closed it.';
    expect(lineOf({ kind: 'close', ...CLIENT, by: 'collector' })).toEqual({ why });
    expect(lineOf({ kind: 'close', ...CLIENT, by: 'exit' })).toEqual({ why });
  });

  test('where bytes were cut off', () => {
    const bytes = bytesOf('Hello');
    expect(lineOf({ kind: 'send', ...CLIENT, len: 12, offset: 0, bytes, cut: 7 })).toEqual({
      why: '7 of its bytes are not recorded.',
    });
  });

  test('where only packets were recorded', () => {
    const imported = { from: 'capture', tool: 'tcpdump', missing: ['calls', 'threads'] } as const;
    const send: Unnumbered = { kind: 'send', ...SOCKET, len: 1, offset: 0, bytes: bytesOf('x') };
    const trace = traceOf([send], { ...HEADER, imported });
    expect(pythonLine(trace, 0)).toEqual({ why: 'Its call is not recorded.' });
  });

  test('where a constant is no name', () => {
    const type = '__import__("os").abort()';
    expect(lineOf({ kind: 'socket', ...MAIN, family: 'AF_INET', type })).toEqual({
      why: 'Python has no name for what it was given.',
    });
  });

  test('what begins no call has neither', () => {
    expect(lineOf({ kind: 'thread.exit', ...MAIN })).toBeUndefined();
  });
});

const recordings = readdirSync('lessons', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('trace.jsonl'))
  .map((name) => join('lessons', name));

/** A module and sockets that only say how they were called. */
const STUBS = `
import json, socket as real, struct, sys
class Stub:
    def __getattr__(self, name):
        return lambda *args: print(json.dumps([name, *map(shown, args)])) or (0, 0)
class Module(Stub):
    def __getattr__(self, name):
        return getattr(real, name) if name.isupper() else Stub.__getattr__(self, name)
def shown(arg):
    return arg.hex() if isinstance(arg, bytes) else list(arg) if isinstance(arg, tuple) else int(arg)
for line in sys.stdin:
    client = server = conn = Stub()
    socket = Module()
    input = lambda *args: print(json.dumps(["input"]))
    exec(json.loads(line))
`;

test('Python makes each call of each recording with the recorded arguments', () => {
  const calls = recordings.flatMap((file) => linesOf(readTrace(file).trace));
  expect(calls.length).toBeGreaterThan(1000);
  const input = calls.map(({ line }) => JSON.stringify(line)).join('\n');
  const said = runPeer('python3', ['-c', STUBS], { input }).toString().trimEnd().split('\n');
  const made = said.map((line) => JSON.parse(line) as unknown[]);
  expect(made.map(([name]) => name)).toEqual(calls.map(({ call }) => call.kind));
  for (const [n, { call }] of calls.entries()) {
    if (call.kind === 'send') expect(made[n]).toEqual(['send', hexOf(call.bytes)]);
    if (call.kind === 'connect' || call.kind === 'bind')
      expect(made[n]).toEqual([call.kind, call.address]);
    if (call.kind === 'recv' && typeof call.max === 'number')
      expect(made[n]).toEqual(['recv', call.max]);
  }
});

/** Runs the lines one after the other; prints what each recv gave. */
const REAL = `
import json, socket, struct, sys
scope = {'socket': socket, 'struct': struct, 'input': lambda *args: ''}
for text in sys.stdin:
    line = json.loads(text)
    if '.recv(' in line: print(eval(line, scope).hex())
    else: exec(line, scope)
`;

test('made again in Python, the calls of a recorded run give the recorded bytes', async () => {
  const { trace } = readTrace('lessons/02-three-messages/trace.jsonl');
  const port = await freePort();
  // In one thread none may wait: in the order of their returns, a send before what waits for it.
  const done = linesOf(trace)
    .filter(({ answer }) => answer?.kind.endsWith('.ret'))
    .sort((a, b) => orderOf(a) - orderOf(b));
  const lines = done.map(({ line }) => line.replace(', 5050)', `, ${port})`));
  const input = lines.map((line) => JSON.stringify(line)).join('\n');
  const said = runPeer('python3', ['-c', REAL], { input }).toString().trimEnd().split('\n');
  const recorded = done.flatMap(({ answer }) =>
    answer?.kind === 'recv.ret' ? [hexOf(answer.bytes)] : [],
  );
  expect(recorded.length).toBeGreaterThan(8);
  expect(said).toEqual(recorded);
});

interface Made {
  readonly line: string;
  readonly call: TraceEvent;
  readonly answer: TraceEvent | undefined;
}

/** The calls of a trace that a line makes. */
function linesOf(trace: Trace): readonly Made[] {
  return Array.from({ length: trace.length }, (_, position) => position).flatMap((position) => {
    const made = pythonLine(trace, position);
    if (made === undefined || 'why' in made) return [];
    const returned = returnOf(trace, position);
    const answer = returned === undefined ? undefined : trace.at(returned);
    return [{ line: made.line, call: trace.at(position), answer }];
  });
}

function orderOf({ call, answer }: Made): number {
  return call.kind === 'send' ? call.seq : (answer?.seq ?? Infinity);
}
