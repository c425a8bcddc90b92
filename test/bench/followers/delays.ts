/** Delays in tenths of a millisecond, as they come by the hundred thousand. */
const MOST = 100_000;

/** Counts delays and tells below which a part of them lies. */
export class Delays {
  readonly #counts = new Float64Array(MOST + 1);
  #all = 0;

  get size(): number {
    return this.#all;
  }

  /** @param ms negative ones, of clocks that differ by less than they tell, count as none */
  add(ms: number): void {
    const tenths = Math.min(MOST, Math.max(0, Math.ceil(ms * 10)));
    this.#counts[tenths] = (this.#counts[tenths] ?? 0) + 1;
    this.#all++;
  }

  /** Milliseconds below which `part` of all delays lie; NaN of none. */
  quantile(part: number): number {
    let left = part * this.#all;
    for (let tenths = 0; tenths <= MOST && this.#all > 0; tenths++) {
      left -= this.#counts[tenths] ?? 0;
      if (left <= 0) return tenths / 10;
    }
    return NaN;
  }
}
