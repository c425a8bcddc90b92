import { describe, expect, test } from 'vitest';
import type { ThreadScene } from '../../src/scene/scene.ts';
import { findThreads, MOST_FOUND } from '../../src/views/lanes/find-threads.ts';
import { foldLine, pickLanes } from '../../src/views/lanes/fold.ts';
import { laneName, laneState } from '../../src/views/lanes/lane-words.ts';
import { outsideLine } from '../../src/views/lanes/outside.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace, scene, last } = read(talk);

const thread = (id: number, more: Partial<ThreadScene> = {}): ThreadScene => ({
  id,
  program: 1,
  name: `Thread-${id} (handle_client)`,
  badge: `T${id}`,
  state: 'blocked',
  locals: [],
  ...more,
});
const sixty = Array.from({ length: 60 }, (_, at) =>
  thread(at + 1, at % 3 === 0 ? { state: 'finished' } : {}),
);
const many = { ...last, threads: sixty };
const nothing = { selected: undefined, pins: [], followed: undefined };
const ids = (threads: readonly ThreadScene[]): readonly number[] => threads.map(({ id }) => id);

describe('who has a lane', () => {
  test('clients come first', () => {
    const { shown, folded } = pickLanes(trace, last, nothing);
    expect(shown.map(({ badge }) => badge)).toEqual(['C1', 'M', 'T1']);
    expect(folded).toEqual([]);
  });

  test('six of sixty: the selected one, those that did something last, then the youngest alive', () => {
    const { shown, folded } = pickLanes(trace, many, { ...nothing, selected: 50 });
    expect(ids(shown)).toEqual([1, 2, 3, 50, 59, 60]);
    expect(folded).toHaveLength(54);
  });

  test('a pinned thread keeps its lane whatever happens, beyond six too', () => {
    const pins = [30, 31, 32, 33, 34, 35, 36];
    const { shown } = pickLanes(trace, many, { ...nothing, pins, selected: 2 });
    expect(ids(shown)).toEqual([2, ...pins]);
  });

  test('a pin of a thread that is not there yet does nothing', () => {
    expect(ids(pickLanes(trace, many, { ...nothing, pins: [99] }).shown)).not.toContain(99);
  });

  test('the threads of the followed connection come first', () => {
    const followed = last.connections[0];
    const { shown } = pickLanes(trace, last, { ...nothing, followed });
    expect(shown.map(({ badge }) => badge)).toEqual(['C1', 'T1', 'M']);
  });

  test('before its handler reads it, a followed connection has the client only', () => {
    const before = scene(seqOf(talk, { k: 'recv', max: 64 }) - 1);
    const followed = last.connections[0];
    const { shown } = pickLanes(trace, before, { ...nothing, followed });
    expect(shown.map(({ badge }) => badge)).toEqual(['C1', 'M', 'T1']);
  });
});

describe('the others', () => {
  test('are counted by what they do, the largest number first', () => {
    const { folded } = pickLanes(trace, many, { ...nothing, selected: 50 });
    expect(foldLine(folded)).toBe('54 more: 35 blocked, 19 finished');
  });

  test('are found by every word of their badge, name or state', () => {
    const found = (asked: string) =>
      findThreads(sixty, last.programs, asked).map((each) => each.thread.id);
    expect(found('thread-41')).toEqual([41]);
    expect(found('T7 BLOCKED')).toEqual([]);
    expect(found('t7 finished')).toEqual([7]);
    expect(found('  ')).toHaveLength(MOST_FOUND);
    expect(found('nobody')).toEqual([]);
  });

  test('are found by whose they are', () => {
    const who = ({ id }: ThreadScene) => (id === 41 ? 'Ada' : undefined);
    const found = findThreads(sixty, last.programs, 'ada', who);
    expect(found.map(({ name }) => name)).toEqual(['Thread-41 · Ada']);
  });
});

describe('a lane says', () => {
  const call = { call: 'recv', seq: 7, at: 0 } as const;

  test.each([
    [thread(1, { call }), 7, 'entering recv'],
    [thread(1, { call }), 8, 'blocked in recv'],
    [thread(1, { call: { ...call, call: 'input' } }), 8, 'waits for Enter'],
    [thread(1), 8, 'blocked'],
    [
      thread(1, { state: 'died', error: { name: 'ValueError', message: '' } }),
      8,
      'died: ValueError',
    ],
    [thread(1, { state: 'held' }), 8, 'held by wirestep'],
    [thread(1, { state: 'new' }), 8, 'not running yet'],
    [thread(1, { state: 'finished' }), 8, 'finished'],
    [thread(1, { state: 'running' }), 8, 'running'],
    [
      thread(1, { state: 'running', line: { file: 1, line: 3, function: 'start' } }),
      8,
      'running start',
    ],
  ])('what its thread does: %#', (of, seq, words) => {
    expect(laneState(of, seq)).toBe(words);
  });

  test('before which call it is held, where that is known', () => {
    expect(laneState(thread(1, { state: 'held' }), 8, 'recv')).toBe('held before recv');
    expect(laneState(thread(1, { call }), 8, 'recv')).toBe('blocked in recv');
  });

  test('the program of a client, and a thread without its target', () => {
    const names = last.threads.map((each) => laneName(each, last.programs));
    expect(names).toEqual(['MainThread', 'client-1', 'Thread-1']);
  });

  test('no character that could hide or turn the text', () => {
    const died = { state: 'died', error: { name: 'E\u202eror', message: '' } } as const;
    expect(laneState(thread(1, died), 8)).toBe('died: E‹U+202E›ror');
    expect(laneName(thread(1, { name: 'a\u0007b' }), [])).toBe('a␇b');
  });
});

test('clients that are not recorded are named: no lane can show them', () => {
  expect(outsideLine(last.connections)).toBeUndefined();
  const client = (port: number) => ({
    ...(last.connections[0] as (typeof last.connections)[number]),
    outside: true,
    clientAddress: ['10.0.0.1', port] as const,
  });
  expect(outsideLine([client(1), client(2)])).toBe(
    'Not recorded here, so without a lane: 10.0.0.1:1, 10.0.0.1:2',
  );
  expect(outsideLine([1, 2, 3, 4, 5, 6].map(client))).toMatch(/10\.0\.0\.1:3, .*:6 and 2 earlier$/);
});
