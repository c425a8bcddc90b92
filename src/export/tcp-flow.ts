/**
 * One connection as TCP would carry it: SYN, SYN-ACK, ACK; what is sent in segments, an ACK behind
 * every second and behind the last; FIN or RST. It only says which segments there are, in which order.
 */
import { ACK, FIN, PSH, RST, SYN, maxPayload, maxSegment } from './tcp-frame.ts';
import type { End, Segment } from './tcp-frame.ts';

/** Takes a segment. `comments`: about it, in words. */
export type Wire = (segment: Segment, comments: readonly string[]) => void;

/** A piece of a stream: `length` bytes from `offset` on, of which `bytes` are known. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const NOTHING: Uint8Array = new Uint8Array(0);
const NONE: readonly string[] = [];
/** A larger hole is left as a hole: as packets that were cut it would be a thousand of them. */
const MAX_CUT = 2 ** 26;
const DATA_BETWEEN_ACKS = 2;

export class TcpFlow {
  readonly client: End;
  readonly server: End;
  /** Broken off: nobody answers any more. */
  reset = false;
  /** An end that is gone: it answers with RST what still comes. */
  gone: End | undefined;
  readonly #wire: Wire;
  /** What the next segment says of a jump before it. */
  #jumped = NONE;

  constructor(wire: Wire, client: End, server: End) {
    this.#wire = wire;
    this.client = client;
    this.server = server;
  }

  other(end: End): End {
    return end === this.client ? this.server : this.client;
  }

  /** The client asks for the connection. */
  ask(comments: readonly string[]): void {
    if (this.client.syn) return;
    this.#put(this.client, SYN, comments);
    this.client.syn = true;
  }

  /** Both agree. */
  agree(comments: readonly string[]): void {
    if (this.server.syn) return;
    this.ask(comments);
    this.#put(this.server, SYN | ACK);
    this.server.syn = true;
    this.#put(this.client, ACK);
  }

  /** The stream was there before: what came until now is not shown. */
  join(): void {
    this.client.syn = true;
    this.server.syn = true;
  }

  /** Bytes of an end's stream, as far as they have not been sent. Returns whether there were any. */
  send(from: End, { offset, length, bytes }: Piece, comments: readonly string[]): boolean {
    if (from.fin || offset + length <= from.sent) return false;
    this.join();
    if (offset > from.sent) this.#skip(from, offset - from.sent);
    const most = maxSegment(from);
    const first = from.sent - offset;
    const known = Math.min(bytes.length, length);
    const count = Math.ceil(Math.max(known - first, 0) / most);
    for (let at = first, n = 1; at < known; at += most, n++) {
      const payload = bytes.subarray(at, Math.min(at + most, known));
      const isLast = at + payload.length === length;
      const which = count > 1 ? [...comments, `segment ${n} of ${count}`] : comments;
      this.#put(from, isLast ? PSH | ACK : ACK, which, payload);
      from.sent += payload.length;
      if (isLast || n % DATA_BETWEEN_ACKS === 0) this.#acknowledge(from);
    }
    const missing = offset + length - from.sent;
    if (missing > 0) this.#skip(from, missing, comments);
    return true;
  }

  /** An end sends no more. Returns whether that is new. */
  finish(from: End, comments: readonly string[]): boolean {
    if (from.fin || this.reset) return false;
    this.join();
    this.#put(from, FIN | ACK, comments);
    from.fin = true;
    this.#acknowledge(from);
    return true;
  }

  /** An end breaks the connection off. Returns whether that is new. */
  break(from: End, comments: readonly string[]): boolean {
    if (this.reset) return false;
    this.join();
    this.#put(from, RST | ACK, comments);
    this.reset = true;
    return true;
  }

  #acknowledge(from: End): void {
    if (this.reset) return;
    const to = this.other(from);
    if (this.gone === to) this.break(to, ['an answer to bytes for a socket that was closed']);
    else this.#put(to, ACK);
  }

  /** Bytes that nobody has: packets without their payload, or where there are very many, a jump. */
  #skip(from: End, count: number, comments: readonly string[] = []): void {
    const end = from.sent + count;
    if (count > MAX_CUT) {
      this.#jumped = [`the ${count} bytes of this stream before it are not in the recording`];
      from.sent = end;
      return;
    }
    while (from.sent < end) {
      const missing = Math.min(maxPayload(from), end - from.sent);
      const word = `${missing} bytes are not in the recording`;
      this.#put(from, ACK, [...comments, word], NOTHING, missing);
      from.sent += missing;
    }
    this.#acknowledge(from);
  }

  #put(
    from: End,
    flags: number,
    comments: readonly string[] = NONE,
    payload = NOTHING,
    missing = 0,
  ): void {
    const words = this.#jumped.length === 0 ? comments : [...comments, ...this.#jumped];
    this.#jumped = NONE;
    this.#wire({ from, to: this.other(from), flags, payload, missing }, words);
  }
}
