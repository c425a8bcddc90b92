/** What can be taken back, and what was: the newest last. */
export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** What was changed last: the same again, such as the next letter, is the same step. */
  readonly key?: string | undefined;
}

/** Steps that can be taken back. */
const MOST = 200;

export function start<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

export function change<T>(
  { past, now, key: before }: History<T>,
  next: T,
  key?: string,
): History<T> {
  if (next === now) return { past, now, future: [], key };
  const goesOn = key !== undefined && key === before;
  return { past: goesOn ? past : [...past, now].slice(-MOST), now: next, future: [], key };
}

export function undo<T>({ past, now, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future };
  return { past: past.slice(0, -1), now: before, future: [now, ...future] };
}

export function redo<T>({ past, now, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, now, future };
  return { past: [...past, now], now: next, future: rest };
}
