/** What was looked up of a trace, carried over to those that it grows into. */
import type { Trace } from '../trace/trace.ts';

/** Look-ups that are only ever added to. */
export interface Growing {
  /** Takes in what the trace has more than the one seen before; a shorter one changes nothing. */
  grow(trace: Trace): void;
}

const kept = new WeakMap<object, Map<string, Growing>>();

/**
 * The look-ups of this name, up to date with the trace: those that were made of an earlier state of
 * the same recording, else new ones.
 */
export function keep<T extends Growing>(trace: Trace, name: string, make: () => T): T {
  const own = kept.get(trace.lineage) ?? new Map<string, Growing>();
  kept.set(trace.lineage, own);
  const found = (own.get(name) as T | undefined) ?? make();
  own.set(name, found);
  found.grow(trace);
  return found;
}

/** Numbers that are appended; places that are given out stay. */
export class NumberList {
  length = 0;
  #array = new Float64Array(8);

  /** What there is. Valid until the list is cut. */
  get all(): Float64Array {
    return this.#array.subarray(0, this.length);
  }

  push(value: number): void {
    if (this.length === this.#array.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.#array);
      this.#array = grown;
    }
    this.#array[this.length++] = value;
  }

  at(n: number): number | undefined {
    return n < this.length ? this.#array[n] : undefined;
  }
}
