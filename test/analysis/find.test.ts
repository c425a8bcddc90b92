import { describe, expect, test } from 'vitest';
import { nextMatch, PREDICATES, predicateOf, previousMatch } from '../../src/analysis/find.ts';
import type { Predicate } from '../../src/analysis/find.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { connected, oneMessage } from '../support/conversation.ts';
import type { Conversation } from '../support/conversation.ts';

const C1 = { p: 2, th: 2, s: 2, fd: 22 };
const T1 = { p: 1, th: 3, s: 3, fd: 24 };

function read(talk: Conversation): Trace {
  return parseTrace(talk.bytes()).trace;
}
const of = (id: string): Predicate => predicateOf(id) as Predicate;

/** The numbers of the events that a predicate finds. */
function found(talk: Conversation, id: string): readonly number[] {
  const trace = read(talk);
  return [...of(id).positions(trace)].map((position) => trace.seqs[position] as number);
}

/** A send whose bytes are the same letter all over. */
function send(talk: Conversation, len: number, off: number): void {
  const call = talk.add('send', { ...C1, len, off, u: 'x'.repeat(len) });
  talk.add('send.ret', { ...C1, re: call, n: len });
}

function recv(talk: Conversation, max: number, n: number, off: number, us = 20, queued?: number) {
  const call = talk.add('recv', { ...T1, max, queued });
  return talk.add('recv.ret', { ...T1, re: call, n, off, u: 'x'.repeat(n) }, us);
}

/** `connected`, with its open recv answered by the first byte of the stream. */
function firstByteTaken(): Conversation {
  const talk = connected();
  const call = talk.add('send', { ...C1, len: 1, off: 0, u: 'x' });
  talk.add('recv.ret', { ...T1, re: call - 1, n: 1, off: 0, u: 'x' });
  talk.add('send.ret', { ...C1, re: call, n: 1 });
  return talk;
}

