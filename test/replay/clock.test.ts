import { expect, test } from 'vitest';
import { restBefore } from '../../src/replay/clock.ts';

test('a longer wait is a longer rest', () => {
  const waits = [0, 1e3, 1e4, 1e6, 1e8, 1e9].map((waited) => restBefore(waited, 1));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(new Set(waits).size).toBeGreaterThan(3);
});

test('no rest is too short to see or too long to sit through', () => {
  for (const waited of [-5, 0, 1, 1e6, 1e12]) {
    expect(restBefore(waited, 1)).toBeGreaterThanOrEqual(100);
    expect(restBefore(waited, 1)).toBeLessThanOrEqual(1200);
  }
});

test('twice the speed is half the rest', () => {
  expect(restBefore(5e6, 2)).toBe(restBefore(5e6, 1) / 2);
});
