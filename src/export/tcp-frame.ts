/** Segments of TCP in frames of Ethernet: RFC 9293, 791, 8200. Their headers are synthetic. */
import type { ByteBuffer } from './byte-buffer.ts';

/** What the segment says of itself. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

const ETHERNET = 14;
const TCP = 20;
/** Of the SYN: the option with the largest segment. */
const MSS_OPTION = 4;
const TTL = 64;
const WINDOW = 65_535;
const PROTOCOL_TCP = 6;
const DONT_FRAGMENT = 0x4000;

/** One end of a connection, with what of its stream is on the wire. */
export interface End {
  readonly ip: Uint8Array;
  readonly port: number;
  /** Initial sequence number. */
  readonly isn: number;
  /** Bytes of its stream up to here have been sent. */
  sent: number;
  /** Bytes of the other's stream up to here have been taken by the program. */
  taken: number;
  syn: boolean;
  fin: boolean;
  /** It has shut down its receiving: what its recv returns says nothing of the other end. */
  deaf: boolean;
}

export interface Segment {
  readonly from: End;
  readonly to: End;
  readonly flags: number;
  readonly payload: Uint8Array;
  /** Bytes behind the payload that nobody recorded: the packet is cut there. */
  readonly missing: number;
}

/** Bytes of a segment at most, on Ethernet. */
export function maxSegment({ ip }: End): number {
  return ip.length === 4 ? 1460 : 1440;
}

/** The most that one packet can hold. */
export function maxPayload({ ip }: End): number {
  return 65_535 - TCP - (ip.length === 4 ? 20 : 0);
}

/** Number of the next byte that an end sends, modulo 2^32: its SYN and its FIN count as one. */
export function nextNumber({ isn, syn, sent, fin }: End): number {
  return (isn + (sent % 2 ** 32) + Number(syn) + Number(fin)) % 2 ** 32;
}

/** Writes the frame of a segment. Returns how long it was before it was cut. */
export function writeFrame(into: ByteBuffer, segment: Segment): number {
  const { from, to, flags, payload, missing } = segment;
  const option = flags & SYN ? MSS_OPTION : 0;
  const size = TCP + option + payload.length + missing;
  into.room(ETHERNET + 40 + size);
  writeEthernet(into, from, to);
  if (from.ip.length === 4) writeIpv4(into, from, to, size);
  else writeIpv6(into, from, to, size);
  const start = into.length;
  into.be16(from.port);
  into.be16(to.port);
  into.be32(nextNumber(from));
  into.be32(flags & ACK ? nextNumber(to) : 0);
  into.be16((((TCP + option) / 4) << 12) | flags);
  into.be16(WINDOW);
  into.be32(0);
  if (option > 0) into.be32((2 << 24) | (MSS_OPTION << 16) | maxSegment(from));
  into.raw(payload);
  // Of a cut segment the checksum cannot be known.
  if (missing === 0) {
    const sum = sumOf(from.ip, 0, from.ip.length) + sumOf(to.ip, 0, to.ip.length);
    const whole = sum + PROTOCOL_TCP + size + sumOf(into.bytes, start, into.length);
    into.be16At(start + 16, complement(whole));
  }
  return into.length - start + missing + ETHERNET + (from.ip.length === 4 ? 20 : 40);
}

function writeEthernet(into: ByteBuffer, from: End, to: End): void {
  for (const { ip } of [to, from]) {
    // Locally administered, of the last four bytes of the IP address.
    into.be16(0x0200);
    for (let at = ip.length - 4; at < ip.length; at++) into.u8(ip[at] as number);
  }
  into.be16(from.ip.length === 4 ? 0x0800 : 0x86dd);
}

function writeIpv4(into: ByteBuffer, from: End, to: End, size: number): void {
  const start = into.length;
  into.be16(0x4500);
  into.be16(20 + size);
  into.be16(0);
  into.be16(DONT_FRAGMENT);
  into.be16((TTL << 8) | PROTOCOL_TCP);
  into.be16(0);
  into.raw(from.ip);
  into.raw(to.ip);
  into.be16At(start + 10, complement(sumOf(into.bytes, start, start + 20)));
}

function writeIpv6(into: ByteBuffer, from: End, to: End, size: number): void {
  into.be32(0x60000000);
  into.be16(size);
  into.be16((PROTOCOL_TCP << 8) | TTL);
  into.raw(from.ip);
  into.raw(to.ip);
}

/** RFC 1071: the sum of 16-bit words; below 2^53 for everything that fits into a packet. */
export function sumOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  const even = to - ((to - from) & 1);
  for (let at = from; at < even; at += 2) {
    sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  }
  return even < to ? sum + ((bytes[even] as number) << 8) : sum;
}

/** The checksum: the complement of the sum, its carries added in. */
export function complement(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
