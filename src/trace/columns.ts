/**
 * The events as columns: one typed array a field, one place an event. A million events are a few
 * arrays, which a worker can hand over without copying.
 */
import type { Fields } from './fields.ts';

export interface Columns {
  /** Place of the kind in `KINDS`. */
  kinds: Uint8Array;
  /** 0 where the event belongs to no program, thread or socket. */
  programs: Int32Array;
  threads: Int32Array;
  sockets: Int32Array;
  /** `seq` of the call that an answer belongs to, or of what a note is about; 0 for none. */
  calls: Float64Array;
  seqs: Float64Array;
  ats: Float64Array;
  /** Stream offset of a chunk; −1 where there is none. */
  offsets: Float64Array;
  /** `n` of a return, `len` of a send, `max` of a recv (infinite beyond 2^53), `count` of a fold;
   *  −1 where there is none. */
  sizes: Float64Array;
  /** Bytes waiting by FIONREAD; −1 where it was not asked. */
  queued: Float64Array;
  /** Offset of the line's first byte in the trace. */
  starts: Float64Array;
}

/** Empty columns with room for `capacity` events. */
export function makeColumns(capacity: number): Columns {
  return {
    kinds: new Uint8Array(capacity),
    programs: new Int32Array(capacity),
    threads: new Int32Array(capacity),
    sockets: new Int32Array(capacity),
    calls: new Float64Array(capacity),
    seqs: new Float64Array(capacity),
    ats: new Float64Array(capacity),
    offsets: new Float64Array(capacity),
    sizes: new Float64Array(capacity),
    queued: new Float64Array(capacity),
    starts: new Float64Array(capacity),
  };
}

/** Every column through `change`: to copy, to cut. */
export function mapColumns(
  from: Columns,
  change: <C extends Uint8Array | Int32Array | Float64Array>(column: C) => C,
): Columns {
  return {
    kinds: change(from.kinds),
    programs: change(from.programs),
    threads: change(from.threads),
    sockets: change(from.sockets),
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

/** Writes the event of a checked line into place `n`. */
export function putColumns(
  into: Columns,
  n: number,
  kind: number,
  from: Fields,
  start: number,
): void {
  into.kinds[n] = kind;
  into.programs[n] = number(from['p'], 0);
  into.threads[n] = number(from['th'], 0);
  into.sockets[n] = number(from['s'], 0);
  into.calls[n] = number(from['re'], 0);
  into.seqs[n] = from['i'] as number;
  into.ats[n] = from['t'] as number;
  into.offsets[n] = number(from['off'], -1);
  into.sizes[n] = size(from);
  into.queued[n] = number(from['queued'], -1);
  into.starts[n] = start;
}

function number(value: unknown, missing: number): number {
  return typeof value === 'number' ? value : missing;
}

function size(from: Fields): number {
  const value = from['n'] ?? from['len'] ?? from['max'] ?? from['count'];
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? (value.startsWith('-') ? -Infinity : Infinity) : -1;
}
