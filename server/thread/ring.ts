/**
 * A ring of trace lines: one thread writes, the recorder reads, both without locks.
 *
 * The text lies in a ring of bytes, contiguous for each entry (an entry that would cross the end
 * starts again at the beginning); an index ring holds (number, place, length, flags) of each entry.
 * Room is reserved *before* a number is taken, so a thread that must wait leaves no hole in the
 * order. A full ring blocks its thread: nothing is dropped.
 */
import { ENTRY_WORDS, RING_BYTES, RING_ENTRIES, SLOT, slotWord, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';

/** Entry flags. `more`: the line goes on in the next entry. `echo`: also for the real terminal. */
export const FLAG = { more: 1, echo: 2 } as const;

/** The largest piece that is written at once; longer lines go in several entries. */
export const MAX_PIECE = RING_BYTES / 8;

const BYTE_MASK = RING_BYTES - 1;
const ENTRY_MASK = RING_ENTRIES - 1;

/** The writing end, in the thread that owns the slot. */
export class RingWriter {
  readonly text: Uint8Array;
  readonly #words: Int32Array;
  readonly #index: Int32Array;
  readonly #published: number;
  readonly #readEntries: number;
  readonly #readBytes: number;
  #entries: number;
  /** Bytes and entries that are free for certain. */
  #room = 0;
  #freeEntries = 0;
  /** Bytes ever written, as an unsigned 32-bit number that wraps. */
  #bytes: number;

  constructor(memory: SharedMemory, slot: number) {
    this.text = memory.text.subarray(slot * RING_BYTES, (slot + 1) * RING_BYTES);
    const perSlot = RING_ENTRIES * ENTRY_WORDS;
    this.#index = memory.index.subarray(slot * perSlot, (slot + 1) * perSlot);
    this.#words = memory.words;
    this.#published = slotWord(slot, SLOT.published);
    this.#readEntries = slotWord(slot, SLOT.readEntries);
    this.#readBytes = slotWord(slot, SLOT.readBytes);
    this.#entries = Atomics.load(this.#words, this.#published);
    // All that an earlier thread of this slot wrote must be out before its places are used again.
    while (Atomics.load(this.#words, this.#readEntries) !== this.#entries) this.#waitForReader();
    this.#bytes = Atomics.load(this.#words, this.#readBytes) >>> 0;
  }

  /** Waits for `bytes` (≤ MAX_PIECE) of contiguous room, which begins at `place`. */
  reserve(bytes: number): void {
    const toEnd = RING_BYTES - (this.#bytes & BYTE_MASK);
    if (toEnd < bytes) this.#skip(toEnd);
    if (this.#room < bytes || this.#freeEntries === 0) this.#makeRoom(bytes);
  }

  #skip(bytes: number): void {
    this.#bytes = (this.#bytes + bytes) >>> 0;
    this.#room -= bytes;
  }

  /** Where in `text` the reserved room begins. */
  get place(): number {
    return this.#bytes & BYTE_MASK;
  }

  /** Takes the next number of the total order. Call only with room reserved. */
  takeNumber(): number {
    return Atomics.add(this.#words, WORD.seq, 1) + 1;
  }

  /** Publishes `length` bytes written at the reserved place under the number `seq`. */
  publish(seq: number, length: number, flags: number): void {
    const entry = (this.#entries & ENTRY_MASK) * ENTRY_WORDS;
    this.#index[entry] = seq;
    this.#index[entry + 1] = this.#bytes | 0;
    this.#index[entry + 2] = length;
    this.#index[entry + 3] = flags;
    this.#bytes = (this.#bytes + length) >>> 0;
    this.#room -= length;
    this.#entries = (this.#entries + 1) | 0;
    this.#freeEntries--;
    Atomics.store(this.#words, this.#published, this.#entries);
  }

  /** Asks how far the reader has come: only when the room known of is used up. */
  #makeRoom(bytes: number): void {
    for (;;) {
      const used = (this.#bytes - Atomics.load(this.#words, this.#readBytes)) >>> 0;
      const entries = (this.#entries - Atomics.load(this.#words, this.#readEntries)) | 0;
      if (used > RING_BYTES / 2 || entries > RING_ENTRIES / 2) this.#ring();
      this.#room = RING_BYTES - used;
      this.#freeEntries = RING_ENTRIES - entries;
      if (this.#room >= bytes && this.#freeEntries > 0) break;
      this.#waitForReader();
    }
    // Asked again at half of it, so that the recorder is told before the ring is full.
    this.#room = Math.max(bytes, this.#room >> 1);
    this.#freeEntries = Math.max(1, this.#freeEntries >> 1);
  }

  #ring(): void {
    Atomics.store(this.#words, WORD.doorbell, 1);
    Atomics.notify(this.#words, WORD.doorbell);
  }

  /** Back-pressure: sleeps until the recorder has read on. */
  #waitForReader(): void {
    const seen = Atomics.load(this.#words, this.#readEntries);
    this.#ring();
    Atomics.wait(this.#words, this.#readEntries, seen, 5);
  }
}

/** The reading end, in the recorder. */
export class RingReader {
  readonly text: Uint8Array;
  readonly #words: Int32Array;
  readonly #index: Int32Array;
  readonly #published: number;
  readonly #readEntries: number;
  readonly #readBytes: number;
  /** Entries looked at by `peekNumber`, and entries consumed. */
  #walked = 0;
  #read = 0;
  #released = 0;
  #end = 0;

  constructor(memory: SharedMemory, slot: number) {
    this.text = memory.text.subarray(slot * RING_BYTES, (slot + 1) * RING_BYTES);
    const perSlot = RING_ENTRIES * ENTRY_WORDS;
    this.#index = memory.index.subarray(slot * perSlot, (slot + 1) * perSlot);
    this.#words = memory.words;
    this.#published = slotWord(slot, SLOT.published);
    this.#readEntries = slotWord(slot, SLOT.readEntries);
    this.#readBytes = slotWord(slot, SLOT.readBytes);
  }

  /** The number of the first entry not yet walked over; 0 when there is none. */
  peekNumber(): number {
    if (this.#walked === Atomics.load(this.#words, this.#published)) return 0;
    return this.#index[(this.#walked & ENTRY_MASK) * ENTRY_WORDS] as number;
  }

  walk(): void {
    this.#walked = (this.#walked + 1) | 0;
  }

  /** Whether the next entry to consume has been published. */
  ready(): boolean {
    return this.#read !== Atomics.load(this.#words, this.#published);
  }

  get place(): number {
    return (this.#index[(this.#read & ENTRY_MASK) * ENTRY_WORDS + 1] as number) & BYTE_MASK;
  }
  get length(): number {
    return this.#index[(this.#read & ENTRY_MASK) * ENTRY_WORDS + 2] as number;
  }
  get flags(): number {
    return this.#index[(this.#read & ENTRY_MASK) * ENTRY_WORDS + 3] as number;
  }

  /** Goes on to the next entry; the room stays taken until `release`. */
  consume(): void {
    const entry = (this.#read & ENTRY_MASK) * ENTRY_WORDS;
    this.#end = ((this.#index[entry + 1] as number) + (this.#index[entry + 2] as number)) | 0;
    this.#read = (this.#read + 1) | 0;
    if (((this.#walked - this.#read) | 0) < 0) this.#walked = this.#read;
  }

  /** Gives the room of all consumed entries back to the thread. */
  release(): void {
    if (this.#released === this.#read) return;
    this.#released = this.#read;
    Atomics.store(this.#words, this.#readBytes, this.#end);
    Atomics.store(this.#words, this.#readEntries, this.#read);
    Atomics.notify(this.#words, this.#readEntries);
  }
}
