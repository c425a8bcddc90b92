/**
 * One direction of a TCP connection, put together from its segments: what came twice is left out,
 * what came too early waits, and what the capture missed is counted.
 */
import type { Segment } from './tcp.ts';

/** Something that happened to the stream, in the order of its bytes. */
export type StreamEvent =
  | { readonly what: 'bytes'; readonly offset: number; readonly piece: Piece }
  /** So many bytes before `offset` are not in the capture. */
  | { readonly what: 'hole'; readonly offset: number; readonly missing: number }
  | { readonly what: 'fin' };

/** Bytes of one segment; `bytes` may be fewer than `length`: the others were not captured. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** The sender had no more to send just then. */
  readonly push: boolean;
}

interface Waiting extends Piece {
  readonly offset: number;
}

/** What is further away than 64 MiB is not of this connection: the number is wrong, or an old one. */
const FURTHEST = 2 ** 26;
/** Early segments that are kept while those before them may still come. */
const MOST_WAITING = 4096;

export class TcpStream {
  /** Offset of the byte that comes next. */
  next = 0;
  /** The number of the SYN, where it was seen. */
  syn: number | undefined;
  /** The end was seen and all before it has come. */
  ended = false;
  /** Bytes of the stream that the other end has acknowledged. */
  acknowledged = 0;
  /** Segments that are of no place in the stream. */
  strays = 0;
  /** The number that the byte at `next` has; undefined until a segment told. */
  #expected: number | undefined;
  #fin: number | undefined;
  /** By their offsets. */
  #waiting: Waiting[] = [];

  /** True once the number of any byte is known. */
  get begun(): boolean {
    return this.#expected !== undefined;
  }

  /** Takes a segment of this direction; what has thereby come, in order. */
  *take(segment: Segment): Generator<StreamEvent> {
    const first = segment.syn ? (segment.sequence + 1) >>> 0 : segment.sequence;
    if (segment.syn) this.syn ??= segment.sequence;
    this.#expected ??= first;
    const offset = this.#offsetOf(first);
    if (Math.abs(offset - this.next) > FURTHEST) return void this.strays++;
    if (segment.fin) this.#fin ??= offset + segment.length;
    if (segment.length > 0) this.#keep(offset, segment);
    yield* this.#drain();
    if (this.#waiting.length > MOST_WAITING) yield* this.#skip();
  }

  /** The other end has acknowledged all before a number: what is missing until there is lost to the
   *  capture, not to the connection. */
  *acknowledge(number: number): Generator<StreamEvent> {
    this.#expected ??= number;
    const offset = this.#offsetOf(number);
    if (Math.abs(offset - this.next) > FURTHEST) return;
    this.acknowledged = Math.max(this.acknowledged, offset);
    while ((this.#waiting[0]?.offset ?? Infinity) <= offset) yield* this.#skip();
  }

  /** Nothing more will come. */
  *finish(): Generator<StreamEvent> {
    while (this.#waiting.length > 0) yield* this.#skip();
    if (this.ended) return;
    // The end takes a number too: one byte more than came may be no byte.
    const known = this.#fin ?? (this.acknowledged > this.next + 1 ? this.acknowledged : this.next);
    const missing = known - this.next;
    if (missing > 0) {
      this.#advance(missing);
      yield { what: 'hole', offset: known, missing };
    }
    yield* this.#drain();
  }

  /** Numbers are of 32 bits: the nearest offset is meant. */
  #offsetOf(number: number): number {
    return this.next + ((number - (this.#expected as number)) | 0);
  }

  #keep(offset: number, { bytes, length, push }: Segment): void {
    const known = Math.max(this.next - offset, 0);
    if (known >= length) return;
    const piece = {
      offset: offset + known,
      bytes: bytes.subarray(Math.min(known, bytes.length)),
      length: length - known,
      push,
    };
    let place = this.#waiting.length;
    while (place > 0 && (this.#waiting[place - 1] as Waiting).offset > piece.offset) place--;
    this.#waiting.splice(place, 0, piece);
  }

  /** Hands out what has no hole before it. */
  *#drain(): Generator<StreamEvent> {
    let taken = 0;
    for (const waiting of this.#waiting) {
      if (waiting.offset > this.next) break;
      taken++;
      const known = this.next - waiting.offset;
      if (known >= waiting.length) continue;
      const { push } = waiting;
      const bytes = waiting.bytes.subarray(Math.min(known, waiting.bytes.length));
      const piece = { bytes, length: waiting.length - known, push };
      const offset = this.next;
      this.#advance(piece.length);
      yield { what: 'bytes', offset, piece };
    }
    if (taken > 0) this.#waiting.splice(0, taken);
    if (this.ended || this.#fin === undefined || this.next < this.#fin) return;
    this.ended = true;
    yield { what: 'fin' };
  }

  /** Goes on behind the first hole. */
  *#skip(): Generator<StreamEvent> {
    const offset = this.#waiting[0]?.offset ?? this.next;
    const missing = offset - this.next;
    if (missing > 0) {
      this.#advance(missing);
      yield { what: 'hole', offset, missing };
    }
    yield* this.#drain();
  }

  #advance(length: number): void {
    this.next += length;
    this.#expected = ((this.#expected as number) + length) >>> 0;
  }
}
