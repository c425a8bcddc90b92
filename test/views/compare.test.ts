import { describe, expect, test } from 'vitest';
import { compareTraces } from '../../src/analysis/compare.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { choicesFor, hrefOfPicked, pick } from '../../src/views/compare/choices.ts';
import { stepFor } from '../../src/views/compare/compare-keys.ts';
import { describeThread } from '../../src/views/compare/describe-thread.ts';
import { rowHeight, rowsInSight } from '../../src/views/compare/in-sight.ts';
import { shownOf } from '../../src/views/compare/moment.ts';
import { rowAt, rowCount } from '../../src/views/compare/rows.ts';
import { summary } from '../../src/views/diagnosis/summary.ts';
import { head, Talk } from '../analysis/talk.ts';
import { entry } from '../support/lesson.ts';

const traceOf = (talk: Talk) => parseTrace(talk.events.bytes()).trace;
const left = traceOf(new Talk().message('Hi').message('Ho'));
const right = traceOf(new Talk().message('Hi').send(head(2)).take(64, '1').dies('ValueError'));
const { threads } = compareTraces(left, right);
const byKey = (key: string) => {
  const thread = threads.find((one) => one.key === key);
  if (thread === undefined) throw new Error(`no thread ${key}`);
  return thread;
};

describe('rows', () => {
  test('are as many as the longer side has calls, each with its state', () => {
    const thread = byKey('T1');
    const rows = Array.from({ length: rowCount(thread) }, (_, n) => rowAt(thread, n, left, right));
    expect(rows.map(({ state }) => state)).toEqual([
      'same',
      'same',
      'same',
      'first difference',
      'behind',
      'behind',
    ]);
    expect(rows[3]).toMatchObject({
      number: 4,
      left: { call: 'recv(64)', result: '= 64' },
      right: { call: 'recv(64)', result: '= 1' },
    });
    expect(rows[4]?.right).toEqual({ call: 'died of', result: 'ValueError' });
    expect(rows[5]?.right).toBeUndefined();
  });

  test('show no result that is not compared, such as the number of a socket', () => {
    const calls = Array.from({ length: 3 }, (_, n) => rowAt(byKey('C1'), n, left, right).left);
    expect(calls).toEqual([
      { call: 'socket()', result: undefined },
      { call: "connect(('127.0.0.1', 5050))", result: undefined },
      { call: 'send("2"…)', result: '= 64' },
    ]);
  });

  test('of a thread that one side has alone are compared with nothing', () => {
    const alone = { ...byKey('T1'), right: undefined };
    expect(rowAt(alone, 0, left, right)).toMatchObject({ state: 'one side only' });
    expect(describeThread(alone)).toBe('T1 · Thread-1 · only on the left');
  });

  test('name their thread with what became of it', () => {
    expect(describeThread(byKey('T1'))).toBe('T1 · Thread-1 · differs at call 4');
    expect(describeThread(byKey('M'))).toBe('M · MainThread · same, 5 calls');
  });
});

describe('rows in sight', () => {
  test('are those of the window and a few around it', () => {
    expect(rowsInSight(1000, 3000, 300, 30)).toEqual({ from: 88, to: 122 });
    expect(rowsInSight(5, 0, 300, 30)).toEqual({ from: 0, to: 5 });
    expect(rowsInSight(5, 90_000, 300, 30)).toEqual({ from: 5, to: 5 });
  });

  test('are higher where both sides do not fit beside each other', () => {
    expect(rowHeight(390)).toBeGreaterThan(rowHeight(1200));
  });
});

describe('bytes of a call', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, n) => n);

  test('are shown from the first on while the difference is near', () => {
    expect(shownOf(bytes, bytes)).toMatchObject({ from: 0, hidden: 136 });
    expect(shownOf(bytes, undefined)).toMatchObject({ from: 0 });
  });

  test('are shown around a difference that is far', () => {
    const other = bytes.with(150, 0);
    const shown = shownOf(bytes, other);
    expect(shown).toMatchObject({ from: 134, hidden: 136 });
    expect(shown.bytes[16]).toBe(150);
  });
});

describe('what to compare with', () => {
  const lessons = [entry({ title: 'A' })];
  const row = { title: 'evil\u202e', bytes: 1, started: '', live: false, ended: true };
  const rows = [
    { ...row, id: 'one' },
    { ...row, id: 'two', problem: 'damaged' },
  ];

  test('is every lesson and recording that can be opened, but the one that is', () => {
    expect(choicesFor({ page: 'lesson', slug: '01-a', step: 2 }, lessons, rows)).toEqual([
      { title: 'evil‹U+202E›', href: '#/compare/lesson/01-a/recording/one' },
    ]);
    expect(choicesFor({ page: 'recording', id: 'one' }, lessons, rows)).toEqual([
      { title: 'Lesson 1: A', href: '#/compare/recording/one/lesson/01-a' },
    ]);
    expect(choicesFor({ page: 'home' }, lessons, rows)).toEqual([]);
  });

  test('is picked by two clicks; a third takes the place of the first, a second one undoes', () => {
    const two = pick(pick([], 'a'), 'b');
    expect(hrefOfPicked(two)).toBe('#/compare/recording/a/recording/b');
    expect(pick(two, 'c')).toEqual(['b', 'c']);
    expect(pick(two, 'a')).toEqual(['b']);
    expect(hrefOfPicked(['a'])).toBeUndefined();
  });
});

test.each([
  ['event-forward', 4],
  ['event-back', 2],
  ['first', 0],
  ['last', 9],
  ['play', undefined],
] as const)('the command %s steps to %s', (command, step) => {
  expect(stepFor(command, 3, 10)).toBe(step);
});

test('a summary counts problems and notes, or says that there are none', () => {
  const [bad, note] = [{ severity: 'problem' }, { severity: 'note' }] as const;
  expect(summary([])).toBe('Nothing unusual was found.');
  expect(summary([bad])).toBe('1 problem.');
  expect(summary([bad, note, bad])).toBe('2 problems and 1 note.');
  expect(summary([note, note])).toBe('2 notes.');
});
