import { expect, test } from 'vitest';
import { countUpTo } from '../../src/trace/group.ts';
import { allRows, filterRows, isFiltered, rowAt } from '../../src/views/calls/rows.ts';
import type { CallFilter } from '../../src/replay/look.ts';
import { connected, oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace } = read(talk);
const rows = allRows(trace);
const kinds = (filter: CallFilter) =>
  Array.from(filterRows(trace, rows, filter).call, (position) => trace.kindAt(position));

test('without a filter the rows are all calls, and the same ones', () => {
  expect(isFiltered({ kinds: [] })).toBe(false);
  expect(filterRows(trace, rows, { kinds: [] })).toBe(rows);
});

test('by kind, by thread, and both', () => {
  expect(new Set(kinds({ kinds: ['recv', 'send'] }))).toEqual(new Set(['recv', 'send']));
  expect(kinds({ thread: 3, kinds: [] })).toEqual(['recv', 'recv', 'send']);
  expect(kinds({ thread: 3, kinds: ['send'] })).toEqual(['send']);
});

test('a connection’s calls are those of both ends, and its accept', () => {
  expect(kinds({ connection: 1, kinds: [] }).toSorted()).toEqual(
    ['accept', 'connect', 'recv', 'recv', 'recv', 'send', 'send', 'send', 'socket'].toSorted(),
  );
});

test('an accept is a connection’s only from its return on: before, nobody can know', () => {
  const own = filterRows(trace, rows, { connection: 1, kinds: ['accept'] });
  expect(trace.kindAt(own.call[0] as number)).toBe('accept');
  expect(trace.kindAt(own.from[0] as number)).toBe('accept.ret');
  const all = filterRows(trace, rows, { connection: 1, kinds: [] });
  expect(Array.from(all.from)).toEqual(Array.from(all.from).sort((a, b) => a - b));
});

test('a fold is of the kind of the calls that it stands for', () => {
  const folded = connected();
  const where = { p: 1, th: 3, s: 3, fd: 24 };
  folded.add('recv.ret', { ...where, re: 25, n: 1, off: 0, u: 'x' });
  folded.add('fold', { ...where, of: 'recv', count: 9, first: 1, last: 2 });
  const own = read(folded).trace;
  const left = filterRows(own, allRows(own), { thread: 3, kinds: ['recv'] });
  expect(Array.from(left.call, (position) => own.kindAt(position))).toEqual(['recv', 'fold']);
});

test('the row of an event is that of its call', () => {
  const call = trace.positionOf(seqOf(talk, { k: 'recv', max: 12 }));
  const answer = trace.ofKind('recv.ret')[1] as number;
  const row = countUpTo(rows.call as Int32Array, call) - 1;
  expect(rowAt(trace, rows, call)).toBe(row);
  expect(rowAt(trace, rows, answer)).toBe(row);
  expect(rowAt(trace, rows, trace.ofKind('out')[0] as number)).toBe(-1);
});

test('in a search’s rows the event that matches leads to its row', () => {
  const answer = trace.ofKind('recv.ret')[1] as number;
  const found = { from: [answer], call: [trace.positionOf(trace.calls[answer] as number)] };
  expect(rowAt(trace, found, answer)).toBe(0);
  expect(rowAt(trace, found, found.call[0] as number)).toBe(-1);
});
