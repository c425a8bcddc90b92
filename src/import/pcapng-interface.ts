/** An interface of a pcapng section: what its packets are, and in which unit their times are. */
import type { Link } from './capture.ts';
import { options } from './pcapng-options.ts';

export interface Interface {
  readonly link: Link;
  /** Longest packet that was captured whole; 0 for any. */
  readonly snaplen: number;
  /** Ticks in a second. */
  readonly resolution: bigint;
  /** Seconds to be added to every time. */
  readonly offset: bigint;
}

const TSRESOL = 9;
const TSOFFSET = 14;
/** 10^38 is beyond 128 bits; no clock is that fine. */
const FINEST = 38;

/** Of the block's inside [from, to), which has at least 8 bytes. */
export function readInterface(
  bytes: Uint8Array,
  little: boolean,
  from: number,
  to: number,
): Interface {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let resolution = 1_000_000n;
  let offset = 0n;
  for (const option of options(bytes, little, from + 8, to)) {
    const length = option.to - option.from;
    if (option.code === TSRESOL && length === 1) resolution = ticksOf(view.getUint8(option.from));
    if (option.code === TSOFFSET && length === 8) offset = view.getBigInt64(option.from, little);
  }
  return {
    link: view.getUint16(from, little),
    snaplen: view.getUint32(from + 4, little),
    resolution,
    offset,
  };
}

/** Nanoseconds since 1970. */
export function timeOf({ resolution, offset }: Interface, ticks: bigint): bigint {
  return offset * 1_000_000_000n + (ticks * 1_000_000_000n) / resolution;
}

/** The uppermost bit says whether the others are a power of 2 or of 10. */
function ticksOf(value: number): bigint {
  const power = BigInt(Math.min(value & 0x7f, FINEST));
  return (value & 0x80) === 0 ? 10n ** power : 2n ** power;
}
