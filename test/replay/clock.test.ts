import { expect, test } from 'vitest';
import { Pace, restBefore } from '../../src/replay/clock.ts';
import type { Course } from '../../src/replay/clock.ts';

test.each([
  [0, 120],
  [900, 120],
  [1e6, 570],
  [1e9, 1020],
  [1e12, 1200],
])('after %d ns the playhead rests %d ms', (waited, rest) => {
  expect(restBefore(waited)).toBeCloseTo(rest, 6);
});

/** Ten places, 100 ms of rest before each. */
const road = (stop = 10): Course => ({
  next: (position) => Math.min(position + 1, 10),
  rest: () => 100,
  stops: (position) => position === stop,
});

/** Positions in the frames at these times. */
function play(times: readonly number[], speed = 1, stop?: number): readonly number[] {
  const pace = new Pace(road(stop), 0);
  let position = 0;
  return times.map((now) => (position = pace.frame(position, now, speed).position));
}

test('a step is taken in the frame in which its rest is over', () => {
  expect(play([0, 60, 99, 100, 180, 210])).toEqual([0, 0, 0, 1, 1, 2]);
});

test('time that a frame came late is not lost', () => {
  expect(play([0, 150, 200, 300])).toEqual([0, 1, 2, 3]);
});

test('at high speed one frame takes several steps', () => {
  expect(play([0, 16, 32], 16)).toEqual([0, 2, 5]);
});

test('a page that was hidden does not leap', () => {
  expect(play([0, 60_000])).toEqual([0, 2]);
});

test('no step is taken past a stop, and play ends there', () => {
  const pace = new Pace(road(3), 0);
  pace.frame(0, 0, 16);
  expect(pace.frame(0, 100, 16)).toEqual({ position: 3, plays: false });
});

test('at the end play ends', () => {
  const pace = new Pace(road(99), 9);
  pace.frame(9, 0, 1);
  expect(pace.frame(9, 100, 1)).toEqual({ position: 10, plays: false });
});