describe('each predicate finds the event at which it can be seen', () => {
  test('a recv that got less than its max, not one that got all or the end', () => {
    const talk = firstByteTaken();
    send(talk, 10, 1);
    const short = recv(talk, 64, 4, 1);
    recv(talk, 6, 6, 5);
    recv(talk, 64, 0, 11);
    expect(found(talk, 'short-recv').slice(1)).toEqual([short]);
  });

  test('a recv waited where the queue was measured empty, or where it took long', () => {
    const talk = firstByteTaken();
    send(talk, 40, 1);
    const empty = recv(talk, 10, 10, 1, 20, 0);
    recv(talk, 10, 10, 11, 9000, 10);
    recv(talk, 10, 10, 21, 20);
    const long = recv(talk, 10, 10, 31, 9000);
    expect(found(talk, 'waited-recv').slice(1)).toEqual([empty, long]);
  });

  test('the end of a stream was waited for only where that took time', () => {
    const talk = firstByteTaken();
    recv(talk, 10, 0, 1, 20, 0);
    const slow = recv(talk, 10, 0, 1, 2000, 0);
    expect(found(talk, 'waited-recv').slice(1)).toEqual([slow]);
    expect(found(talk, 'end')).toHaveLength(2);
  });

  test('bytes found waiting are those that FIONREAD counted at the call', () => {
    const talk = firstByteTaken();
    send(talk, 20, 1);
    const ready = recv(talk, 10, 10, 1, 20, 20);
    recv(talk, 10, 10, 11, 20, 0);
    expect(found(talk, 'ready-recv')).toEqual([ready]);
  });

  test('a recv with bytes of two sends', () => {
    const talk = firstByteTaken();
    send(talk, 5, 1);
    send(talk, 5, 6);
    const both = recv(talk, 8, 8, 1);
    recv(talk, 2, 2, 9);
    expect(found(talk, 'merged')).toEqual([both]);
  });

  test('a send taken by several recvs is found once, at its second part', () => {
    const talk = firstByteTaken();
    send(talk, 9, 1);
    recv(talk, 3, 3, 1);
    const second = recv(talk, 3, 3, 4);
    recv(talk, 3, 3, 7);
    expect(found(talk, 'split')).toEqual([second]);
  });

  test('whole sends taken by one recv each are neither merged nor split', () => {
    expect(found(oneMessage(), 'merged')).toEqual([]);
    expect(found(oneMessage(), 'split')).toEqual([]);
  });

  test('a send that failed has given nothing to merge', () => {
    const talk = firstByteTaken();
    const failed = talk.add('send', { ...C1, len: 3, off: 1, u: 'xxx' });
    const why = { name: 'EAGAIN', number: 11, message: 'Try again' };
    talk.add('send.err', { p: 2, th: 2, s: 2, re: failed, ...why });
    send(talk, 5, 1);
    recv(talk, 8, 5, 1);
    expect(found(talk, 'merged')).toEqual([]);
  });

  test('40 ms pass between a send and the recv that waits for it', () => {
    const talk = oneMessage();
    const trace = read(talk);
    const [stall] = found(talk, 'stall');
    expect(trace.at(trace.positionOf(stall ?? 0))).toMatchObject({ kind: 'recv.ret', n: 12 });
  });

  test('a client that thinks for 40 ms before it sends is no stall', () => {
    const talk = firstByteTaken();
    const call = talk.add('recv', { ...T1, max: 5, queued: 0 });
    talk.add('send', { ...C1, len: 5, off: 1, u: 'xxxxx' }, 41_000);
    talk.add('recv.ret', { ...T1, re: call, n: 5, off: 1, u: 'xxxxx' });
    expect(found(talk, 'stall')).toEqual([]);
  });

  test('a message begins where the server takes what it reads as a header', () => {
    const trace = read(oneMessage());
    const list = [...of('message').positions(trace)].map((position) => trace.at(position));
    expect(list).toMatchObject([{ kind: 'recv.ret', n: 64 }]);
  });

  test('a send that the kernel took in part', () => {
    const talk = firstByteTaken();
    const call = talk.add('send', { ...C1, len: 9, off: 1, u: 'x'.repeat(9) });
    const partly = talk.add('send.ret', { ...C1, re: call, n: 4 });
    expect(found(talk, 'short-send')).toEqual([partly]);
  });

  test('a call failed where an error came back, but not where wirestep’s stop woke it', () => {
    const talk = connected();
    const who = { p: 1, th: 3, s: 3, fd: 24, re: 25 };
    const reset = { name: 'ECONNRESET', number: 104, message: 'Connection reset by peer' };
    const failed = talk.add('recv.err', { ...who, ...reset });
    const next = talk.add('recv', { ...T1, max: 64 });
    const stopped = { name: 'STOPPED', number: 0, message: 'stopped' };
    talk.add('recv.err', { ...who, re: next, ...stopped });
    expect(found(talk, 'failed')).toEqual([failed]);
  });

  test('threads, connections and output are found by their events', () => {
    const talk = oneMessage();
    const death = { name: 'ValueError', message: 'invalid literal', f: 1, l: 9 };
    const died = talk.add('thread.err', { p: 1, th: 3, ...death });
    expect(found(talk, 'died')).toEqual([died]);
    expect(found(talk, 'thread')).toHaveLength(3);
    expect(found(talk, 'connection')).toHaveLength(1);
    expect(found(talk, 'output')).toHaveLength(4);
  });
});

describe('going to matches', () => {
  const trace = read(oneMessage());
  const output = of('output');

  test('next and previous leave out where one is', () => {
    const [first = -1, second = -1] = output.positions(trace);
    expect(nextMatch(trace, output, -1)).toBe(first);
    expect(nextMatch(trace, output, first)).toBe(second);
    expect(previousMatch(trace, output, second)).toBe(first);
    expect(previousMatch(trace, output, first)).toBeUndefined();
    expect(nextMatch(trace, output, trace.length)).toBeUndefined();
  });

  test('one thread’s, or one connection’s, when that is asked for', () => {
    const own = nextMatch(trace, output, -1, { thread: 3 }) ?? -1;
    expect(trace.at(own)).toMatchObject({
      thread: 3,
      text: expect.stringMatching(/NEW CONNECTION/) as string,
    });
    expect(nextMatch(trace, output, -1, { connection: 1 })).toBe(own);
    expect(previousMatch(trace, output, own, { connection: 1 })).toBeUndefined();
  });

  test('every predicate has an id, a title and a sentence of its own', () => {
    for (const key of ['id', 'title', 'means'] as const) {
      expect(new Set(PREDICATES.map((each) => each[key])).size).toBe(PREDICATES.length);
    }
    for (const { means } of PREDICATES) expect(means).toMatch(/^[A-Z0-9a-z].*\.$/);
    expect(predicateOf('nothing')).toBeUndefined();
  });
});
