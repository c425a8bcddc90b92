import { expect, test } from 'vitest';
import { Delays } from './delays.ts';

test('a part of the delays lies below what is told, to a tenth of a millisecond', () => {
  const delays = new Delays();
  for (let ms = 1; ms <= 100; ms++) delays.add(ms);
  expect(delays.size).toBe(100);
  expect(delays.quantile(0.5)).toBe(50);
  expect(delays.quantile(0.99)).toBe(99);
  expect(delays.quantile(1)).toBe(100);
});

test('of no delays nothing is told', () => {
  expect(new Delays().quantile(0.99)).toBeNaN();
});

test('a delay below nothing counts as none, one of hours as the longest', () => {
  const delays = new Delays();
  delays.add(-3);
  expect(delays.quantile(1)).toBe(0);
  delays.add(1e9);
  expect(delays.quantile(1)).toBe(10_000);
});
