/** Searches all calls of a trace, a slice at a time: a million of them must not stop the page. */
import { KINDS } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { payloadAt } from './find-payload.ts';
import { Needle } from './find-query.ts';
import type { Query } from './find-query.ts';
import { CALL_KINDS, isCallKind } from '../trace/calls.ts';
import { answerWords, callWords, hiddenWords, sentWords } from './find-words.ts';

type Role = 'none' | 'call' | 'answer' | 'fold';

const ROLES = KINDS.map((kind): Role => {
  if (kind === 'fold') return 'fold';
  if (isCallKind(kind)) return 'call';
  return CALL_KINDS.some((call) => kind === `${call}.ret` || kind === `${call}.err`)
    ? 'answer'
    : 'none';
});
const RECV = KINDS.indexOf('recv');
const SEND = KINDS.indexOf('send');
const SEND_RET = KINDS.indexOf('send.ret');
const RECV_RET = KINDS.indexOf('recv.ret');
/** What the rows of the many calls say, with 9 for any number: texts that cannot stand in them need
 *  no look at each call. */
const PATTERNS = new Map([
  [RECV, 'recv(9, ≤-9) recv(9, ≤9) recv(9, not recorded)'],
  [SEND, 'send(9, 9 bytes) sent 9 bytes'],
  [RECV_RET, 'got 9'],
  [SEND_RET, 'took 9'],
]);

/** Calls that match, in the order in which that can be seen: two lists of the same length. */
export interface Found {
  /** Position of the event that matches: the call, or its return. */
  readonly from: readonly number[];
  /** Position of its call. */
  readonly call: readonly number[];
}

/** One search. `run` goes on where it stopped. */
export class Search {
  readonly query: Query;
  readonly #needle: Needle;
  readonly #kindMatches: readonly boolean[];
  /** Kinds with a pattern that the text does not fit. */
  readonly #ruledOut: ReadonlySet<number>;
  readonly #descriptors = new Map<number, number>();
  readonly #from: number[] = [];
  readonly #call: number[] = [];
  readonly #tails = new Map<number, { readonly end: number; readonly bytes: Uint8Array }>();
  #trace: Trace;
  #next = 0;

  constructor(trace: Trace, query: Query) {
    this.#trace = trace;
    this.query = query;
    this.#needle = new Needle(query);
    this.#kindMatches = KINDS.map((kind) => query.kind === 'text' && kind.includes(query.text));
    const shape = query.kind === 'text' ? query.text.replace(/\d+/g, '9') : '';
    const kinds = [...PATTERNS.keys()];
    this.#ruledOut = new Set(kinds.filter((kind) => !PATTERNS.get(kind)?.includes(shape)));
  }

  get found(): Found {
    return { from: this.#from, call: this.#call };
  }

  get done(): boolean {
    return this.#next >= this.#trace.length;
  }

  /** How much has been searched, 0 … 1. */
  get progress(): number {
    return this.done ? 1 : this.#next / this.#trace.length;
  }

  /** All matches up to this position are known. */
  get upTo(): number {
    return this.#next - 1;
  }

  /** The trace has grown: what was found stays found. */
  extend(trace: Trace): void {
    this.#trace = trace;
  }

  /** Searches until `enough` says so; it is asked every few hundred events. */
  run(enough: () => boolean): void {
    const { length, kinds } = this.#trace;
    while (this.#next < length) {
      const stop = Math.min(length, this.#next + 256);
      for (let position = this.#next; position < stop; position++) {
        const role = ROLES[kinds[position] as number];
        if (role !== 'none') this.#look(position, role === 'answer');
      }
      this.#next = stop;
      if (enough()) return;
    }
  }

  #look(position: number, isAnswer: boolean): void {
    const trace = this.#trace;
    const call = isAnswer ? trace.positionOf(trace.calls[position] as number) : position;
    const kind = trace.kinds[position] as number;
    // Bytes are looked at in any case: the next chunk may go on with what begins in this one.
    const inBytes = kind === SEND || kind === RECV_RET ? this.#inBytes(position, kind) : false;
    if (call < 0 || (isAnswer && this.#isFound(call))) return;
    if (!inBytes && !this.#inWords(position, kind)) return;
    this.#from.push(position);
    this.#call.push(call);
  }

  /** A call that matched by itself stands once in the list, not again for its return. */
  #isFound(call: number): boolean {
    const from = this.#from;
    let low = 0;
    let high = from.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (from[middle] === call) return true;
      if ((from[middle] as number) < call) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }

  #inWords(position: number, kind: number): boolean {
    const { query } = this;
    if (query.kind === 'bytes') return false;
    if (this.#kindMatches[kind]) return true;
    if (this.#ruledOut.has(kind)) return false;
    return this.#words(position, kind).toLowerCase().includes(query.text);
  }

  #words(position: number, kind: number): string {
    const trace = this.#trace;
    const size = trace.sizes[position] as number;
    if (kind === RECV_RET) return `got ${size}`;
    if (kind === SEND_RET) return `took ${size}`;
    // −1 may also stand for a number that is not recorded.
    if (kind === RECV && Number.isFinite(size) && size !== -1)
      return `recv(${this.#fd(position)}, ≤${size})`;
    if (kind === SEND && lacks(trace, 'calls')) return sentWords(size);
    if (kind === SEND) return `send(${this.#fd(position)}, ${size} bytes)`;
    const event = trace.at(position);
    return `${callWords(event)} ${answerWords(event)} ${hiddenWords(event)}`;
  }

  /** The descriptor of the event's socket: one for all its calls. */
  #fd(position: number): number {
    const socket = this.#trace.sockets[position] as number;
    const known = this.#descriptors.get(socket);
    if (known !== undefined) return known;
    const event = this.#trace.at(position);
    const fd = 'fd' in event && event.fd !== undefined ? event.fd : -1;
    this.#descriptors.set(socket, fd);
    return fd;
  }

  /** In the chunk, or across its border with the chunk before it in the same stream. */
  #inBytes(position: number, kind: number): boolean {
    const trace = this.#trace;
    const bytes = payloadAt(trace, position);
    if (bytes.length === 0) return false;
    const stream = (trace.sockets[position] as number) * 2 + (kind === SEND ? 1 : 0);
    const start = trace.offsets[position] as number;
    const before = this.#tails.get(stream);
    const keep = this.#needle.length - 1;
    let border: Uint8Array | undefined;
    if (before?.end === start && keep > 0) border = joined(before.bytes, bytes.subarray(0, keep));
    const whole = border !== undefined && bytes.length <= keep ? border : bytes;
    const tail = whole.subarray(Math.max(0, whole.length - keep));
    this.#tails.set(stream, { end: start + bytes.length, bytes: tail });
    return this.#needle.isIn(bytes) || (border !== undefined && this.#needle.isIn(border));
  }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
