/** Addresses as people write them. */

export function ipv4Text(view: DataView, at: number): string {
  const byte = (n: number) => view.getUint8(at + n);
  return `${byte(0)}.${byte(1)}.${byte(2)}.${byte(3)}`;
}

/** As RFC 5952 asks for it: `::` for the longest run of zeros, an IPv4 address in its own form. */
export function ipv6Text(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, n) => view.getUint16(at + n * 2));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4Text(view, at + 12)}`;
  const run = longestZeros(groups);
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.from))}::${text(groups.slice(run.from + run.length))}`;
}

function longestZeros(groups: readonly number[]): {
  readonly from: number;
  readonly length: number;
} {
  let best = { from: 0, length: 0 };
  let length = 0;
  groups.forEach((group, n) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { from: n - length + 1, length };
  });
  return best;
}
