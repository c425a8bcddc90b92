import { describe, expect, test } from 'vitest';
import { callLine, callPositions, cutCall, duration } from '../../src/views/calls/calls.ts';
import { filterWords, searchWords } from '../../src/views/calls/state-words.ts';
import { connected, oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace } = read(talk);
const lineOf = (wanted: Readonly<Record<string, unknown>>, nth = 1) =>
  callLine(trace, trace.positionOf(seqOf(talk, wanted, nth)), trace.length);

describe('calls', () => {
  test('every call is one line: entry, result and time together', () => {
    const line = lineOf({ k: 'recv', max: 12 });
    expect(line).toMatchObject({ call: 'recv(24, ≤12)', result: 'got 12', took: '41.0 ms' });
  });

  test('a call that has not returned at the playhead has no result', () => {
    const position = trace.positionOf(seqOf(talk, { k: 'recv', max: 12 }));
    expect(callLine(trace, position, position)).not.toHaveProperty('result');
    expect(callLine(trace, position, position).bytes).toBeUndefined();
  });

  test('a line shows the bytes that the call gave or took', () => {
    expect(lineOf({ k: 'send', len: 64 }).bytes).toBe('"12"…');
    expect(lineOf({ k: 'recv', max: 12 }).bytes).toBe('"Hello World!"');
    expect(lineOf({ k: 'listen' }).bytes).toBeUndefined();
  });

  test('a recv that found an empty queue waited until its return: derived', () => {
    expect(lineOf({ k: 'recv', max: 12 }).wait).toMatchObject({ ns: 41e6, basis: 'derived' });
    expect(lineOf({ k: 'send', len: 64 }).wait).toBeUndefined();
  });

  test('the kernel’s word makes a wait measured', () => {
    const held = connected();
    const kernel = { state: 'S', syscall: 'recvfrom', args: [] };
    held.add('kernel', { p: 1, th: 3, re: 25, ...kernel }, 20_000);
    held.add('recv.ret', { p: 1, th: 3, s: 3, fd: 24, re: 25, n: 1, off: 0, u: 'x' });
    const own = read(held).trace;
    const { wait } = callLine(own, own.positionOf(25), own.length);
    expect(wait).toMatchObject({ basis: 'measured' });
  });

  test('accept waited for a client, a quick socket() did not wait', () => {
    expect(lineOf({ k: 'accept' }).wait).toMatchObject({ basis: 'derived' });
    expect(lineOf({ k: 'socket' }).wait).toBeUndefined();
  });

  test('positions are those of calls alone, found once', () => {
    const kinds = [...callPositions(trace)].map((position) => trace.kindAt(position));
    expect(new Set(kinds)).toEqual(
      new Set(['socket', 'bind', 'listen', 'accept', 'connect', 'recv', 'send']),
    );
    expect(callPositions(trace)).toBe(callPositions(trace));
  });

  test.each([
    ['recv(24, ≤64)', 'recv(24', ', ≤64)'],
    ['connect(22, 127.0.0.1:5050)', 'connect(22, 127.0.', '0.1:5050)'],
    ['accept(20)', 'accept(', '20)'],
    ['socket()', 'socket(', ')'],
  ])('%s keeps its end where room is short', (call, head, tail) => {
    expect(cutCall(call)).toEqual([head, tail]);
  });

  test.each([
    [900, '1 µs'],
    [1_204_000, '1.2 ms'],
    [2_500_000_000, '2.50 s'],
  ])('%d ns is %s', (ns, text) => expect(duration(ns)).toBe(text));
});

describe('what the list says', () => {
  const search = { busy: false, progress: 1 };

  test('a search says how it was understood and what has been found so far', () => {
    expect(searchWords('0d 0a', { search, happened: 3 })).toBe('bytes 0d 0a: 3 so far');
    expect(searchWords('Hello', { search, happened: 0 })).toBe('text: none so far');
    expect(searchWords(' ', { search, happened: 9 })).toBe('');
  });

  test('a search that goes on says how far it is', () => {
    const busy = { busy: true, progress: 0.409 };
    expect(searchWords('Hello', { search: busy, happened: 3 })).toBe('text: searching… 40 %');
  });

  test('a filter says what it leaves', () => {
    const threads = [{ id: 3, badge: 'T1' }];
    expect(filterWords(threads, { thread: 3, kinds: ['recv', 'send'] })).toBe(
      'only T1 · recv, send',
    );
    expect(filterWords(threads, { connection: 2, kinds: [] })).toBe('only connection 2');
    expect(filterWords(threads, { kinds: [] })).toBe('');
  });
});
