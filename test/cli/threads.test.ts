import { expect, test } from 'vitest';
import { findThread, findThreads } from '../../server/cli/threads.ts';
import { Misuse } from '../../server/cli/outcome.ts';
import { traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

/** A program with its main thread and one of the name that Python gives. */
function program(number: number, name: string, role: 'server' | 'client'): readonly Unnumbered[] {
  const main = { program: number, thread: number * 10 };
  const child = { program: number, thread: number * 10 + 1 };
  const called = 'Thread-1 (handle_client)';
  return [
    { kind: 'prog.start', program: number, name, role, argv: [] },
    { kind: 'thread.run', ...main, name: 'MainThread', tid: 1 },
    { kind: 'thread.start', ...main, child: child.thread, name: called },
    { kind: 'thread.run', ...child, name: called, tid: 2 },
  ];
}

const trace = traceOf([
  ...program(1, 'server', 'server'),
  ...program(2, 'client-1', 'client'),
  ...program(3, 'server', 'server'),
]);

test.each([
  ['11', [11]],
  [' 20 ', [20]],
  ['C1', [20]],
  ['c1t1', [21]],
  ['client-1', [20]],
  ['Client-1 thread-1', [21]],
  ['T1', [11, 31]],
  ['Thread-1', [11, 31]],
  ['MainThread', [10, 30]],
])('%s means %j', (asked, ids) => {
  expect(findThreads(trace, asked)).toEqual(ids);
});

test('one that is not there is misuse; the sentence lists those that are', () => {
  const find = () => findThreads(trace, 'T7');
  expect(find).toThrow(Misuse);
  expect(find).toThrow(
    'This recording has no thread "T7": it has M (MainThread, number 10), ' +
      'T1 (Thread-1, number 11), C1 (client-1, number 20), C1T1 (client-1 Thread-1, number 21), ' +
      'M (MainThread, number 30), T1 (Thread-1, number 31).',
  );
});

test('of many threads a dozen are listed and the others counted', () => {
  const many = Array.from({ length: 10 }, (_, n) => program(n + 1, 'server', 'server')).flat();
  expect(() => findThreads(traceOf(many), 'T7')).toThrow(/ and 8 more\.$/);
});

test('a recording without threads says so', () => {
  expect(() => findThreads(traceOf([]), 'T1')).toThrow('it has none.');
});

test('where one is needed, a name of several says their numbers', () => {
  expect(findThread(trace, 'C1')).toBe(20);
  expect(() => findThread(trace, 'T1')).toThrow(
    '"T1" is the name of 2 threads: give the number of one, 11, 31.',
  );
});
