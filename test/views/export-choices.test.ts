import { expect, test } from 'vitest';
import {
  connectionsOf,
  momentsOf,
  REACHES,
  scopeOf,
  threadsOf,
} from '../../src/views/export/choices.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const { trace, last } = read(oneMessage());
const rank = (position: number): number => position + 1;

test('connections are named by who called', () => {
  expect(connectionsOf(trace)).toEqual([{ id: 1, name: '1 · from 127.0.0.1:58994' }]);
});

test('threads are named as on their lanes', () => {
  expect(threadsOf(last).map(({ name }) => name)).toContain('T1 · Thread-1 (handle_client)');
  expect(threadsOf({ threads: [] })).toEqual([]);
});

test('moments are the first event, the markers, the playhead and the last', () => {
  const marks = [{ position: 4, title: 'Now\u202e' }];
  expect(momentsOf(trace, { marks, playhead: 9, rank })).toEqual([
    { id: 'first', seq: undefined, name: 'the first event' },
    { id: 'mark-0', seq: trace.seqs[4], name: '“Now‹U+202E›” · event 5' },
    { id: 'playhead', seq: trace.seqs[9], name: 'the playhead · event 10' },
    { id: 'last', seq: undefined, name: 'the last event' },
  ]);
});

test('a playhead before the first event, and a marker beyond the last, are no moments', () => {
  const marks = [{ position: trace.length, title: 'Later' }];
  expect(momentsOf(trace, { marks, playhead: -1, rank }).map(({ id }) => id)).toEqual([
    'first',
    'last',
  ]);
});

test('of all that was picked only what is asked for counts', () => {
  const all = { connection: 2, thread: 3, from: 4, to: 5 };
  expect(REACHES.map((reach) => scopeOf(reach, all))).toEqual([
    {},
    { connection: 2 },
    { thread: 3 },
    { from: 4, to: 5 },
  ]);
});
