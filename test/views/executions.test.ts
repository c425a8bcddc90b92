import { describe, expect, test } from 'vitest';
import { Executions } from '../../src/views/source/executions.ts';
import { jump, lineByKey, offersOf, runsAt } from '../../src/views/source/offers.ts';
import { ordinal, runsLabel, runsOf, runsText } from '../../src/views/source/runs.ts';
import { shownLines, sourceFiles } from '../../src/views/source/program.ts';
import { Conversation } from '../support/conversation.ts';
import { read } from './at.ts';

/** Two threads in one loop: lines 1 and 2 of file 1. */
function loop(rounds: number): Conversation {
  const talk = new Conversation();
  talk.add('file', { p: 1, f: 1, path: 's.ts', language: 'typescript', source: 'a\nb\nc' });
  for (let n = 0; n < rounds; n++) {
    for (const th of [1, 2]) {
      talk.add('line', { p: 1, th, f: 1, l: 1, fn: 'f' });
      talk.add('line', { p: 1, th, f: 1, l: 2, fn: 'f' });
      talk.add('fn.return', { p: 1, th, f: 1, l: 3, fn: 'f' });
    }
  }
  return talk;
}
const always = () => true;
const { trace } = read(loop(2));
const executions = new Executions();
executions.read(trace, always);
const shown = shownLines(sourceFiles(trace), sourceFiles(trace).get(1));

describe('when a line is run', () => {
  test('is known for one thread and for all', () => {
    const all = offersOf(trace, executions, undefined, shown);
    expect(runsAt(all, 1, trace.length)?.count).toBe(4);
    expect(runsAt(offersOf(trace, executions, 2, shown), 1, trace.length)?.count).toBe(2);
  });

  test('lines that are only returned from, or never run, are not offered', () => {
    expect([...offersOf(trace, executions, 1, shown).keys()]).toEqual([1, 2]);
    expect(runsAt(offersOf(trace, executions, 7, shown), 1, 0)).toBeUndefined();
  });

  test('is read in slices, and goes on where it stopped', () => {
    const long = read(loop(9000)).trace;
    const slices = new Executions();
    let count = 0;
    while (!slices.read(long, () => false)) count++;
    expect(count).toBeGreaterThan(1);
    const lines = offersOf(long, slices, 1, shown);
    expect(runsAt(lines, 2, long.length)?.count).toBe(9000);
  });

  test('a recording that grows is read on, nothing twice', () => {
    const growing = new Executions();
    growing.read(read(loop(1)).trace, always);
    growing.read(trace, always);
    const lines = offersOf(trace, growing, 1, shown);
    expect(runsAt(lines, 1, trace.length)?.count).toBe(2);
  });
});

describe('a jump', () => {
  const lists = [
    [10, 30],
    [20, 40],
  ];

  test('goes to the next run of any of the places, or to the one before', () => {
    expect(runsOf(lists, 20)).toEqual({ count: 4, soFar: 2, latest: 20, next: 30, previous: 10 });
    expect(runsOf(lists, 25)).toMatchObject({ latest: 20, next: 30, previous: 20 });
  });

  test('goes nowhere before the first and after the last', () => {
    expect(runsOf(lists, 10).previous).toBeUndefined();
    expect(runsOf(lists, 40).next).toBeUndefined();
    expect(jump(trace, runsOf(lists, 40), 1)).toBeUndefined();
    expect(jump(trace, undefined, 1)).toBeUndefined();
  });

  test('names the event by its number', () => {
    const lines = offersOf(trace, executions, 2, shown);
    const seq = jump(trace, runsAt(lines, 2, 0), 1);
    expect(trace.at(trace.positionOf(seq ?? 0))).toMatchObject({ thread: 2, line: 2 });
  });
});

test.each([
  [{ count: 12, soFar: 3 }, true, 'runs 12 times, this is the 3rd'],
  [{ count: 12, soFar: 3 }, false, 'runs 12 times, 3 so far'],
  [{ count: 12, soFar: 0 }, false, 'runs 12 times, later'],
  [{ count: 2, soFar: 2 }, false, 'runs 2 times, all before'],
  [{ count: 1, soFar: 1 }, true, 'runs once, now'],
  [{ count: 1, soFar: 1 }, false, 'runs once, before'],
])('%j reads %s', (runs, now, words) => {
  expect(runsText({ ...runs, latest: 0 }, now)).toBe(words);
});

test.each([
  [{ count: 12, soFar: 3 }, true, '3rd of 12 runs'],
  [{ count: 12, soFar: 3 }, false, '12 runs, 3 so far'],
  [{ count: 12, soFar: 12 }, false, '12 runs, before'],
  [{ count: 1, soFar: 0 }, false, '1 run, later'],
  [{ count: 1, soFar: 1 }, true, '1 run, now'],
])('%j has the label %s', (runs, now, words) => {
  expect(runsLabel({ ...runs, latest: 0 }, now)).toBe(words);
});

test('numbers have their endings', () => {
  const said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 1013].map(ordinal).join(' ');
  expect(said).toBe('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 1013th');
});

test('arrows go from one line that runs to the next, and stay at the ends', () => {
  const offers = new Map([3, 7, 9].map((line) => [line, []]));
  expect(lineByKey('ArrowDown', 3, offers)).toBe(7);
  expect(lineByKey('ArrowDown', 9, offers)).toBe(9);
  expect(lineByKey('ArrowUp', 7, offers)).toBe(3);
  expect(lineByKey('ArrowUp', 3, offers)).toBe(3);
  expect(lineByKey('Home', 9, offers)).toBe(3);
  expect(lineByKey('End', 3, offers)).toBe(9);
  expect(lineByKey('a', 3, offers)).toBeUndefined();
});
