import { expect, test } from 'vitest';
import { CALL_KINDS, isCallKind, MEANWHILE } from '../../src/trace/calls.ts';
import { KINDS } from '../../src/trace/format.ts';

test('a call is what a return answers: the ten of sockets, and input', () => {
  expect(CALL_KINDS.toSorted()).toEqual(
    ['accept', 'bind', 'close', 'connect', 'input', 'listen', 'recv', 'send', 'setsockopt'].concat([
      'shutdown',
      'socket',
    ]),
  );
});

test('neither a return, nor a failure, nor being held, nor a line is a call', () => {
  const others = KINDS.filter((kind) => !isCallKind(kind));
  expect(others).toHaveLength(KINDS.length - 11);
  expect(others).toEqual(expect.arrayContaining(['recv.ret', 'recv.err', 'held', 'fold', 'line']));
});

test('what comes while a thread is in its call begins none', () => {
  expect([...MEANWHILE].filter(isCallKind)).toEqual([]);
});
