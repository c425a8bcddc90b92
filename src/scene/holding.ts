/** Many things, each of which stays as it is for a stretch of the trace. */
import { countUpTo } from '../trace/group.ts';

/** How a thing is at the positions [from, until). */
export interface Held<S> {
  readonly from: number;
  readonly until: number;
  readonly scene: S;
}

/**
 * The scenes of all things that are there at a position. A thing is looked up anew only where the
 * playhead leaves the stretch for which it holds: a step costs a comparison for each, and gives the
 * same list again where none has changed.
 *
 * @param births position of each thing's beginning, ascending
 * @param make how the thing `n` is at a position
 * @param order of the list, where it is not that of the births
 */
export function holding<S>(
  births: readonly number[],
  make: (n: number, position: number) => Held<S>,
  order?: (a: S, b: S) => number,
): (position: number) => readonly S[] {
  const froms = new Float64Array(births.length).fill(Infinity);
  const untils = new Float64Array(births.length);
  const scenes: S[] = [];
  let last: readonly S[] = [];
  return (position) => {
    const count = countUpTo(births, position);
    let changed = count !== last.length;
    for (let n = 0; n < count; n++) {
      if ((froms[n] as number) <= position && position < (untils[n] as number)) continue;
      const { from, until, scene } = make(n, position);
      froms[n] = from;
      untils[n] = until;
      scenes[n] = scene;
      changed = true;
    }
    if (changed) last = scenes.slice(0, count);
    if (changed && order !== undefined) last = last.toSorted(order);
    return last;
  };
}
