import { describe, expect, test } from 'vitest';
import { describe as describeRow, size, started } from '../../src/views/home/recording-row.ts';

describe('a row of the list of recordings', () => {
  const row = { id: 'a', title: 'A', bytes: 12_345, started: '', live: false, ended: true };

  test('says how much there is, and where nobody closed it', () => {
    expect(describeRow({ ...row, events: 58 })).toBe('58 events · 12 kB');
    expect(describeRow({ ...row, ended: false })).toContain('not closed');
    expect(describeRow({ ...row, events: 1_000_000 })).toBe('1,000,000 events · 12 kB');
    expect(describeRow({ ...row, ended: false, problem: 'No header.' })).toBe('12 kB');
    expect(size(2_500_000)).toBe('2.5 MB');
  });

  test('a date that is none is shown as it came', () => expect(started('soon')).toBe('soon'));
});
