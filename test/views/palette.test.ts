import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/views/shell/palette/action.ts';
import { score, search } from '../../src/views/shell/palette/fuzzy.ts';
import { timeIn } from '../../src/views/shell/palette/typed.ts';

const action = (title: string, group: Action['group'] = 'Page', words = ''): Action => ({
  id: title,
  group,
  title,
  words,
  run: () => undefined,
});
const titles = (query: string, ...actions: readonly Action[]) =>
  search(query, actions).map(({ title }) => title);

describe('a query finds what has all of its words', () => {
  test.each([
    ['thread', 'Select T1 · Thread-1', true],
    ['t1 sel', 'Select T1 · Thread-1', true],
    ['THEME dark', 'Theme: dark', true],
    ['theme blue', 'Theme: dark', false],
    ['ndshk', 'Theme: dark', false],
    ['prsntr', 'Presenter scale', true],
    ['xyz', 'Presenter scale', false],
  ])('%j in %j: %s', (query, text, found) => {
    expect(score(query, text) > 0).toBe(found);
  });

  test('a whole word before a beginning, that before a part', () => {
    const points = ['one call', 'one caller', 'one recalled'].map((text) => score('call', text));
    expect(points).toEqual([...points].sort((a, b) => b - a));
    expect(new Set(points).size).toBe(3);
  });
});

describe('the list', () => {
  test('without a query has all actions in the order of their groups', () => {
    expect(titles(' ', action('Help'), action('Next page', 'Go to'))).toEqual([
      'Next page',
      'Help',
    ]);
  });

  test('begins with the group of the best answer', () => {
    const back = action('One event back', 'Step');
    const undo = action('Close', 'Page', 'back');
    expect(titles('back', undo, back)).toEqual(['One event back', 'Close']);
  });

  test('begins with what was typed by itself, and keeps groups together', () => {
    const typed = [action('Go to event 2', 'Go to')];
    const found = search('2', [action('Lesson 2', 'Lessons'), action('Marker 2', 'Go to')], typed);
    expect(found.map(({ title }) => title)).toEqual(['Go to event 2', 'Marker 2', 'Lesson 2']);
  });
});

test.each([
  ['3.4 ms', 3_400_000],
  ['+41ms', 41_000_000],
  ['12 µs', 12_000],
  ['12us', 12_000],
  ['2 s', 2_000_000_000],
  ['7', undefined],
  ['ms', undefined],
  ['1e3 ms', undefined],
])('%j as a time: %s ns', (text, nanoseconds) => {
  expect(timeIn(text)).toBe(nanoseconds);
});
