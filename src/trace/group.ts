/** Positions grouped by what a column says of them. */

/**
 * For each key the ascending positions that have it; key 0 stands for "none" and is left out. Keys
 * come in the order of their first position.
 */
export function groupPositions(
  column: Uint8Array | Int32Array,
  key: (value: number) => number = (value) => value,
): ReadonlyMap<number, Int32Array> {
  const counts = new Map<number, number>();
  let last = 0;
  let run = 0;
  // Runs of one key are common: the map is asked once a run.
  const flush = () => {
    if (run > 0 && last !== 0) counts.set(last, (counts.get(last) ?? 0) + run);
  };
  for (const value of column) {
    const now = key(value);
    if (now !== last) {
      flush();
      last = now;
      run = 0;
    }
    run++;
  }
  flush();
  const groups = new Map<number, Int32Array>();
  for (const [name, count] of counts) groups.set(name, new Int32Array(count));
  const filled = new Map<number, number>();
  for (let position = 0; position < column.length; position++) {
    const now = key(column[position] as number);
    if (now === 0) continue;
    const at = filled.get(now) ?? 0;
    (groups.get(now) as Int32Array)[at] = position;
    filled.set(now, at + 1);
  }
  return groups;
}

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
