import { describe, expect, test } from 'vitest';
import { callLine, callPositions, duration } from '../../src/views/calls/calls.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace } = read(talk);

describe('calls', () => {
  test('every call is one line: entry, result and time together', () => {
    const seq = seqOf(talk, { k: 'recv', max: 12 });
    const line = callLine(trace, trace.positionOf(seq), trace.length);
    expect(line).toMatchObject({ call: 'recv(24, ≤12)', result: 'got 12', took: '41.0 ms' });
  });

  test('a call that has not returned at the playhead has no result', () => {
    const position = trace.positionOf(seqOf(talk, { k: 'recv', max: 12 }));
    expect(callLine(trace, position, position)).not.toHaveProperty('result');
  });

  test('positions are those of calls alone', () => {
    const kinds = [...callPositions(trace)].map((position) => trace.kindAt(position));
    expect(new Set(kinds)).toEqual(
      new Set(['socket', 'bind', 'listen', 'accept', 'connect', 'recv', 'send']),
    );
  });

  test.each([
    [900, '1 µs'],
    [1_204_000, '1.2 ms'],
    [2_500_000_000, '2.50 s'],
  ])('%d ns is %s', (ns, text) => expect(duration(ns)).toBe(text));
});
