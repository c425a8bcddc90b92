/**
 * The newer capture format, pcapng (draft-ietf-opsawg-pcapng): blocks, each with its length before
 * and after it. Every section has a byte order and interfaces of its own.
 */
import { Capture } from './capture.ts';
import type { OnRead } from './imported-file.ts';
import { readInterface, timeOf } from './pcapng-interface.ts';
import type { Interface } from './pcapng-interface.ts';
import { optionTexts } from './pcapng-options.ts';
import { Problems } from './problems.ts';

const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const PACKET = 6;
/** Type, length, and the length again. */
const FRAME = 12;
const SMALLEST_SECTION = 28;
/** Bytes of a packet block before its packet. */
const PACKET_FIELDS = 20;
const MOST_INTERFACES = 65_536;
const BLOCKS_BETWEEN_NEWS = 65_536;

export function isPcapng(bytes: Uint8Array): boolean {
  // The type of a section's block reads the same in both byte orders.
  const type = [0x0a, 0x0d, 0x0d, 0x0a];
  return type.every((byte, at) => bytes[at] === byte);
}

/** Reads up to the first block that is not as it must be: from there on no block can be found. */
export function readPcapng(bytes: Uint8Array, onread?: OnRead): Capture {
  const reader = new Reader(bytes);
  reader.read(onread);
  return reader.capture;
}

class Reader {
  readonly capture: Capture;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #little = true;
  #interfaces: Interface[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.capture = new Capture(bytes, new Problems());
  }

  read(onread?: OnRead): void {
    let at = 0;
    for (let blocks = 1; at < this.#bytes.length; blocks++) {
      const wrong = this.#wrongWith(at);
      if (wrong !== undefined) return this.capture.problems.report(at, wrong);
      const length = this.#view.getUint32(at + 4, this.#little);
      this.#block(this.#view.getUint32(at, this.#little), at, length);
      at += length;
      if (blocks % BLOCKS_BETWEEN_NEWS === 0) onread?.(at / this.#bytes.length);
    }
  }

  /** What makes it impossible to go on, in words. A section's block sets the byte order. */
  #wrongWith(at: number): string | undefined {
    const left = this.#bytes.length - at;
    if (left < FRAME) return `a block has at least ${FRAME} bytes, the file has ${left} more`;
    const isSection = this.#view.getUint32(at, true) === SECTION;
    if (isSection && !this.#turn(at)) return 'a section begins without its byte order mark';
    const length = this.#view.getUint32(at + 4, this.#little);
    const least = isSection ? SMALLEST_SECTION : FRAME;
    if (length < least) return `the block says ${length} bytes; it has at least ${least}`;
    if (length % 4 !== 0) return `the block says ${length} bytes: no multiple of 4`;
    if (length > left) return `the block says ${length} bytes, the file has ${left} more`;
    const again = this.#view.getUint32(at + length - 4, this.#little);
    if (again === length) return undefined;
    return `the block says ${length} bytes at its beginning and ${again} at its end`;
  }

  #turn(at: number): boolean {
    this.#little = this.#view.getUint32(at + 8, true) === BYTE_ORDER;
    return this.#little || this.#view.getUint32(at + 8, false) === BYTE_ORDER;
  }

  #block(type: number, at: number, length: number): void {
    const from = at + 8;
    const to = at + length - 4;
    if (type === SECTION) this.#section(from, to);
    else if (type === INTERFACE) this.#interface(from, to);
    else if (type === PACKET || type === OLD_PACKET) this.#packet(type, from, to);
    else if (type === SIMPLE_PACKET) this.#simplePacket(from, to);
  }

  #section(from: number, to: number): void {
    this.#interfaces = [];
    const texts = optionTexts(this.#bytes, this.#little, from + 16, to);
    this.capture.hardware ||= texts.get(2) ?? '';
    this.capture.os ||= texts.get(3) ?? '';
    this.capture.tool ||= texts.get(4) ?? '';
  }

  #interface(from: number, to: number): void {
    if (to - from < 8) return this.#tooShort(from, to, 8);
    if (this.#interfaces.length < MOST_INTERFACES)
      this.#interfaces.push(readInterface(this.#bytes, this.#little, from, to));
    else this.capture.problems.report(from - 8, `more than ${MOST_INTERFACES} interfaces`);
  }

  #packet(type: number, from: number, to: number): void {
    if (to - from < PACKET_FIELDS) return this.#tooShort(from, to, PACKET_FIELDS);
    const [view, little] = [this.#view, this.#little];
    // The older block has a count of lost packets in the other half of the number.
    const number = type === PACKET ? view.getUint32(from, little) : view.getUint16(from, little);
    const on = this.#interfaces[number];
    if (on === undefined) return this.#noInterface(from, number);
    const high = view.getUint32(from + 4, little);
    const ticks = (BigInt(high) << 32n) | BigInt(view.getUint32(from + 8, little));
    const captured = view.getUint32(from + 12, little);
    const start = from + PACKET_FIELDS;
    if (captured > to - start) return this.#tooLong(from, captured, to - start);
    const length = view.getUint32(from + 16, little);
    this.capture.add(on.link, start, start + captured, length, timeOf(on, ticks));
  }

  /** Without a time; always of the section's first interface. */
  #simplePacket(from: number, to: number): void {
    if (to - from < 4) return this.#tooShort(from, to, 4);
    const on = this.#interfaces[0];
    if (on === undefined) return this.#noInterface(from, 0);
    const length = this.#view.getUint32(from, this.#little);
    const captured = on.snaplen === 0 ? length : Math.min(length, on.snaplen);
    if (captured > to - from - 4) return this.#tooLong(from, captured, to - from - 4);
    this.capture.add(on.link, from + 4, from + 4 + captured, length, undefined);
  }

  #tooShort(from: number, to: number, least: number): void {
    const reason = `the block has ${to - from} bytes inside; it needs at least ${least}`;
    this.capture.problems.report(from - 8, reason);
  }

  #tooLong(from: number, captured: number, room: number): void {
    const reason = `the packet says ${captured} bytes, its block has room for ${room}`;
    this.capture.problems.report(from - 8, reason);
  }

  #noInterface(from: number, number: number): void {
    const reason = `the packet is of interface ${number}; the section has ${this.#interfaces.length}`;
    this.capture.problems.report(from - 8, reason);
  }
}
