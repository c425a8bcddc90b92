import { expect, test } from 'vitest';
import { describeProgress, percentOf } from '../../src/views/shell/progress.ts';

test('reading, then parsing: the bar never goes back', () => {
  const parts = [0, 0.5, 1];
  const percents = (['reading', 'parsing'] as const).flatMap((doing) =>
    parts.map((fraction) => percentOf({ doing, fraction, bytes: 1 }) ?? -1),
  );
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  expect([percents[0], percents.at(-1)]).toEqual([0, 100]);
});

test('a whole that nobody knows has no percentage, only what has come', () => {
  const progress = { doing: 'reading', fraction: undefined, bytes: 12_300_000 } as const;
  expect(percentOf(progress)).toBeUndefined();
  expect(describeProgress(progress)).toBe('Loading: 12.3 MB so far');
});

test('what is being done is said in words', () => {
  expect(describeProgress(undefined)).toBe('Asking for it');
  expect(describeProgress({ doing: 'reading', fraction: 0.5, bytes: 5_000_000 })).toBe(
    'Loading: 5.0 MB of 10.0 MB',
  );
  expect(describeProgress({ doing: 'parsing', fraction: 0.2, bytes: 5_000_000 })).toBe(
    'Reading the events in 5.0 MB',
  );
});
