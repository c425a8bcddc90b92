/** Where the IP packet begins in a captured frame (tcpdump.org/linktypes.html). */
import type { Link } from './capture.ts';

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** 802.1Q, 802.1ad and an older word for the same: four bytes more, then another type. */
const VLANS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
/** What BSD systems call IPv4 and IPv6, in the byte order of the machine. */
const FAMILIES: ReadonlySet<number> = new Set([2, 10, 23, 24, 28, 30]);

/** Each with its name, and the offset of the IP packet in [from, to); −1 where there is none. */
const LINKS: ReadonlyMap<Link, (view: DataView, from: number, to: number) => number> = new Map([
  [0, ofFamily],
  [1, (view, from, to) => ofType(view, from + 12, from + 14, to)],
  [12, anyIp],
  [14, anyIp],
  [101, anyIp],
  [108, ofFamily],
  [113, (view, from, to) => ofType(view, from + 14, from + 16, to)],
  [228, anyIp],
  [229, anyIp],
  [276, (view, from, to) => ofType(view, from, from + 20, to)],
]);

export function isKnownLink(link: Link): boolean {
  return LINKS.has(link);
}

/** Offset of the IP packet of the frame [from, to); −1 where it has none. */
export function ipOffset(link: Link, view: DataView, from: number, to: number): number {
  return LINKS.get(link)?.(view, from, to) ?? -1;
}

/** BSD's loopback: four bytes that say the family, then the packet. */
function ofFamily(view: DataView, from: number, to: number): number {
  if (to - from < 5) return -1;
  const known = FAMILIES.has(view.getUint32(from, true)) || FAMILIES.has(view.getUint32(from));
  return known ? from + 4 : -1;
}

function anyIp(_view: DataView, from: number, to: number): number {
  return to > from ? from : -1;
}

/** @param at where the type stands; the packet is at `next`, behind any tags */
function ofType(view: DataView, at: number, next: number, to: number): number {
  let type = at + 2 <= to ? view.getUint16(at) : 0;
  let packet = next;
  while (VLANS.has(type) && packet + 4 <= to) {
    type = view.getUint16(packet + 2);
    packet += 4;
  }
  return (type === IPV4 || type === IPV6) && packet < to ? packet : -1;
}
