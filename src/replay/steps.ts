/** Where Back and Forward go: pure look-ups of positions. −1 is before the first event. */
import type { Kind } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';

/** What one step moves by. */
export const UNITS = ['event', 'call', 'message', 'line', 'marker'] as const;
export type Unit = (typeof UNITS)[number];

const CALLS: ReadonlySet<Kind> = new Set<Kind>([
  'socket',
  'bind',
  'listen',
  'connect',
  'accept',
  'recv',
  'send',
  'shutdown',
  'setsockopt',
  'close',
  'input',
]);
const LINES: ReadonlySet<Kind> = new Set<Kind>(['line', 'fn.call', 'fn.return', 'exc']);

/** Steps of one trace; lists are made when first asked for. */
export class Steps {
  readonly #trace: Trace;
  readonly #lists = new Map<string, ArrayLike<number>>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The next place of a unit after `position`; `position` itself where there is none. */
  next(position: number, unit: Unit, thread?: number): number {
    const list = this.list(unit, thread);
    return list[countUpTo(list, position)] ?? position;
  }

  /** The place before `position`; the first step goes back to before everything. */
  previous(position: number, unit: Unit, thread?: number): number {
    const list = this.list(unit, thread);
    return list[countUpTo(list, position - 1) - 1] ?? -1;
  }

  /** The rank of the playhead among the stops, from 1: "event 21 of 58". 0 before the first. */
  rank(position: number): number {
    return countUpTo(this.#trace.stops, position);
  }

  /** The position of a stop by its rank; −1 for 0. */
  atRank(rank: number): number {
    const { stops } = this.#trace;
    const wanted = Math.min(Math.max(Math.trunc(rank), 0), stops.length);
    return stops[wanted - 1] ?? -1;
  }

  /** Positions of a unit's places, ascending. Only stops, but for markers: a marker stands for the
   *  event that it names. */
  list(unit: Unit, thread?: number): ArrayLike<number> {
    const key = `${unit} ${thread ?? 'all'}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const list = this.#make(unit, thread);
    this.#lists.set(key, list);
    return list;
  }

  #make(unit: Unit, thread: number | undefined): ArrayLike<number> {
    const trace = this.#trace;
    if (unit === 'marker') return this.#markers();
    const own = thread === undefined ? trace.stops : trace.ofThread(thread);
    switch (unit) {
      case 'event':
        return own;
      case 'call':
        return own.filter((position) => CALLS.has(trace.kindAt(position)));
      case 'line':
        return own.filter((position) => LINES.has(trace.kindAt(position)));
      case 'message':
        return own.filter((position) => isMessage(trace, position));
    }
  }

  /** The events that markers hang on, else the stop before the marker. */
  #markers(): readonly number[] {
    const trace = this.#trace;
    const places = new Set<number>();
    for (const position of trace.ofKind('marker')) {
      const about = trace.positionOf(trace.calls[position] as number);
      places.add(about >= 0 ? about : this.atRank(this.rank(position)));
    }
    return [...places].sort((a, b) => a - b);
  }
}

/** A send that gives bytes, or the return of a recv that took some. */
function isMessage(trace: Trace, position: number): boolean {
  const kind = trace.kindAt(position);
  return (kind === 'send' || kind === 'recv.ret') && (trace.sizes[position] as number) > 0;
}
