/**
 * The recording of one thread: numbers its events, stamps them and writes them as trace lines into
 * the thread's ring. The kinds and their fields are those of `src/trace/format.ts`.
 */
import type { Actor, Call, Detail } from '../../src/trace/format.ts';
import { chunkField, constant, isPlain, putInteger } from './line-format.ts';
import { FLAG, MAX_PIECE } from './ring.ts';
import type { RingWriter } from './ring.ts';

const NUMBER = constant('{"i":');
const TIME = constant(',"t":');
const LINE_END = constant('}\n');
/** More than any line without bytes or text of its own needs. */
const SHORT_LINE = 512;

/** The constant middle parts of one socket's hot events, encoded once. */
export class SocketLines {
  readonly recv: Uint8Array;
  readonly recvRet: Uint8Array;
  readonly send: Uint8Array;
  readonly sendRet: Uint8Array;

  constructor(who: string, socket: number, fd: number) {
    const middle = `${who},"s":${socket},"fd":${fd}`;
    this.recv = constant(`,"k":"recv",${middle},"max":`);
    this.recvRet = constant(`,"k":"recv.ret",${middle},"re":`);
    this.send = constant(`,"k":"send",${middle},"len":`);
    this.sendRet = constant(`,"k":"send.ret",${middle},"re":`);
  }
}

const N = constant(',"n":');
const OFFSET = constant(',"off":');
const QUEUED = constant(',"queued":');
const PLAIN_OPEN = constant(',"u":"');
const PLAIN_CLOSE = constant('"}\n');

export interface TracerOptions {
  readonly program: number;
  readonly thread: number;
  readonly detail: Detail;
  /** `process.hrtime()` at the trace's time zero. */
  readonly zero: readonly [number, number];
  /** Terminal output also goes to the real terminal. */
  readonly echo: boolean;
}

export class Tracer {
  readonly detail: Detail;
  /** The fields that say whose events these are. */
  readonly who: string;
  readonly #ring: RingWriter;
  readonly #text: Uint8Array;
  readonly #zero: readonly [number, number];
  readonly #echo: number;
  /** While a run of identical calls is folded, nothing takes a number. */
  folding = false;

  constructor(ring: RingWriter, options: TracerOptions) {
    this.#ring = ring;
    this.#text = ring.text;
    this.#zero = options.zero;
    this.#echo = options.echo ? FLAG.echo : 0;
    this.detail = options.detail;
    this.who = `"p":${options.program},"th":${options.thread}`;
  }

