/** When the playhead moves by itself: recorded time, shortened where nothing happens. */

/** Shorter waits could not be seen, longer ones would be dull: milliseconds on screen at speed 1. */
const SHORTEST = 120;
const LONGEST = 1200;
/** A recorded microsecond is no time for the eye: the pace grows with the logarithm of the wait. */
const PER_DECADE = 150;

/**
 * How long the playhead rests before it goes to the next event, in milliseconds.
 *
 * @param waited recorded time between the two events, in nanoseconds
 * @param speed 1 as designed, 2 twice as fast
 */
export function restBefore(waited: number, speed: number): number {
  const decades = Math.log10(Math.max(waited, 1000)) - 3;
  return Math.min(SHORTEST + decades * PER_DECADE, LONGEST) / speed;
}

/** A timer that can be replaced in tests. */
export interface Timer {
  set(work: () => void, milliseconds: number): number;
  clear(handle: number): void;
}

/** The browser's own. */
export const realTimer: Timer = {
  set: (work, milliseconds) => setTimeout(work, milliseconds) as unknown as number,
  clear: (handle) => clearTimeout(handle),
};
