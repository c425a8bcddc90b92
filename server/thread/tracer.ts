/**
 * The recording of one thread: numbers its events, stamps them and writes them as trace lines into
 * the thread's ring. The kinds and their fields are those of `src/trace/format.ts`.
 */
import type { Actor, Call, Detail } from '../../src/trace/format.ts';
import { chunkField, isPlain, isPlainText } from './chunk-text.ts';
import { LineTemplate } from './line-template.ts';
import { FLAG, MAX_PIECE } from './ring.ts';
import type { RingWriter } from './ring.ts';
import { SocketLines } from './socket-lines.ts';

const encoder = new TextEncoder();
const CHUNK_END = encoder.encode('"}\n');
const OUT_END = encoder.encode('\\n"}\n');
/** More than number, time and braces need. */
const FRAME = 64;

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
  /** The fields that say whose events these are. */
  readonly who: string;
  /** While a run of identical calls is folded, nothing takes a number. */
  folding = false;
  readonly #ring: RingWriter;
  readonly #text: Buffer;
  readonly #seconds: number;
  readonly #nanos: number;
  readonly #echo: number;
  readonly #detail: Detail;
  readonly #out: LineTemplate;

  constructor(ring: RingWriter, options: TracerOptions) {
    const { buffer, byteOffset, length } = ring.text;
    this.#ring = ring;
    this.#text = Buffer.from(buffer, byteOffset, length);
    [this.#seconds, this.#nanos] = options.zero;
    this.#echo = options.echo ? FLAG.echo : 0;
    this.#detail = options.detail;
    this.who = `"p":${options.program},"th":${options.thread}`;
    this.#out = new LineTemplate([
      '{"i":',
      ',"t":',
      `,"k":"out",${this.who},"stream":"stdout","text":"`,
    ]);
  }

  /** Nanoseconds since the trace began, on the one clock that all threads share. */
  now(): number {
    const time = process.hrtime();
    return (time[0] - this.#seconds) * 1e9 + time[1] - this.#nanos;
  }

  /** The lines of a socket of this thread. */
  linesOf(socket: number, fd: number): SocketLines {
    return new SocketLines(this.who, socket, fd, this.#detail);
  }

  /** A recv is about to be called. `queued`: only where the detail is `lines`. */
  recv(lines: SocketLines, max: number | bigint, queued: number): number {
    const deep = this.#detail === 'lines';
    if (typeof max !== 'number' || max < 0) {
      const waiting = deep ? `,"queued":${queued}` : '';
      return this.#write(`${lines.head('recv')},"max":${numberText(max)}${waiting}`);
    }
    const template = lines.recv;
    template.set(2, max);
    if (deep) template.set(3, queued);
    this.#ring.reserve(template.longest);
    return this.#finish(this.#begin(template), this.#seq);
  }

  recvRet(
    lines: SocketLines,
    call: number,
    offset: number,
    data: Uint8Array,
    queued: number,
  ): void {
    const deep = this.#detail === 'lines';
    const n = data.length;
    if (!fits(data)) {
      const extra = deep ? `,"queued":${queued}` : '';
      const fields = `,"re":${call},"n":${n},"off":${offset}${extra},${chunkField(data)}`;
      this.#write(lines.head('recv.ret') + fields);
      return;
    }
    const template = lines.recvRet;
    template.set(2, call);
    template.set(3, n);
    template.set(4, offset);
    if (deep) template.set(5, queued);
    this.#chunk(template, data);
  }

  send(lines: SocketLines, offset: number, data: Uint8Array): number {
    if (!fits(data)) {
      const fields = `,"len":${data.length},"off":${offset},${chunkField(data)}`;
      return this.#write(lines.head('send') + fields);
    }
    const template = lines.send;
    template.set(2, data.length);
    template.set(3, offset);
    return this.#chunk(template, data);
  }

  sendRet(lines: SocketLines, call: number, n: number): void {
    const template = lines.sendRet;
    template.set(2, call);
    template.set(3, n);
    this.#ring.reserve(template.longest);
    this.#finish(this.#begin(template), this.#seq);
  }

  /** A line printed on stdout; the line end is added. */
  print(text: string): void {
    if (text.length > MAX_PIECE / 2 || !isPlainText(text)) return this.out('stdout', `${text}\n`);
    this.#ring.reserve(this.#out.longest + text.length + OUT_END.length);
    let at = this.#begin(this.#out);
    at += this.#text.write(text, at, 'latin1');
    this.#text.set(OUT_END, at);
    this.#finish(at + OUT_END.length, this.#seq, this.#echo);
  }

  out(stream: 'stdout' | 'stderr', text: string, by?: Actor): void {
    const actor = by === undefined ? '' : `,"by":"${by}"`;
    const words = JSON.stringify(text);
    this.#write(`,"k":"out",${this.who},"stream":"${stream}","text":${words}${actor}`, this.#echo);
  }

  /** Any other event. `fields`: JSON text after the kind and `who` did it; both may be empty. */
  event(kind: string, fields = '', who = this.who): number {
    const rest = fields === '' ? '' : `,${fields}`;
    return this.#write(`,"k":"${kind}"${who === '' ? '' : `,${who}`}${rest}`);
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

  /** Where the line being written begins in the ring, and its number. */
  #start = 0;
  #seq = 0;

  /** Takes number and time, once room is reserved, and writes the template; returns its end. */
  #begin(template: LineTemplate): number {
    this.#start = this.#ring.place;
    this.#seq = this.#ring.takeNumber();
    template.set(0, this.#seq);
    template.set(1, this.now());
    this.#text.set(template.line, this.#start);
    return this.#start + template.line.length;
  }

  #chunk(template: LineTemplate, data: Uint8Array): number {
    this.#ring.reserve(template.longest + data.length + CHUNK_END.length);
    const at = this.#begin(template);
    this.#text.set(data, at);
    const end = at + data.length;
    this.#text[end] = 0x22;
    this.#text[end + 1] = 0x7d;
    this.#text[end + 2] = 0x0a;
    return this.#finish(end + CHUNK_END.length, this.#seq);
  }

  #finish(end: number, seq: number, flags = 0): number {
    this.#ring.publish(seq, end - this.#start, flags);
    return seq;
  }

  /** A line of any length, in as many pieces as it needs. */
  #write(body: string, flags = 0): number {
    const bytes = Buffer.from(`${body}}\n`);
    this.#ring.reserve(Math.min(FRAME + bytes.length, MAX_PIECE));
    this.#start = this.#ring.place;
    const seq = this.#ring.takeNumber();
    const head = `{"i":${seq},"t":${this.now()}`;
    let at = this.#start + this.#text.write(head, this.#start, 'latin1');
    for (let from = 0; ;) {
      const piece = bytes.subarray(from, from + MAX_PIECE - (at - this.#start));
      this.#text.set(piece, at);
      from += piece.length;
      const more = from < bytes.length;
      this.#finish(at + piece.length, seq, flags | (more ? FLAG.more : 0));
      if (!more) return seq;
      this.#ring.reserve(MAX_PIECE);
      this.#start = at = this.#ring.place;
    }
  }
}

function fits(data: Uint8Array): boolean {
  return data.length <= MAX_PIECE / 2 && isPlain(data);
}

/** A length as the trace has it: digits, or a string of digits beyond 2^53. */
function numberText(value: number | bigint): string {
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
}
