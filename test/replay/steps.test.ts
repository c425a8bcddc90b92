import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { connectionColumn } from '../../src/analysis/find-connections.ts';
import { Steps } from '../../src/replay/steps.ts';
import type { Unit } from '../../src/replay/steps.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';
import { MAIN, traceOf } from '../trace/support.ts';

const OTHER = { program: 1, thread: 2 } as const;
const SOCKET = { ...MAIN, socket: 1, fd: 3 } as const;
const BYTES = Uint8Array.of(1, 2);

/** Position and kind are written beside each event: the tests below name positions. */
const trace = traceOf([
  { kind: 'file', program: 1, file: 1, path: 'a.py', language: 'python', source: '' }, // 0
  { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 1 }, // 1
  { kind: 'marker', text: 'begins', call: 2 }, // 2
  { kind: 'line', ...MAIN, file: 1, line: 1, function: 'f' }, // 3
  { kind: 'send', ...SOCKET, len: 2, offset: 0, bytes: BYTES }, // 4
  { kind: 'thread.run', ...OTHER, name: 'Thread-1 (f)', tid: 2 }, // 5
  { kind: 'send.ret', ...SOCKET, call: 5, n: 2 }, // 6
  { kind: 'recv', ...SOCKET, max: 64 }, // 7
  { kind: 'line', ...OTHER, file: 1, line: 2, function: 'g' }, // 8
  { kind: 'recv.ret', ...SOCKET, call: 8, n: 0, offset: 0, bytes: new Uint8Array(0) }, // 9
  { kind: 'marker', text: 'nearly over' }, // 10
  { kind: 'thread.exit', ...OTHER }, // 11
  { kind: 'end' }, // 12
]);
const steps = new Steps(trace);

/** Every place that Forward stops at, from before the first event. */
function forward(unit: Unit, thread?: number): readonly number[] {
  const places: number[] = [];
  for (let at = steps.next(-1, unit, { thread }); at !== places.at(-1) && at >= 0;) {
    places.push(at);
    at = steps.next(at, unit, { thread });
  }
  return places;
}

test.each<[Unit, number | undefined, number[]]>([
  ['event', undefined, [1, 3, 4, 5, 6, 7, 8, 9, 11]],
  ['event', 1, [1, 3, 4, 6, 7, 9]],
  ['event', 2, [5, 8, 11]],
  ['call', undefined, [4, 7]],
  ['call', 2, []],
  ['message', undefined, [4]],
  ['line', undefined, [3, 8]],
  ['line', 2, [8]],
  ['marker', undefined, [1, 9]],
  ['marker', 2, [1, 9]],
])('forward by %s in thread %s stops at %j', (unit, thread, places) => {
  expect(forward(unit, thread)).toEqual(places);
});

test.each<[Unit, number | undefined]>([
  ['event', undefined],
  ['event', 2],
  ['call', undefined],
  ['line', 1],
  ['marker', undefined],
])('back by %s in thread %s goes the same way, to before the first', (unit, thread) => {
  const places = forward(unit, thread).toReversed();
  const back = places.map((place) => steps.previous(place, unit, { thread }));
  expect(back).toEqual([...places.slice(1), -1]);
});

test('sources, notes, markers and the end are no stops', () => {
  for (const position of [0, 2, 10, 12]) expect(forward('event')).not.toContain(position);
});

test('from between two places a step goes to the next or the one before', () => {
  expect(steps.next(5, 'call')).toBe(7);
  expect(steps.previous(5, 'call')).toBe(4);
});

test('at the last place forward stays, before the first back stays', () => {
  expect(steps.next(11, 'event')).toBe(11);
  expect(steps.next(7, 'call')).toBe(7);
  expect(steps.previous(-1, 'event')).toBe(-1);
  expect(steps.previous(1, 'event')).toBe(-1);
});

test('a marker stands for the event it names; one that names none for the stop before it', () => {
  expect(forward('marker')).toEqual([1, 9]);
});

test('places that are given as marks stand for the trace’s own markers', () => {
  const marked = new Steps(trace, [4, 8]);
  expect([-1, 4, 8].map((position) => marked.next(position, 'marker'))).toEqual([4, 8, 8]);
  expect(marked.previous(8, 'marker', { thread: 2 })).toBe(4);
});

test('in one connection steps stop at the events about it alone', () => {
  const talk = parseTrace(oneMessage().bytes()).trace;
  const own = new Steps(talk);
  const column = connectionColumn(talk);
  const list = Array.from(own.list('event', { connection: 1 }));
  expect(list.length).toBeGreaterThan(20);
  expect(new Set(list.map((position) => column[position]))).toEqual(new Set([1]));
  const calls = Array.from(own.list('call', { connection: 1 }), (at) => talk.kindAt(at));
  expect(calls).toEqual(['socket', 'connect', 'recv', 'send', 'send', 'recv', 'recv', 'send']);
  expect(own.list('event', { connection: 1, thread: 1 })).not.toContain(list.at(-1));
});

test('the list of a unit is made once', () => {
  expect(steps.list('call', { thread: 1 })).toBe(steps.list('call', { thread: 1 }));
  expect(steps.list('call')).not.toBe(steps.list('call', { thread: 1 }));
});

test('the rank counts stops from 1; between stops it is that of the one before', () => {
  expect([-1, 0, 1, 2, 3, 12].map((position) => steps.rank(position))).toEqual([0, 0, 1, 1, 2, 9]);
});

test('rank and position of a stop are each other’s inverse', () => {
  for (const [n, position] of trace.stops.entries()) {
    expect(steps.rank(position)).toBe(n + 1);
    expect(steps.atRank(n + 1)).toBe(position);
  }
  expect([steps.atRank(0), steps.atRank(-5), steps.atRank(99)]).toEqual([-1, -1, 11]);
});

test('the golden trace’s markers are the events that its marker lines name', () => {
  const golden = parseTrace(readFileSync('test/trace/golden.trace.jsonl')).trace;
  const kinds = Array.from(new Steps(golden).list('marker'), (at) => golden.kindAt(at));
  expect(kinds).toEqual(['accept', 'input', 'thread.err']);
});
