import { expect, test } from 'vitest';
import { isHit } from '../figures.ts';
import { spread, type Replayed } from './measure-wirestep.ts';
import { framesPerSecond, quantile, replayGoals, replayTable } from './replay-report.ts';

const replayed = (events: number, more: Partial<Replayed> = {}): Replayed => ({
  events,
  opened: 140,
  openingWork: 40,
  resident: 300,
  peak: 320,
  heap: 20,
  seeks: [10, 20, 30],
  steps: [1, 2, 3],
  frames: Array.from({ length: 60 }, () => 16.67),
  ...more,
});

test.each([
  [[1, 2, 3, 4], 0.5, 3],
  [[1, 2, 3, 4], 1, 4],
  [[7], 0.95, 7],
])('of %o, part %f lies below %f', (values, part, value) => {
  expect(quantile(values, part)).toBe(value);
});

test('frames a second are those that were drawn in the time', () => {
  expect(framesPerSecond({ frames: [20, 20, 10] })).toBe(60);
});

test('opening is promised for small recordings and for a million events, memory for large ones', () => {
  const names = (events: number) => replayGoals([replayed(events)]).map(({ name }) => name);
  expect(names(20_000)[0]).toBe('20,000 events: open');
  expect(names(100_000)[0]).toBe('100,000 events: memory of the page');
  expect(names(1_000_000).slice(0, 2)).toEqual([
    '1,000,000 events: open',
    '1,000,000 events: memory of the page',
  ]);
});

test('a promise is missed by the slowest seeks and steps, not by the middle ones', () => {
  const slow = Array.from({ length: 20 }, (_, n) => (n < 18 ? 5 : 90));
  const [, seek, step, play] = replayGoals([replayed(10_000, { seeks: slow, steps: slow })]);
  expect([seek, step, play].map((goal) => goal !== undefined && isHit(goal))).toEqual([
    false,
    false,
    true,
  ]);
});

test('the table has a row for each size', () => {
  const rows = replayTable([replayed(10_000), replayed(100_000)]).split('\n');
  expect(rows).toHaveLength(4);
  expect(rows[2]).toMatch(/^\| 10,000 /);
});

test('seeks go all over the recording, the same in every run', () => {
  const parts = spread(60);
  expect(parts).toEqual(spread(60));
  for (let tenth = 0; tenth < 10; tenth++) {
    expect(parts.some((part) => Math.floor(part * 10) === tenth)).toBe(true);
  }
});
