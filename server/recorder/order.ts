/**
 * Brings the lines of all rings into the one total order. Numbers are taken from one counter and
 * every number taken is published soon after, so the next line is always the one with the next
 * number; the recorder waits for it and never sorts by time.
 */
import { FLAG, RingReader } from '../thread/ring.ts';
import { slotWord, SLOT } from '../thread/memory.ts';
import type { SharedMemory } from '../thread/memory.ts';

/** Numbers that are looked ahead; a power of two. */
const AHEAD = 65_536;
const MASK = AHEAD - 1;

/** Where ordered lines go: `bytes` holds whole pieces of lines, in order. */
export interface LineSink {
  /** @param echo the piece is terminal output that also goes to the real terminal */
  take(bytes: Uint8Array, from: number, to: number, echo: boolean): void;
}

export class Order {
  readonly #rings: RingReader[] = [];
  readonly #memory: SharedMemory;
  readonly #sink: LineSink;
  /** For each of the next numbers, which ring has it: slot + 1, or 0. */
  readonly #owner = new Uint16Array(AHEAD);
  #next = 1;
  /** The slot whose line is only partly out, or -1. */
  #unfinished = -1;

  constructor(memory: SharedMemory, sink: LineSink) {
    this.#memory = memory;
    this.#sink = sink;
    for (let slot = 0; slot < memory.slots; slot++) this.#rings.push(new RingReader(memory, slot));
  }

  /** The number of the next line. */
  get next(): number {
    return this.#next;
  }

  /**
   * Hands out the lines whose turn has come, in one pass; returns how many. It does not look again
   * for what threads write meanwhile: the recorder would never rest, and take a core from them.
   */
  drain(): number {
    this.#look();
    const handed = this.#finishLong() ? this.#handOut() : 0;
    for (const ring of this.#rings) ring.release();
    return handed;
  }

  /** Notes which ring has which of the next numbers. */
  #look(): void {
    for (let slot = 0; slot < this.#rings.length; slot++) {
      if (!this.#hasPublished(slot)) continue;
      const ring = this.#rings[slot] as RingReader;
      for (let seq = ring.peekNumber(); seq !== 0; seq = ring.peekNumber()) {
        if (seq - this.#next >= AHEAD) break;
        // Later pieces of a long line carry its number again.
        if (seq >= this.#next) this.#owner[seq & MASK] = slot + 1;
        ring.walk();
      }
    }
  }

  #hasPublished(slot: number): boolean {
    return Atomics.load(this.#memory.words, slotWord(slot, SLOT.published)) !== 0;
  }

  /** Hands out consecutive lines; a run that lies together in one ring goes as one piece. */
  #handOut(): number {
    let handed = 0;
    for (;;) {
      const owner = this.#owner[this.#next & MASK] as number;
      if (owner === 0) return handed;
      const ring = this.#rings[owner - 1] as RingReader;
      const from = ring.place;
      let to = from;
      let flags = 0;
      do {
        flags = ring.flags;
        to += ring.length;
        ring.consume();
        this.#owner[this.#next & MASK] = 0;
        this.#next++;
        handed++;
      } while (
        flags === 0 &&
        this.#owner[this.#next & MASK] === owner &&
        ring.place === to &&
        ring.flags === 0
      );
      this.#sink.take(ring.text, from, to, (flags & FLAG.echo) !== 0);
      if ((flags & FLAG.more) !== 0) {
        this.#unfinished = owner - 1;
        if (!this.#finishLong()) return handed;
      }
    }
  }

  /** Goes on with a long line; false while its next piece is not there yet. */
  #finishLong(): boolean {
    while (this.#unfinished !== -1) {
      const ring = this.#rings[this.#unfinished] as RingReader;
      if (!ring.ready()) return false;
      const { place, length, flags } = ring;
      this.#sink.take(ring.text, place, place + length, (flags & FLAG.echo) !== 0);
      ring.consume();
      // Its own thread waits for room to write the rest.
      ring.release();
      if ((flags & FLAG.more) === 0) this.#unfinished = -1;
    }
    return true;
  }
}
