/** Bytes that nobody recorded: known to have been there, and never taken for zeros. */
import { expect, test } from 'vitest';
import { createMessages } from '../../src/scene/messages.ts';
import type { DirectionScene } from '../../src/scene/scene.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { knownBytes, piecesIn, readStream } from '../../src/scene/stream.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { MAIN, encode, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

const CLIENT: readonly [string, number] = ['127.0.0.1', 49152];
const SERVER: readonly [string, number] = ['127.0.0.1', 5050];
const OTHER = { program: 2, thread: 2 } as const;

/** A connection of sockets 2 (client) and 3 (server), then these events. */
function connected(...events: readonly Unnumbered[]): Trace {
  return traceOf([
    { ...MAIN, kind: 'accept', socket: 1, fd: 3 },
    { ...OTHER, kind: 'connect', socket: 2, fd: 3, address: SERVER },
    { ...OTHER, kind: 'connect.ret', socket: 2, fd: 3, call: 2, local: CLIENT, peer: SERVER },
    {
      ...MAIN,
      kind: 'accept.ret',
      socket: 1,
      fd: 4,
      call: 1,
      accepted: 3,
      peer: CLIENT,
      local: SERVER,
    },
    ...events,
  ]);
}

const send = (offset: number, text: string, cut?: number): Unnumbered => {
  const bytes = encode(text);
  const len = bytes.length + (cut ?? 0);
  return { ...OTHER, kind: 'send', socket: 2, fd: 3, len, offset, bytes, ...(cut && { cut }) };
};
const recv = (offset: number, text: string, cut?: number): Unnumbered => {
  const bytes = encode(text);
  const n = bytes.length + (cut ?? 0);
  const of = { ...MAIN, socket: 3, fd: 4, call: 4 } as const;
  return { ...of, kind: 'recv.ret', n, offset, bytes, ...(cut && { cut }) };
};

function upOf(trace: Trace): DirectionScene {
  const { up } = createScenes(trace)(trace.length - 1).connections[0] ?? {};
  if (up === undefined) throw new Error('no connection');
  return up;
}

/** `0 "abc", 9 "z"`: the recorded bytes and where they are. */
function recorded(trace: Trace, from = 0, to = Infinity): string {
  const pieces = [...piecesIn(trace, upOf(trace), from, to)];
  return pieces.map(({ from: at, bytes }) => `${at} "${Buffer.from(bytes).toString()}"`).join(', ');
}

test('what a chunk lacks is counted and not read', () => {
  const trace = connected(send(0, 'abc', 2), send(5, 'fg'));
  const up = upOf(trace);
  expect(knownBytes(up)).toBe(7);
  expect(recorded(trace)).toBe('0 "abc", 5 "fg"');
  expect(Buffer.from(readStream(trace, up, 0, 7)).toString()).toBe('abc');
  expect(readStream(trace, up, 3, 7)).toHaveLength(0);
  expect(Buffer.from(readStream(trace, up, 5, 7)).toString()).toBe('fg');
});

test('what one end lacks, the other may have', () => {
  expect(recorded(connected(send(0, 'ab', 4), recv(0, 'abcd', 2)))).toBe('0 "ab", 2 "cd"');
  expect(recorded(connected(send(0, '', 4), recv(0, 'ab'), recv(2, 'cd')))).toBe('0 "ab", 2 "cd"');
});

test('a hole between chunks is a hole, at the beginning too', () => {
  const trace = connected(send(3, 'de'), send(9, 'jk'));
  expect(recorded(trace)).toBe('3 "de", 9 "jk"');
  expect(recorded(trace, 4, 10)).toBe('4 "e", 9 "j"');
  expect(recorded(trace, 5, 9)).toBe('');
});

test('a gigabyte of which nothing is recorded takes no room', () => {
  const trace = connected(send(0, 'ab', 1e9), recv(0, 'ab', 1e9), send(1e9 + 2, 'z'));
  const up = upOf(trace);
  expect(knownBytes(up)).toBe(1e9 + 3);
  expect(readStream(trace, up, 0, Infinity)).toHaveLength(2);
  expect(recorded(trace)).toBe('0 "ab", 1000000002 "z"');
});

const frames = (trace: Trace) => {
  const position = trace.length - 1;
  const connection = createScenes(trace)(position).connections[0];
  if (connection === undefined) throw new Error('no connection');
  const { frames: list, rest } = createMessages(trace)(connection, position);
  return { list: Array.from({ length: list.length }, (_, n) => list.at(n)), rest };
};

test('a header whose number ended before the cut has its length', () => {
  const { list } = frames(connected(send(0, '5 ', 62), send(64, 'hello')));
  expect(list).toHaveLength(1);
  expect(list[0]?.header).toMatchObject({ length: 5n, cut: 62 });
  expect(list[0]?.payload).toMatchObject({ from: 64, to: 69, text: 'hello' });
});

test('a header whose number may go on behind the cut has no length, and no fault', () => {
  const { list, rest } = frames(connected(send(0, '5', 63), send(64, 'hello')));
  expect(list[0]?.header).toMatchObject({ cut: 63, from: 0, to: 64 });
  expect(list[0]?.header.length).toBeUndefined();
  expect(list[0]?.header.malformed).toBeUndefined();
  expect(list[0]?.payload).toBeUndefined();
  expect(rest).toEqual({ from: 64, to: 69 });
});

test('a header of which nothing is recorded is not called blank', () => {
  const { list } = frames(connected(send(0, '', 64)));
  expect(list[0]?.header).toMatchObject({ cut: 64, parts: [] });
  expect(list[0]?.header.malformed).toBeUndefined();
});

test('where the server’s recvs are recorded, frames go on behind an unknown header', () => {
  const { list, rest } = frames(
    connected(recv(0, '1', 63), recv(64, 'hello world!'), recv(76, '2 ', 62), recv(140, 'hi')),
  );
  expect(list.map((frame) => frame?.payload?.text)).toEqual(['hello world!', 'hi']);
  expect(list[0]?.payload?.missing).toBe(0n);
  expect(rest).toBeUndefined();
});

test('a payload with a hole has no text', () => {
  const { list } = frames(connected(send(0, '5'.padEnd(64)), send(64, 'he', 3)));
  expect(list[0]?.payload).toMatchObject({ from: 64, to: 69, missing: 0n });
  expect(list[0]?.payload?.text).toBeUndefined();
});