  /** Nanoseconds since the trace began, on the one clock that all threads share. */
  now(): number {
    const [seconds, nanos] = process.hrtime();
    return (seconds - this.#zero[0]) * 1e9 + nanos - this.#zero[1];
  }

  recv(lines: SocketLines, max: number | bigint, queued: number | undefined): number {
    const start = this.#ring.reserve(SHORT_LINE);
    const seq = this.#ring.takeNumber();
    let at = this.#begin(start, seq, lines.recv);
    if (typeof max === 'number' && max >= 0) at = putInteger(this.#text, at, max);
    else at = this.#put(at, Buffer.from(numberText(max)));
    if (queued !== undefined) at = putInteger(this.#text, this.#put(at, QUEUED), queued);
    this.#finish(start, seq, this.#put(at, LINE_END));
    return seq;
  }

  recvRet(
    lines: SocketLines,
    call: number,
    offset: number,
    bytes: Uint8Array,
    n: number,
    queued: number | undefined,
  ): void {
    const plain = n <= MAX_PIECE - SHORT_LINE && isPlain(bytes, n);
    if (!plain) {
      const extra = queued === undefined ? '' : `,"queued":${queued}`;
      const data = chunkField(bytes.subarray(0, n));
      this.#long(lines.recvRet, `${call},"n":${n},"off":${offset}${extra},${data}`, 0);
      return;
    }
    const start = this.#ring.reserve(SHORT_LINE + n);
    const seq = this.#ring.takeNumber();
    let at = putInteger(this.#text, this.#begin(start, seq, lines.recvRet), call);
    at = putInteger(this.#text, this.#put(at, N), n);
    at = putInteger(this.#text, this.#put(at, OFFSET), offset);
    if (queued !== undefined) at = putInteger(this.#text, this.#put(at, QUEUED), queued);
    at = this.#putPlain(at, bytes, n);
    this.#finish(start, seq, at);
  }

  send(lines: SocketLines, offset: number, bytes: Uint8Array): number {
    const n = bytes.length;
    if (n > MAX_PIECE - SHORT_LINE || !isPlain(bytes, n)) {
      return this.#long(lines.send, `${n},"off":${offset},${chunkField(bytes)}`, 0);
    }
    const start = this.#ring.reserve(SHORT_LINE + n);
    const seq = this.#ring.takeNumber();
    let at = putInteger(this.#text, this.#begin(start, seq, lines.send), n);
    at = putInteger(this.#text, this.#put(at, OFFSET), offset);
    at = this.#putPlain(at, bytes, n);
    this.#finish(start, seq, at);
    return seq;
  }

  sendRet(lines: SocketLines, call: number, n: number): void {
    const start = this.#ring.reserve(SHORT_LINE);
    const seq = this.#ring.takeNumber();
    let at = putInteger(this.#text, this.#begin(start, seq, lines.sendRet), call);
    at = putInteger(this.#text, this.#put(at, N), n);
    this.#finish(start, seq, this.#put(at, LINE_END));
  }

  out(stream: 'stdout' | 'stderr', text: string, by?: Actor): void {
    const actor = by === undefined ? '' : `,"by":"${by}"`;
    const body = `,"k":"out",${this.who},"stream":"${stream}","text":${JSON.stringify(text)}${actor}`;
    this.#long(EMPTY, body, this.#echo);
  }

  /** Any other event. `fields`: JSON text after the kind and `who` did it; both may be empty. */
  event(kind: string, fields = '', who = this.who): number {
    const rest = fields === '' ? '' : `,${fields}`;
    return this.#long(EMPTY, `,"k":"${kind}"${who === '' ? '' : `,${who}`}${rest}`, 0);
  }

  /** A failed call. */
  error(
    of: Call,
    call: number,
    fields: string,
    name: string,
    number: number,
    message: string,
  ): void {
    const where = fields === '' ? '' : `${fields},`;
    const what = `"name":${JSON.stringify(name)},"number":${number},"message":${JSON.stringify(message)}`;
    this.event(`${of}.err`, `${where}"re":${call},${what}`);
  }

  /** A line with text of any length, in as many pieces as it needs. */
  #long(middle: Uint8Array, body: string, flags: number): number {
    const length = SHORT_LINE + 3 * body.length;
    if (length <= MAX_PIECE) {
      const start = this.#ring.reserve(length);
      const seq = this.#ring.takeNumber();
      const at = this.#begin(start, seq, middle);
      const { written } = encoder.encodeInto(body, this.#text.subarray(at));
      this.#finish(start, seq, this.#put(at + written, LINE_END), flags);
      return seq;
    }
    const bytes = Buffer.from(`${body}}\n`);
    let start = this.#ring.reserve(MAX_PIECE);
    const seq = this.#ring.takeNumber();
    let at = this.#begin(start, seq, middle);
    for (let from = 0; from < bytes.length;) {
      const piece = bytes.subarray(from, from + MAX_PIECE - (at - start));
      at = this.#put(at, piece);
      from += piece.length;
      const more = from < bytes.length;
      this.#finish(start, seq, at, flags | (more ? FLAG.more : 0));
      if (more) start = at = this.#ring.reserve(MAX_PIECE);
    }
    return seq;
  }

  #begin(start: number, seq: number, middle: Uint8Array): number {
    let at = putInteger(this.#text, this.#put(start, NUMBER), seq);
    at = putInteger(this.#text, this.#put(at, TIME), this.now());
    return this.#put(at, middle);
  }

  #put(at: number, bytes: Uint8Array): number {
    // A native copy costs as much as a loop over ten bytes.
    if (bytes.length > 10) this.#text.set(bytes, at);
    else for (let i = 0; i < bytes.length; i++) this.#text[at + i] = bytes[i] as number;
    return at + bytes.length;
  }

  #putPlain(at: number, bytes: Uint8Array, n: number): number {
    const from = this.#put(at, PLAIN_OPEN);
    if (n === bytes.length) this.#text.set(bytes, from);
    else this.#text.set(bytes.subarray(0, n), from);
    return this.#put(from + n, PLAIN_CLOSE);
  }

  #finish(start: number, seq: number, end: number, flags = 0): void {
    this.#ring.publish(seq, end - start, flags);
  }
}

const encoder = new TextEncoder();
const EMPTY = new Uint8Array(0);

/** A length as the trace has it: digits, or a string of digits beyond 2^53. */
function numberText(value: number | bigint): string {
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
}
