/** Positions grouped by what a column says of them. */

/** Keys below this have their list's number in an array, others in a map. */
const DENSE = 16_384;

/** Groups on their way between threads: all lists one after another, as long as each count says. */
export interface PackedGroups {
  readonly keys: readonly number[];
  readonly counts: readonly number[];
  readonly positions: Int32Array;
  /** Positions of the column that were seen. */
  readonly length: number;
}

/**
 * For each key of a column the ascending positions that have it; key 0 stands for "none" and has no
 * list. Grows with the column: what was given out before stays as it was.
 */
export class Groups {
  readonly #keyOf: ArrayLike<number> | undefined;
  readonly #dense = new Int32Array(DENSE).fill(-1);
  readonly #sparse = new Map<number, number>();
  readonly #keys: number[] = [];
  readonly #lists: Int32Array[] = [];
  /** How many positions of each list are in use, and how many of them are. */
  readonly #counts: number[] = [];
  #length = 0;

  /**
   * @param keyOf gives the key of a column's value, where it is not the value itself
   * @param packed groups to go on from; they are not copied
   */
  constructor(keyOf?: ArrayLike<number>, packed?: PackedGroups) {
    this.#keyOf = keyOf;
    if (packed === undefined) return;
    for (const key of packed.keys) this.#add(key);
    this.#layOut(packed.positions, packed.counts);
    packed.counts.forEach((count, slot) => (this.#counts[slot] = count));
    this.#length = packed.length;
  }

  /** Its lists in one array. */
  pack(): PackedGroups {
    const counts = [...this.#counts];
    const positions = new Int32Array(counts.reduce((sum, count) => sum + count, 0));
    let at = 0;
    counts.forEach((count, slot) => {
      positions.set((this.#lists[slot] as Int32Array).subarray(0, count), at);
      at += count;
    });
    return { keys: [...this.#keys], counts, positions, length: this.#length };
  }

  /**
   * Takes in the positions up to `length` that have not been seen yet.
   * @param rest gives the column's values from a position on
   */
  extend(rest: (from: number) => Uint8Array | Int32Array, length: number): void {
    const from = this.#length;
    if (length <= from) return;
    const values = rest(from);
    const more = this.#count(values);
    if (from === 0) this.#layOut(new Int32Array(more.reduce((sum, count) => sum + count, 0)), more);
    else this.#makeRoom(more);
    this.#fill(values, from);
    this.#length = length;
  }

  /** The keys, in the order of their first position. */
  get keys(): readonly number[] {
    return this.#keys;
  }

  /** The positions of a key that are below `length`. */
  of(key: number, length: number): Int32Array {
    const slot = this.#slotOf(key);
    const list = this.#lists[slot];
    if (list === undefined) return NONE;
    const all = list.subarray(0, this.#counts[slot]);
    return length >= this.#length ? all : all.subarray(0, countUpTo(all, length - 1));
  }

  /** Exactly what is needed at first, in one piece: most traces do not grow. */
  #layOut(all: Int32Array, counts: readonly number[]): void {
    let at = 0;
    counts.forEach((count, slot) => {
      this.#lists[slot] = all.subarray(at, at + count);
      at += count;
    });
  }

  #makeRoom(more: readonly number[]): void {
    more.forEach((count, slot) => {
      const list = this.#lists[slot] ?? NONE;
      const needed = (this.#counts[slot] ?? 0) + count;
      if (needed <= list.length) return;
      const grown = new Int32Array(needed * 2);
      grown.set(list);
      this.#lists[slot] = grown;
    });
  }

  #count(values: Uint8Array | Int32Array): number[] {
    const more: number[] = [];
    const keyOf = this.#keyOf;
    for (const value of values) {
      const key = keyOf === undefined ? value : (keyOf[value] as number);
      if (key === 0) continue;
      let slot = this.#slotOf(key);
      if (slot < 0) slot = this.#add(key);
      more[slot] = (more[slot] ?? 0) + 1;
    }
    return more;
  }

  #fill(values: Uint8Array | Int32Array, from: number): void {
    const lists = this.#lists;
    const counts = this.#counts;
    const keyOf = this.#keyOf;
    for (let n = 0; n < values.length; n++) {
      const value = values[n] as number;
      const key = keyOf === undefined ? value : (keyOf[value] as number);
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      const count = counts[slot] as number;
      (lists[slot] as Int32Array)[count] = from + n;
      counts[slot] = count + 1;
    }
  }

  #slotOf(key: number): number {
    return key < DENSE ? (this.#dense[key] as number) : (this.#sparse.get(key) ?? -1);
  }

  #add(key: number): number {
    const slot = this.#keys.push(key) - 1;
    if (key < DENSE) this.#dense[key] = slot;
    else this.#sparse.set(key, slot);
    this.#counts.push(0);
    return slot;
  }
}

const NONE = new Int32Array(0);

/** How many of the ascending `positions` are ≤ `position`. */
export function countUpTo(positions: ArrayLike<number>, position: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] as number) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
