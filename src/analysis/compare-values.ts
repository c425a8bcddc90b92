/** True for two lists of the same values in the same order. */
export function isSame<Value>(left: ArrayLike<Value>, right: ArrayLike<Value>): boolean {
  return left.length === right.length && firstDifferent(left, right) < 0;
}

/** Index of the first value that differs, or that only one list has; −1 where there is none. */
export function firstDifferent<Value>(left: ArrayLike<Value>, right: ArrayLike<Value>): number {
  const length = Math.max(left.length, right.length);
  for (let n = 0; n < length; n++) if (left[n] !== right[n]) return n;
  return -1;
}
