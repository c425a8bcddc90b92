/** Positions grouped by what a column says of them. */

/** Keys below this have their list's number in an array, others in a map. */
const DENSE = 65_536;

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

  /** @param keyOf gives the key of a column's value, where it is not the value itself */
  constructor(keyOf?: ArrayLike<number>) {
    this.#keyOf = keyOf;
  }

  /** Takes in the positions that the column has more than when it was last seen. */
  extend(column: Uint8Array | Int32Array): void {
    const from = this.#length;
    if (column.length <= from) return;
    const more = this.#count(column, from);
    more.forEach((count, slot) => {
      const list = this.#lists[slot] ?? NONE;
      const needed = (this.#counts[slot] ?? 0) + count;
      if (needed <= list.length) return;
      // Exactly what is needed at first: most traces do not grow.
      const grown = new Int32Array(list.length === 0 ? needed : needed * 2);
      grown.set(list);
      this.#lists[slot] = grown;
    });
    this.#fill(column, from);
    this.#length = column.length;
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

  #count(column: Uint8Array | Int32Array, from: number): number[] {
    const more: number[] = [];
    const keyOf = this.#keyOf;
    for (let position = from; position < column.length; position++) {
      const value = column[position] as number;
      const key = keyOf === undefined ? value : (keyOf[value] as number);
      if (key === 0) continue;
      let slot = this.#slotOf(key);
      if (slot < 0) slot = this.#add(key);
      more[slot] = (more[slot] ?? 0) + 1;
    }
    return more;
  }

  #fill(column: Uint8Array | Int32Array, from: number): void {
    const lists = this.#lists;
    const counts = this.#counts;
    const keyOf = this.#keyOf;
    for (let position = from; position < column.length; position++) {
      const value = column[position] as number;
      const key = keyOf === undefined ? value : (keyOf[value] as number);
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      const count = counts[slot] as number;
      (lists[slot] as Int32Array)[count] = position;
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
