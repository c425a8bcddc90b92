import { expect, test } from 'vitest';
import { threadCost } from '../../src/views/lesson/thread-cost.ts';

const texts = (status: Parameters<typeof threadCost>[0]) =>
  threadCost(status).map(({ text, how }) => `${how}: ${text}`);

test('a thread’s memory is measured; the limit and the sum are derived', () => {
  expect(texts({ cap: 640, limitedBy: 'free memory', mbEach: 9.7 })).toEqual([
    'measured: One thread of wirestep’s server takes about 9.7 MB of memory here.',
    'derived: This machine carries at most 640 such threads at once. The limit is set by free memory.',
    'derived: All of them together would take about 6.2 GB.',
  ]);
});

test('where no thread’s memory was measured, no sum is made up', () => {
  expect(texts({ cap: 1000, limitedBy: 'wirestep itself' })).toEqual([
    'derived: This machine carries at most 1,000 such threads at once. The limit is set by wirestep itself.',
  ]);
});

test('a small machine has one thread, and megabytes', () => {
  expect(texts({ cap: 1, limitedBy: 'free memory', mbEach: 12 })).toEqual([
    'measured: One thread of wirestep’s server takes about 12 MB of memory here.',
    'derived: This machine carries at most 1 such thread at once. The limit is set by free memory.',
    'derived: All of them together would take about 12 MB.',
  ]);
});
