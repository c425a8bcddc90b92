/**
 * The events as columns: one typed array a field, one place an event. A million events are a few
 * arrays, which a worker can hand over without copying.
 */
import type { Fields } from './fields.ts';
import { KINDS } from './format.ts';
import type { Sites } from './sites.ts';

/** Whole numbers of 32 bits, until one comes that does not fit. */
export type Numbers = Int32Array | Float64Array;

export interface Columns {
  /** Place of the kind in `KINDS`. */
  kinds: Uint8Array;
  /** 0 where the event belongs to no program, thread or socket. */
  programs: Int32Array;
  threads: Int32Array;
  sockets: Int32Array;
  /** Number of the place in the program (`Sites`) where the thread is; 0 where the event names none. */
  sites: Int32Array;
  /** `seq` of the call that an answer belongs to, or of what a note is about; 0 for none. */
  calls: Numbers;
  seqs: Numbers;
  ats: Float64Array;
  /** Stream offset of a chunk; −1 where there is none. */
  offsets: Numbers;
  /** `n` of a return, `len` of a send, `max` of a recv (infinite beyond 2^53), `count` of a fold;
   *  of output, a prompt and a typed line the characters of its text; of an accept's return and a
   *  connection the server's socket; of a thread's start the child; −1 where there is none. */
  sizes: Numbers;
  /** Bytes waiting by FIONREAD; −1 where it was not asked. */
  queued: Numbers;
  /** Offset of the line's first byte in the trace. */
  starts: Numbers;
}

const MAX_INT = 2 ** 31 - 1;

/** Empty columns with room for `capacity` events. */
export function makeColumns(capacity: number): Columns {
  return {
    kinds: new Uint8Array(capacity),
    programs: new Int32Array(capacity),
    threads: new Int32Array(capacity),
    sockets: new Int32Array(capacity),
    sites: new Int32Array(capacity),
    calls: new Int32Array(capacity),
    seqs: new Int32Array(capacity),
    ats: new Float64Array(capacity),
    offsets: new Int32Array(capacity),
    sizes: new Int32Array(capacity),
    queued: new Int32Array(capacity),
    starts: new Int32Array(capacity),
  };
}

/** Every column through `change`: to copy, to cut. */
export function mapColumns(
  from: Columns,
  change: <C extends Uint8Array | Numbers>(column: C) => C,
): Columns {
  return {
    kinds: change(from.kinds),
    programs: change(from.programs),
    threads: change(from.threads),
    sockets: change(from.sockets),
    sites: change(from.sites),
    calls: change(from.calls),
    seqs: change(from.seqs),
    ats: change(from.ats),
    offsets: change(from.offsets),
    sizes: change(from.sizes),
    queued: change(from.queued),
    starts: change(from.starts),
  };
}

/** The first `length` places in columns with room for `capacity`. */
export function growColumns(from: Columns, length: number, capacity: number): Columns {
  return mapColumns(from, (column) => {
    const Column = column.constructor as new (capacity: number) => typeof column;
    const grown = new Column(capacity);
    grown.set(column.subarray(0, length));
    return grown;
  });
}

/** Columns over all the room that the buffers of cut ones have. */
export function wholeColumns(from: Columns): Columns {
  return mapColumns(from, (column) => {
    const Column = column.constructor as new (buffer: ArrayBufferLike) => typeof column;
    return new Column(column.buffer);
  });
}

/** Writes the event of a checked line into place `n`; a column that is too narrow is replaced. */
export function putColumns(
  into: Columns,
  n: number,
  kind: number,
  from: Fields,
  start: number,
  sites: Sites,
): void {
  into.kinds[n] = kind;
  into.programs[n] = number(from['p'], 0);
  into.threads[n] = number(from['th'], 0);
  into.sockets[n] = number(from['s'], 0);
  into.sites[n] = HAS_SITE.has(kind) ? sites.ofFields(from) : 0;
  into.calls = put(into.calls, n, number(from['re'], 0));
  into.seqs = put(into.seqs, n, from['i'] as number);
  into.ats[n] = from['t'] as number;
  into.offsets = put(into.offsets, n, number(from['off'], -1));
  into.sizes = put(into.sizes, n, size(kind, from));
  into.queued = put(into.queued, n, number(from['queued'], -1));
  into.starts = put(into.starts, n, start);
}

/** True where a column of 32 bits has room for the number. */
export function isNarrow(value: number): boolean {
  return value <= MAX_INT && value >= -MAX_INT;
}

function put(column: Numbers, n: number, value: number): Numbers {
  const wide =
    isNarrow(value) || column instanceof Float64Array ? column : new Float64Array(column);
  wide[n] = value;
  return wide;
}

function number(value: unknown, missing: number): number {
  return typeof value === 'number' ? value : missing;
}

const numbersOf = (...kinds: readonly (typeof KINDS)[number][]) =>
  new Set(kinds.map((kind) => KINDS.indexOf(kind)));
const HAS_SITE = numbersOf('line', 'fn.call', 'fn.return', 'exc');
const HAS_TEXT = numbersOf('out', 'input.ret');
const INPUT = KINDS.indexOf('input');
const HAS_ACCEPTED = numbersOf('accept.ret', 'connection');
const STARTED = KINDS.indexOf('thread.start');

function size(kind: number, from: Fields): number {
  if (HAS_ACCEPTED.has(kind)) return from['s2'] as number;
  if (kind === STARTED) return from['child'] as number;
  if (kind === INPUT) return lengthOf(from['prompt']);
  if (HAS_TEXT.has(kind)) return lengthOf(from['text']);
  const value = from['n'] ?? from['len'] ?? from['max'] ?? from['count'];
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? (value.startsWith('-') ? -Infinity : Infinity) : -1;
}

function lengthOf(text: unknown): number {
  return typeof text === 'string' ? text.length : -1;
}
