/** When the playhead moves by itself: recorded time, shortened where nothing happens. */

/** Shorter waits could not be seen, longer ones would be dull: milliseconds on screen at speed 1. */
const SHORTEST = 120;
const LONGEST = 1200;
/** A recorded microsecond is no time for the eye: the pace grows with the logarithm of the wait. */
const PER_DECADE = 150;
/** A frame that came late makes up for no more than this, in milliseconds: a hidden page gets none
 *  for minutes. */
const LATEST = 250;

/**
 * How long the playhead rests before it goes to the next event, in milliseconds at speed 1.
 *
 * @param waited recorded time between the two events, in nanoseconds
 */
export function restBefore(waited: number): number {
  const decades = Math.log10(Math.max(waited, 1000)) - 3;
  return Math.min(SHORTEST + decades * PER_DECADE, LONGEST);
}

/** The screen's frames; replaced in tests. */
export interface Frames {
  /** Calls back before the next frame, with the time in milliseconds. */
  request(work: (now: number) => void): number;
  cancel(handle: number): void;
}

/** The browser's own. */
export const realFrames: Frames = {
  request: (work) => requestAnimationFrame(work),
  cancel: (handle) => cancelAnimationFrame(handle),
};

/** Where a playing playhead can go. */
export interface Course {
  /** The next place after a position; the position itself at the end. */
  next(position: number): number;
  /** Rest between two places, in milliseconds at speed 1. */
  rest(from: number, to: number): number;
  /** Play ends here. */
  stops(position: number): boolean;
}

/** Turns the time of frames into steps: any number of them in one frame, so one seek is enough. */
export class Pace {
  readonly #course: Course;
  /** Rest until the next step, in milliseconds at speed 1. */
  #left: number;
  #then: number | undefined;

  constructor(course: Course, from: number) {
    this.#course = course;
    this.#left = course.rest(from, course.next(from));
  }

  /** Where the playhead is in the frame at `now`, and whether play goes on from there. */
  frame(from: number, now: number, speed: number): { position: number; plays: boolean } {
    const elapsed = Math.min(now - (this.#then ?? now), LATEST);
    this.#then = now;
    this.#left -= elapsed * speed;
    let position = from;
    while (this.#left <= 0) {
      position = this.#course.next(position);
      if (this.#course.stops(position)) return { position, plays: false };
      const next = this.#course.next(position);
      if (next === position) return { position, plays: false };
      this.#left += this.#course.rest(position, next);
    }
    return { position, plays: true };
  }
}
