/** A trace: the header and the events, readonly, over columns and the bytes they were read from. */
import { utf8 } from './chunk.ts';
import type { Columns, Numbers } from './columns.ts';
import { copyEvent } from './event.ts';
import type { Fields } from './fields.ts';
import { KINDS } from './format.ts';
import type { Kind, TraceEvent, TraceHeader } from './format.ts';
import type { Site } from './sites.ts';
import type { TraceIndex } from './trace-index.ts';

/** Kept events of `at`: a view asks for the same few again and again. A power of two. */
const CACHE = 512;

export interface Trace extends Readonly<Columns> {
  readonly header: TraceHeader;
  /** How many events there are. A *position* is 0 … length − 1. */
  readonly length: number;
  /** The same object for a trace and all that it grows into. */
  readonly lineage: object;
  /** The trace as it is on disk. */
  readonly bytes: Uint8Array;
  /** Positions of the stops: what Back and Forward move by. */
  readonly stops: Int32Array;
  /** The event at a position. Read from its line each time, and kept for a while. */
  at(position: number): TraceEvent;
  kindAt(position: number): Kind;
  /** The place in the program that the event names; undefined where it names none. */
  siteAt(position: number): Site | undefined;
  /** Position of an event by its number; −1 where the trace has none. */
  positionOf(seq: number): number;
  /** Positions of a thread's events, ascending. */
  ofThread(thread: number): Int32Array;
  /** Positions of a socket's events, ascending; accept's return counts for the listener. */
  ofSocket(socket: number): Int32Array;
  /** Positions of all events of a kind, ascending. */
  ofKind(kind: Kind): Int32Array;
  /** Every thread that has an event, in the order of their first. */
  readonly threadIds: readonly number[];
  /** Every socket that has an event, in the order of their first. */
  readonly socketIds: readonly number[];
  /** The places that the column `sites` numbers from 1: site `n` is at `n − 1`. */
  readonly siteList: readonly Site[];
}

/** Makes a trace of columns that were filled from checked lines of `bytes`. */
export function makeTrace(
  header: TraceHeader,
  columns: Columns,
  bytes: Uint8Array,
  index: TraceIndex,
): Trace {
  return new ColumnTrace(header, columns, bytes, index);
}

class ColumnTrace implements Trace {
  readonly header: TraceHeader;
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly kinds: Uint8Array;
  readonly programs: Int32Array;
  readonly threads: Int32Array;
  readonly sockets: Int32Array;
  readonly sites: Int32Array;
  readonly calls: Numbers;
  readonly seqs: Numbers;
  readonly ats: Float64Array;
  readonly offsets: Numbers;
  readonly sizes: Numbers;
  readonly queued: Numbers;
  readonly starts: Numbers;
  readonly #index: TraceIndex;
  readonly #cache: (TraceEvent | undefined)[] = [];
  readonly #cached = new Int32Array(CACHE).fill(-1);
  #stops: Int32Array | undefined;

  constructor(header: TraceHeader, columns: Columns, bytes: Uint8Array, index: TraceIndex) {
    this.header = header;
    this.#index = index;
    this.bytes = bytes;
    this.length = columns.kinds.length;
    this.kinds = columns.kinds;
    this.programs = columns.programs;
    this.threads = columns.threads;
    this.sockets = columns.sockets;
    this.sites = columns.sites;
    this.calls = columns.calls;
    this.seqs = columns.seqs;
    this.ats = columns.ats;
    this.offsets = columns.offsets;
    this.sizes = columns.sizes;
    this.queued = columns.queued;
    this.starts = columns.starts;
  }

  at(position: number): TraceEvent {
    const slot = position & (CACHE - 1);
    const kept = this.#cached[slot] === position ? this.#cache[slot] : undefined;
    if (kept !== undefined) return kept;
    const event = this.#read(position);
    this.#cache[slot] = event;
    this.#cached[slot] = position;
    return event;
  }

  kindAt(position: number): Kind {
    return KINDS[this.kinds[position] ?? -1] as Kind;
  }

  positionOf(seq: number): number {
    // Without holes the event `seq` is at seq − 1; each hole moves it towards the front.
    let high = Math.min(seq, this.length) - 1;
    let low = 0;
    if (this.seqs[high] === seq) return high;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.seqs[middle] as number;
      if (found === seq) return middle;
      if (found < seq) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  get lineage(): object {
    return this.#index;
  }

  get stops(): Int32Array {
    this.#stops ??= this.#index.stops(this);
    return this.#stops;
  }

  get threadIds(): readonly number[] {
    return this.#index.threadIds(this);
  }

  get socketIds(): readonly number[] {
    return this.#index.socketIds(this);
  }

  get siteList(): readonly Site[] {
    return this.#index.sites;
  }

  siteAt(position: number): Site | undefined {
    return this.#index.sites[(this.sites[position] ?? 0) - 1];
  }

  ofThread(thread: number): Int32Array {
    return this.#index.ofThread(this, thread);
  }

  ofSocket(socket: number): Int32Array {
    return this.#index.ofSocket(this, socket);
  }

  ofKind(kind: Kind): Int32Array {
    return this.#index.ofKind(this, kind);
  }

  #read(position: number): TraceEvent {
    const start = this.starts[position];
    if (start === undefined) throw new RangeError(`no event at ${position} of ${this.length}`);
    const line = this.bytes.subarray(start, this.bytes.indexOf(0x0a, start));
    return copyEvent(JSON.parse(utf8(line) ?? '') as Fields);
  }
}
