/** One TCP connection as its packets show it: two ends, their streams, and what happened when. */
import type { Address } from '../trace/format.ts';
import { TcpStream } from './tcp-stream.ts';
import type { Piece, StreamEvent } from './tcp-stream.ts';
import type { Segment } from './tcp.ts';

/** One end of a connection, and the stream that it sends. */
export interface End {
  readonly address: Address;
  readonly stream: TcpStream;
  /** First bytes that it sent: they tell which protocol it speaks. */
  readonly head: number[];
  /** Bytes that are put together until the sender says that there are no more for now. */
  open: Sent | undefined;
}

interface Happened {
  readonly conversation: Conversation;
  /** Nanoseconds since the capture began. */
  readonly at: number;
}

/** Bytes that an end sent together. */
export interface Sent extends Happened {
  readonly what: 'sent';
  readonly end: End;
  readonly offset: number;
  readonly pieces: Uint8Array[];
  /** Bytes in all, and how many of them were captured. */
  length: number;
  captured: number;
}

/** What can be told of a connection, in the order in which the capture shows it. */
export type Happening =
  | (Happened & { readonly what: 'connected' })
  | Sent
  | (Happened & { readonly what: 'hole'; readonly end: End; readonly missing: number })
  | (Happened & { readonly what: 'ended'; readonly end: End; readonly how: 'FIN' | 'RST' });

/** As many bytes as the course's header has. */
const HEAD = 64;
/** A trace's line has a limit, and nobody looks at more bytes at a time. */
const MOST_TOGETHER = 256 * 1024;

export class Conversation {
  readonly ends: readonly [End, End];
  /** Who asked for the connection: it sent the SYN, or the other end answered one. */
  client: End | undefined;
  packets = 0;
  /** Anything but the asking was seen. */
  connected = false;
  /** Neither end will send anything more. */
  over = false;
  refused = false;
  readonly begins: number;
  readonly #log: Happening[];

  /** @param log takes what happens, of all connections alike */
  constructor(source: Address, target: Address, at: number, log: Happening[]) {
    const end = (address: Address): End => ({
      address,
      stream: new TcpStream(),
      head: [],
      open: undefined,
    });
    this.ends = [end(source), end(target)];
    this.begins = at;
    this.#log = log;
  }

  endOf([host, port]: Address): End {
    const [a, b] = this.ends;
    return a.address[0] === host && a.address[1] === port ? a : b;
  }

  otherEnd(end: End): End {
    return end === this.ends[0] ? this.ends[1] : this.ends[0];
  }

  take(from: End, segment: Segment, at: number): void {
    const other = this.otherEnd(from);
    const { syn, rst, acknowledged } = segment;
    this.packets++;
    if (this.over) return;
    if (syn) this.client ??= acknowledged === undefined ? from : other;
    if (rst && !this.connected) {
      this.refused = this.over = true;
      return;
    }
    if (!syn && !rst && !this.connected) {
      this.connected = true;
      this.#log.push({ what: 'connected', conversation: this, at });
    }
    if (acknowledged !== undefined) this.#all(other, other.stream.acknowledge(acknowledged), at);
    // Bytes of a reset are words for people (RFC 9293, 3.5.3), no part of the stream.
    if (rst) this.#reset(from, at);
    else this.#all(from, from.stream.take(segment), at);
    if (from.stream.ended && other.stream.ended) this.over = true;
  }

  /** The capture is at its end. */
  finish(at: number): void {
    for (const end of this.ends) {
      if (!this.over && end.stream.begun) this.#all(end, end.stream.finish(), at);
      end.open = undefined;
    }
    this.over = true;
  }

  #reset(from: End, at: number): void {
    for (const end of this.ends) if (end.stream.begun) this.#all(end, end.stream.finish(), at);
    this.#log.push({ what: 'ended', conversation: this, at, end: from, how: 'RST' });
    this.over = true;
  }

  #all(end: End, events: Iterable<StreamEvent>, at: number): void {
    for (const event of events) {
      if (event.what === 'bytes') {
        this.#sent(end, event.offset, event.piece, at);
        continue;
      }
      end.open = undefined;
      if (event.what === 'hole')
        this.#log.push({ what: 'hole', conversation: this, at, end, missing: event.missing });
      else this.#log.push({ what: 'ended', conversation: this, at, end, how: 'FIN' });
    }
  }

  #sent(end: End, offset: number, { bytes, length, push }: Piece, at: number): void {
    this.otherEnd(end).open = undefined;
    let sent = end.open;
    if (sent === undefined || sent.length + length > MOST_TOGETHER) {
      const begun = { offset, pieces: [], length: 0, captured: 0 };
      sent = { what: 'sent', conversation: this, at, end, ...begun };
      this.#log.push(sent);
    }
    sent.pieces.push(bytes);
    sent.length += length;
    sent.captured += bytes.length;
    if (offset === end.head.length) end.head.push(...bytes.subarray(0, HEAD - end.head.length));
    end.open = push || bytes.length < length ? undefined : sent;
  }
}
