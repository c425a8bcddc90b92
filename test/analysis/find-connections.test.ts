import { expect, test } from 'vitest';
import { connectionAt, connectionColumn, inside } from '../../src/analysis/find-connections.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { connected, oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());
const LISTENER = ['127.0.0.1', 5050];

/** Kinds of the events about a connection, in order. */
function about(of: Trace, connection: number): readonly string[] {
  const column = connectionColumn(of);
  return Array.from(column.keys())
    .filter((at) => column[at] === connection)
    .map((at) => of.kindAt(at));
}

/** A second client, seen by the server only, whose handler is thread 9. */
function twoClients(): Trace {
  const talk = connected();
  const main = { p: 1, th: 1 };
  const peer = ['10.0.0.7', 40_000];
  const call = talk.add('accept', { ...main, s: 1, fd: 20 });
  talk.add('accept.ret', { ...main, re: call, s: 1, s2: 8, fd: 26, peer, local: LISTENER });
  talk.add('thread.start', { ...main, child: 9, name: 'Thread-2 (handle_client)' });
  talk.add('thread.run', { p: 1, th: 9, name: 'Thread-2 (handle_client)', tid: 5 });
  talk.add('out', { p: 1, th: 9, stream: 'stdout', text: 'hello\n' });
  talk.add('recv', { p: 1, th: 9, s: 8, fd: 26, max: 64 });
  talk.add('accept', { ...main, s: 1, fd: 20 });
  return parseTrace(talk.bytes()).trace;
}

test('both ends’ socket calls are about the connection, its accept too', () => {
  const kinds = about(trace, 1);
  expect(kinds).toEqual(expect.arrayContaining(['connect', 'accept.ret', 'send', 'recv.ret']));
});

test('what a handler does before its first recv is about its connection', () => {
  const two = twoClients();
  expect(about(two, 2)).toEqual(['accept.ret', 'thread.start', 'thread.run', 'out', 'recv']);
});

test('what the main thread does before and between its accepts is about none', () => {
  const column = connectionColumn(trace);
  const own = [...trace.ofThread(1)].filter((at) => column[at] === 0);
  expect(own.map((at) => trace.kindAt(at))).toEqual([
    ...['thread.run', 'out', 'socket', 'socket.ret', 'bind', 'bind.ret', 'listen', 'listen.ret'],
    ...['accept', 'accept'],
  ]);
});

test('a client’s socket() is about the connection that it is for', () => {
  const socket = trace.ofKind('socket')[1] as number;
  expect(connectionColumn(trace)[socket]).toBe(1);
});

test('the connection at the playhead is the last that an event was about', () => {
  const two = twoClients();
  expect(connectionAt(two, two.length - 1)).toBe(2);
  expect(connectionAt(two, two.ofKind('recv')[0] as number)).toBe(1);
  expect(connectionAt(two, 3)).toBeUndefined();
});

test('a part is a thread, a connection, both or all', () => {
  const count = (within: Parameters<typeof inside>[1]) =>
    Array.from(trace.kinds.keys()).filter(inside(trace, within)).length;
  expect(count({})).toBe(trace.length);
  expect(count({ thread: 3 })).toBe(trace.ofThread(3).length);
  expect(count({ connection: 1 })).toBe(about(trace, 1).length);
  expect(count({ connection: 1, thread: 3 })).toBe(trace.ofThread(3).length);
  expect(count({ connection: 7 })).toBe(0);
});
