/** The blocks of a pcapng file: https://ietf-opsawg-wg.github.io/draft-ietf-opsawg-pcap/ */
import type { TraceHeader } from '../trace/format-header.ts';
import { ByteBuffer } from './byte-buffer.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const JOURNAL = 9;
const ETHERNET = 1;

const OPTION = {
  comment: 1, os: 3, application: 4, name: 2, description: 3, resolution: 9, flags: 2, id: 5,
} as const; // prettier-ignore
/** Times are in nanoseconds: 10^−9. */
const RESOLUTION = 9;
const MAX_OPTION = 4_000;

/** A packet's place: what its block says besides its bytes. */
export interface PacketInfo {
  readonly interface: number;
  /** Nanoseconds since the trace began. */
  readonly at: number;
  /** Number of the event. */
  readonly id: number;
  readonly inbound: boolean;
  readonly comments: readonly string[];
}

/** `NAME=value` each, each with its line end; `source`: those of them that are often the same, in
 *  UTF-8. */
export interface JournalEntry {
  readonly fields: string;
  readonly source: Uint8Array;
}

/** Writes blocks. Times never run backwards: what was taken earlier than the last stands with it. */
export class Blocks {
  readonly into = new ByteBuffer();
  /** The time of the last block, in nanoseconds since the trace began. */
  #last = -Infinity;
  readonly #high: number;
  readonly #low: number;
  readonly #microseconds: number;
  readonly #rest: number;

  constructor({ epoch_ns }: Pick<TraceHeader, 'epoch_ns'>) {
    const epoch = BigInt.asUintN(64, BigInt(epoch_ns));
    this.#high = Number(epoch >> 32n);
    this.#low = Number(epoch & 0xffffffffn);
    this.#microseconds = Number(epoch / 1000n);
    this.#rest = Number(epoch % 1000n);
  }

  section(comments: readonly string[], os: string, application: string): void {
    const start = this.#open(SECTION);
    this.into.le32(0x1a2b3c4d);
    this.into.le32(1);
    // Length of the section: not said.
    this.into.le32(0xffffffff);
    this.into.le32(0xffffffff);
    for (const comment of comments) this.#textOption(OPTION.comment, comment);
    this.#textOption(OPTION.os, os);
    this.#textOption(OPTION.application, application);
    this.#close(start);
  }

  interface(name: string, description: string): void {
    const start = this.#open(INTERFACE);
    this.into.le32(ETHERNET);
    this.into.le32(0);
    this.#textOption(OPTION.name, name);
    this.#textOption(OPTION.description, description);
    this.into.room(8);
    this.into.le16(OPTION.resolution);
    this.into.le16(1);
    this.into.le32(RESOLUTION);
    this.#close(start);
  }

  /** @param write writes the frame and returns how long it was before it was cut */
  packet(info: PacketInfo, write: (into: ByteBuffer) => number): void {
    const { into } = this;
    const at = Math.max(info.at, this.#last);
    this.#last = at;
    const low = this.#low + (at % 2 ** 32);
    const start = this.#open(PACKET);
    into.le32(info.interface);
    into.le32(this.#high + Math.floor(at / 2 ** 32) + Math.floor(low / 2 ** 32));
    into.le32(low % 2 ** 32);
    into.le32(0);
    into.le32(0);
    const frame = into.length;
    const whole = write(into);
    into.le32At(frame - 8, into.length - frame);
    into.le32At(frame - 4, whole);
    into.pad();
    for (const comment of info.comments) this.#textOption(OPTION.comment, comment);
    if (at > info.at) {
      const moved = `recorded ${at - info.at} ns earlier; moved, so that time does not run backwards`;
      this.#textOption(OPTION.comment, moved);
    }
    into.room(24);
    into.le16(OPTION.flags);
    into.le16(4);
    into.le32(info.inbound ? 1 : 2);
    into.le16(OPTION.id);
    into.le16(8);
    into.le32(info.id % 2 ** 32);
    into.le32(Math.floor(info.id / 2 ** 32));
    this.#close(start);
  }

  /** An entry of a journal, for which microseconds are the finest: rounded down, or up where a packet
   *  of the same microsecond stands before it. */
  journal(at: number, { fields, source }: JournalEntry): void {
    const start = this.#open(JOURNAL, false);
    this.into.text(`__REALTIME_TIMESTAMP=${this.#microsecondOf(at)}\n${fields}`);
    this.into.raw(source);
    this.#close(start, false);
  }

  #microsecondOf(at: number): number {
    const rest = this.#rest;
    let passed = Math.floor((at + rest) / 1000);
    if (passed * 1000 - rest < this.#last) passed = Math.ceil((this.#last + rest) / 1000);
    this.#last = Math.max(this.#last, passed * 1000 - rest);
    return this.#microseconds + passed;
  }

  #open(type: number, hasOptions = true): number {
    const { into } = this;
    into.room(hasOptions ? 64 : 16);
    const start = into.length;
    into.le32(type);
    into.le32(0);
    return start;
  }

  #close(start: number, hasOptions = true): void {
    const { into } = this;
    into.pad();
    into.room(8);
    if (hasOptions) into.le32(0);
    into.le32(0);
    const size = into.length - start;
    into.le32At(start + 4, size);
    into.le32At(into.length - 4, size);
  }

  #textOption(code: number, text: string): void {
    const { into } = this;
    into.room(4);
    into.le16(code);
    into.le16(0);
    const start = into.length;
    into.text(text.length > MAX_OPTION ? `${text.slice(0, MAX_OPTION)}…` : text);
    into.le16At(start - 2, into.length - start);
    into.pad();
  }
}
