import { expect, test } from 'vitest';
import { Pace } from '../../server/web/pace.ts';

/** A second in which `bytes` are written, 10 ms after each other. */
function second(pace: Pace, bytes: number, from = 0): number {
  for (let ms = 0; ms < 1000; ms += 10) pace.grew(bytes / 100, from + ms);
  return from + 1000;
}

test('2,000 events a second leave every 25 ms', () => {
  const pace = new Pace();
  const now = second(pace, 2_000 * 250);
  expect(pace.interval(0, now)).toBe(25);
});

test('a flood leaves every 200 ms, and every 25 ms again once it is over', () => {
  const pace = new Pace();
  const now = second(pace, 20_000_000);
  expect(pace.interval(0, now)).toBe(200);
  expect(pace.interval(0, now + 1000)).toBe(25);
});

test('a burst is seen within its first quarter of a second', () => {
  const pace = new Pace();
  const now = second(pace, 0);
  pace.grew(2_000_000, now);
  expect(pace.interval(0, now)).toBe(200);
});

test('rounds that take long leave the server a part of its time, in a flood most of it', () => {
  const pace = new Pace();
  expect(pace.interval(30, 10_000)).toBe(90);
  const now = second(pace, 20_000_000, 20_000);
  expect(pace.interval(30, now)).toBe(270);
});
