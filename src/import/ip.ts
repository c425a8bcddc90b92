/** IPv4 (RFC 791) and IPv6 (RFC 8200) packets: who sent them to whom, and what they carry. */
import { ipv4Text, ipv6Text } from './ip-address.ts';

export const TCP = 6;

/** What an IP packet carries, or one fragment of it. */
export interface Datagram {
  readonly source: string;
  readonly target: string;
  /** 6: TCP. */
  readonly protocol: number;
  /** Where it stands, as far as it was captured. */
  readonly from: number;
  readonly to: number;
  /** Bytes it had on the wire. */
  readonly length: number;
  readonly fragment?: Fragment;
}

export interface Fragment {
  /** The same for all fragments of a packet. */
  readonly id: number;
  /** Place of its first byte in the whole. */
  readonly offset: number;
  readonly last: boolean;
}

/** Headers of IPv6 that stand before what is carried. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const MOBILITY = 135;

/**
 * The IP packet in [from, to); undefined where there is none, or not enough of it was captured.
 * @param wireEnd where the frame would end, had all of it been captured
 */
export function readIp(
  view: DataView,
  from: number,
  to: number,
  wireEnd: number,
): Datagram | undefined {
  const version = view.getUint8(from) >> 4;
  if (version === 4) return readIpv4(view, from, to, wireEnd);
  return version === 6 ? readIpv6(view, from, to, wireEnd) : undefined;
}

function readIpv4(view: DataView, from: number, to: number, wireEnd: number): Datagram | undefined {
  if (to - from < 20) return undefined;
  const start = from + (view.getUint8(from) & 15) * 4;
  // A card that cuts packets itself is given them with a length of 0.
  const end = view.getUint16(from + 2) === 0 ? wireEnd : from + view.getUint16(from + 2);
  if (start < from + 20 || start > Math.min(to, end)) return undefined;
  const flags = view.getUint16(from + 6);
  const whole = (flags & 0x3fff) === 0;
  return {
    source: ipv4Text(view, from + 12),
    target: ipv4Text(view, from + 16),
    protocol: view.getUint8(from + 9),
    from: start,
    to: Math.min(to, end),
    length: end - start,
    fragment: whole
      ? undefined
      : {
          id: view.getUint16(from + 4),
          offset: (flags & 0x1fff) * 8,
          last: (flags & 0x2000) === 0,
        },
  };
}

function readIpv6(view: DataView, from: number, to: number, wireEnd: number): Datagram | undefined {
  if (to - from < 40) return undefined;
  const payload = view.getUint16(from + 4);
  const end = payload === 0 ? wireEnd : from + 40 + payload;
  const stop = Math.min(to, end);
  let protocol = view.getUint8(from + 6);
  let start = from + 40;
  let fragment: Fragment | undefined;
  for (;;) {
    const size = extensionSize(view, protocol, start, stop);
    if (size === 0) break;
    if (size > stop - start) return undefined;
    if (protocol === FRAGMENT) fragment = fragmentOf(view, start);
    protocol = view.getUint8(start);
    start += size;
    // What follows in a later fragment is no header.
    if (fragment !== undefined && fragment.offset > 0) break;
  }
  const [source, target] = [ipv6Text(view, from + 8), ipv6Text(view, from + 24)];
  return { source, target, protocol, from: start, to: stop, length: end - start, fragment };
}

/** Bytes of the header `protocol` at `start`; 0 where it is no extension, infinite where it is cut. */
function extensionSize(view: DataView, protocol: number, start: number, stop: number): number {
  switch (protocol) {
    case HOP_BY_HOP:
    case ROUTING:
    case DESTINATION:
    case MOBILITY:
      return stop - start < 8 ? Infinity : (view.getUint8(start + 1) + 1) * 8;
    case AUTHENTICATION:
      return stop - start < 8 ? Infinity : (view.getUint8(start + 1) + 2) * 4;
    case FRAGMENT:
      return 8;
    default:
      return 0;
  }
}

/** undefined where it is the only one: the packet is whole. */
function fragmentOf(view: DataView, start: number): Fragment | undefined {
  const place = view.getUint16(start + 2);
  if ((place & 0xfff9) === 0) return undefined;
  return { id: view.getUint32(start + 4), offset: place & 0xfff8, last: (place & 1) === 0 };
}
