import type { Trace } from '../trace/trace.ts';

/** True for two lists of the same values in the same order. */
export function isSame<Value>(left: ArrayLike<Value>, right: ArrayLike<Value>): boolean {
  return left.length === right.length && firstDifferent(left, right) < 0;
}

/** True unless a byte differs that both have: of a chunk that was cut, nobody knows the rest. */
export function mayBeSame(left: Uint8Array, right: Uint8Array): boolean {
  const known = Math.min(left.length, right.length);
  return isSame(left.subarray(0, known), right.subarray(0, known));
}

/** Index of the first value that differs, or that only one list has; −1 where there is none. */
export function firstDifferent<Value>(left: ArrayLike<Value>, right: ArrayLike<Value>): number {
  const length = Math.max(left.length, right.length);
  for (let n = 0; n < length; n++) if (left[n] !== right[n]) return n;
  return -1;
}

/**
 * True where the lines of two events end in the same chunk, so that nothing need be read of them.
 * False says nothing: the bytes may be written in another way, or stand in another place.
 */
export function endsAlike(left: Trace, one: number, right: Trace, other: number): boolean {
  const [a, b] = [left.bytes, right.bytes];
  const from = left.starts[one] as number;
  let i = a.indexOf(LINE_END, from);
  let j = b.indexOf(LINE_END, right.starts[other]);
  while (i > from && a[i] === b[j]) {
    // `,"u":` or `,"b":`: inside a JSON string its quotes would have backslashes.
    const name = a[i + 2];
    if (a[i] === COMMA && a[i + 1] === QUOTE && a[i + 3] === QUOTE && (name === U || name === B))
      return true;
    i--;
    j--;
  }
  return false;
}

const LINE_END = 0x0a;
const COMMA = 0x2c;
const QUOTE = 0x22;
const U = 0x75;
const B = 0x62;
