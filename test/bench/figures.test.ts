import { describe, expect, test } from 'vitest';
import { figure, isHit, median, table, verdict } from './figures.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %o is %f', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('the median of nothing is no number', () => {
  expect(median([])).toBeNaN();
});

describe('a goal', () => {
  const faster = { name: 'faster', measured: 1.8, goal: 1.8, sense: '≥', unit: '×' } as const;
  const smaller = { name: 'smaller', measured: 12, goal: 10, sense: '≤', unit: ' MB' } as const;

  test('is hit when it is just reached, on either side', () => {
    expect(isHit(faster)).toBe(true);
    expect(isHit({ ...smaller, measured: 10 })).toBe(true);
  });

  test('that was missed says by how much', () => {
    expect(verdict(faster)).toBe('1.8× (goal ≥ 1.8×): hit');
    expect(verdict({ ...faster, measured: 0.9 })).toBe('0.9× (goal ≥ 1.8×): missed by 50 %');
    expect(verdict(smaller)).toBe('12 MB (goal ≤ 10 MB): missed by 20 %');
  });

  test('that could not be measured is missed', () => {
    expect(verdict({ ...faster, measured: NaN })).toBe('not measured× (goal ≥ 1.8×): missed');
  });
});

test.each([
  [72_123.4, '72,123'],
  [0.0123456, '0.0123'],
  [1.834, '1.83'],
  [117.28, '117'],
])('the figure of %f is %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

test('a table is Markdown with its columns in line', () => {
  expect(table(['server', '1'], [['net', '67,100']])).toBe(
    '| server |      1 |\n' + '| ------ | -----: |\n' + '| net    | 67,100 |',
  );
});
