/** The browser's timer, or a test's. */
export type Later = (act: () => void, ms: number) => () => void;

const later: Later = (act, ms) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

/** Passes values on: the first at once, then never sooner than `restMs` apart, the newest only. */
export class Throttle<T> {
  readonly #pass: (value: T) => void;
  readonly #restMs: number;
  readonly #later: Later;
  #waiting: { readonly value: T } | undefined;
  #stop: (() => void) | undefined;

  constructor(pass: (value: T) => void, restMs: number, wait = later) {
    this.#pass = pass;
    this.#restMs = restMs;
    this.#later = wait;
  }

  push(value: T): void {
    this.#waiting = { value };
    if (this.#stop === undefined) this.#next();
  }

  /** What waits is not passed on any more. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#waiting = undefined;
  }

  #next(): void {
    const waiting = this.#waiting;
    this.#stop = undefined;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    this.#stop = this.#later(() => this.#next(), this.#restMs);
    this.#pass(waiting.value);
  }
}
