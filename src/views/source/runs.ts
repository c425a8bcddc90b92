import { countUpTo } from '../../trace/group.ts';

/** How often a line is run, and where from the playhead the others are. */
export interface Runs {
  readonly count: number;
  /** Of these, up to and including the playhead. */
  readonly soFar: number;
  /** Position of the last of these; −1 for none. */
  readonly latest: number;
  readonly next?: number;
  readonly previous?: number;
}

/** Runs of a line that stands for several places, seen from a position. */
export function runsOf(lists: readonly (readonly number[])[], position: number): Runs {
  let count = 0;
  let soFar = 0;
  let latest = -1;
  let next = Infinity;
  let previous = -1;
  for (const list of lists) {
    const upTo = countUpTo(list, position);
    count += list.length;
    soFar += upTo;
    latest = Math.max(latest, list[upTo - 1] ?? -1);
    next = Math.min(next, list[upTo] ?? Infinity);
    previous = Math.max(previous, list[countUpTo(list, position - 1) - 1] ?? -1);
  }
  return {
    count,
    soFar,
    latest,
    next: next === Infinity ? undefined : next,
    previous: previous < 0 ? undefined : previous,
  };
}

/** "runs 12 times, this is the 3rd"; `now`: the thread is at this line. */
export function runsText({ count, soFar }: Runs, now: boolean): string {
  const times = count === 1 ? 'runs once' : `runs ${count} times`;
  if (count === 1 && now) return `${times}, now`;
  if (now && soFar > 0) return `${times}, this is the ${ordinal(soFar)}`;
  if (soFar === count) return `${times}, ${count === 1 ? 'before' : 'all before'}`;
  return soFar === 0 ? `${times}, later` : `${times}, ${soFar} so far`;
}

/** The same for the room beside a line: "3rd of 12 runs". */
export function runsLabel({ count, soFar }: Runs, now: boolean): string {
  const runs = count === 1 ? '1 run' : `${count} runs`;
  if (now && soFar > 0) return count === 1 ? '1 run, now' : `${ordinal(soFar)} of ${runs}`;
  if (soFar === count) return `${runs}, before`;
  return soFar === 0 ? `${runs}, later` : `${runs}, ${soFar} so far`;
}

/** 1st, 2nd, 3rd, 11th, 112th. */
export function ordinal(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13;
  const ending = teen ? undefined : ['st', 'nd', 'rd'][(count % 10) - 1];
  return `${count}${ending ?? 'th'}`;
}
