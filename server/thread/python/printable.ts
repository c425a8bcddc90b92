import { PRINTABLE_RUNS } from './printable-table.ts';

/** Code points at which printable and non-printable change places; printable before the first. */
const EDGES: Uint32Array = edges(PRINTABLE_RUNS);

/** Python's `str.isprintable` for one code point, with the Unicode tables of Python 3.11. */
export function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= 0x20;
  let low = 0;
  let high = EDGES.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edge(middle) <= code) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 0;
}

function edge(n: number): number {
  return EDGES[n] ?? Infinity;
}

function edges(runs: string): Uint32Array {
  let at = 0;
  return Uint32Array.from(runs.split(' '), (length) => (at += parseInt(length, 36)));
}
