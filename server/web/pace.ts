/** How fast a trace grows, and how often its followers are served. */

/** Up to here, about 5,000 events a second, followers get everything at once. */
const CALM_BYTES = 1024 * 1024;
const WINDOW_MS = 250;
/** Between two rounds of sending, calm and above. */
const CALM_MS = 25;
const FLOOD_MS = 200;
/** A round waits so many times as long as the one before it took: a server has other work too. */
const CALM_REST = 3;
const FLOOD_REST = 9;

export class Pace {
  #since = 0;
  #grown = 0;
  #rate = 0;

  /** @param bytes grown at `now`, milliseconds of any clock that only goes on */
  grew(bytes: number, now: number): void {
    this.#look(now);
    this.#grown += bytes;
  }

  /** Milliseconds from the beginning of one round to that of the next. */
  interval(costMs: number, now: number): number {
    this.#look(now);
    return this.#rate > CALM_BYTES
      ? Math.max(FLOOD_MS, costMs * FLOOD_REST)
      : Math.max(CALM_MS, costMs * CALM_REST);
  }

  #look(now: number): void {
    const passed = now - this.#since;
    if (passed < WINDOW_MS) {
      // A burst is seen at once, not at the end of the window.
      this.#rate = Math.max(this.#rate, (this.#grown * 1000) / WINDOW_MS);
      return;
    }
    this.#rate = (this.#grown * 1000) / passed;
    this.#since = now;
    this.#grown = 0;
  }
}
