/** What the scene is of a capture: connections and bytes, and nothing that nobody saw. */
import { expect, test } from 'vitest';
import { createScenes } from '../../src/scene/scenes.ts';
import { standIns } from '../../src/scene/stand-ins.ts';
import type { TraceHeader } from '../../src/trace/format-header.ts';
import { encode, HEADER, traceOf } from '../trace/support.ts';

const imported: TraceHeader['imported'] = {
  from: 'capture',
  tool: 'dumpcap',
  missing: ['calls', 'threads', 'queues', 'source', 'terminals'],
};
const programs: TraceHeader['programs'] = [
  { p: 1, role: 'server', name: 'server' },
  { p: 2, role: 'client', name: 'client-1' },
  { p: 3, role: 'client', name: 'client-2' },
];
const HEAD: TraceHeader = { ...HEADER, imported, programs };
const SERVER = ['10.0.0.2', 5050] as const;
const [first, second] = [
  ['10.0.0.1', 1],
  ['10.0.0.1', 2],
] as const;
const end = (program: number, n: number) => ({ program, thread: n, socket: n }) as const;
const send = (program: number, n: number, offset: number, text: string) =>
  ({
    kind: 'send',
    ...end(program, n),
    fd: 0,
    len: text.length,
    offset,
    bytes: encode(text),
  }) as const;

const trace = traceOf(
  [
    { kind: 'connection', ...end(2, 1), accepted: 2, local: first, peer: SERVER },
    send(2, 1, 0, 'hello'),
    { kind: 'connection', ...end(3, 3), accepted: 4, local: second, peer: SERVER },
    send(1, 2, 0, 'reply'),
    send(1, 4, 0, 'too'),
    { kind: 'connection.end', ...end(2, 1), how: 'FIN' },
    { kind: 'connection.end', ...end(1, 4), how: 'RST' },
  ],
  HEAD,
);
const sceneAt = createScenes(trace);

test('connections are numbered as they came, both ends inside', () => {
  expect(sceneAt(1).connections.map(({ id }) => id)).toEqual([1]);
  expect(sceneAt(6).connections).toMatchObject([
    { id: 1, client: 1, server: 2, clientAddress: first, serverAddress: SERVER, outside: false },
    { id: 2, client: 3, server: 4, clientAddress: second, serverAddress: SERVER, outside: false },
  ]);
});

test('what was sent is known, what was taken and what waits is not', () => {
  const [one, two] = sceneAt(6).connections;
  expect(one?.up).toMatchObject({ sent: 5, taken: undefined, waiting: undefined, ended: false });
  expect(one?.down).toMatchObject({ sent: 5, taken: undefined });
  expect(two?.up).toMatchObject({ sent: 0, taken: undefined });
});

test('a thread that stands in is never running and never blocked', () => {
  for (let position = 0; position < trace.length; position++) {
    for (const { state, call, line, locals } of sceneAt(position).threads)
      expect({ state, call, line, locals }).toEqual({ state: 'not recorded', locals: [] });
  }
});

test('stand-ins are called by their programs and connections', () => {
  const named = sceneAt(6).threads.map(({ badge, name }) => `${badge} ${name}`);
  expect(named).toEqual([
    'C1 client-1',
    'C2 client-2',
    'S1 server (connection 1)',
    'S2 server (connection 2)',
  ]);
});

test('sockets are connected until their end is seen, and know both addresses', () => {
  const socket = (position: number, id: number) =>
    sceneAt(position).sockets.find((one) => one.id === id);
  expect(socket(0, 1)).toMatchObject({
    program: 2,
    state: 'connected',
    local: first,
    peer: SERVER,
  });
  expect(socket(0, 2)).toMatchObject({
    program: 1,
    state: 'connected',
    local: SERVER,
    peer: first,
  });
  expect(socket(6, 1)?.state).toBe('closed');
  expect(socket(6, 2)?.state).toBe('connected');
  expect(socket(6, 4)?.state).toBe('closed');
});

test('a socket that never sent belongs to the server all the same', () => {
  const silent = traceOf(
    [{ kind: 'connection', ...end(2, 1), accepted: 2, local: first, peer: SERVER }],
    HEAD,
  );
  expect(createScenes(silent)(0).sockets).toMatchObject([{ program: 2 }, { id: 2, program: 1 }]);
});

test('recorded threads are nobody’s stand-ins', () => {
  const own = traceOf([{ kind: 'thread.run', program: 1, thread: 1, name: 'MainThread', tid: 1 }]);
  expect(standIns(own).size).toBe(0);
});
