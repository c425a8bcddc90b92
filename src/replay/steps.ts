/** Where Back and Forward go: pure look-ups of positions. −1 is before the first event. */
import { connectionColumn } from '../analysis/find-connections.ts';
import type { Within } from '../analysis/find-connections.ts';
import { isCallKind } from '../trace/calls.ts';
import { KINDS } from '../trace/format.ts';
import type { Kind } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';

/** What one step moves by. */
export const UNITS = ['event', 'call', 'message', 'line', 'marker'] as const;
export type Unit = (typeof UNITS)[number];

const LINES: ReadonlySet<Kind> = new Set<Kind>(['line', 'fn.call', 'fn.return', 'exc']);
/** A send that gives bytes, or the return of a recv that took some. */
const MESSAGES: ReadonlySet<Kind> = new Set<Kind>(['send', 'recv.ret']);

const IS_CALL = KINDS.map(isCallKind);
const IS_LINE = KINDS.map((kind) => LINES.has(kind));
const IS_MESSAGE = KINDS.map((kind) => MESSAGES.has(kind));
const ALL: Within = {};

/** Steps of one trace; lists are made when first asked for. */
export class Steps {
  readonly #trace: Trace;
  readonly #marks: readonly number[];
  readonly #lists = new Map<string, ArrayLike<number>>();

  /** `marks`: the places that count as markers, ascending; the trace's own where there are none. */
  constructor(trace: Trace, marks: readonly number[] = []) {
    this.#trace = trace;
    this.#marks = marks;
  }

  /** The next place of a unit after `position`; `position` itself where there is none. */
  next(position: number, unit: Unit, within: Within = ALL): number {
    const list = this.list(unit, within);
    return list[countUpTo(list, position)] ?? position;
  }

  /** The place before `position`; the first step goes back to before everything. */
  previous(position: number, unit: Unit, within: Within = ALL): number {
    const list = this.list(unit, within);
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
   *  event that it names, whatever part of the trace is asked for. */
  list(unit: Unit, within: Within = ALL): ArrayLike<number> {
    const { thread = '', connection = '' } = unit === 'marker' ? ALL : within;
    const key = `${unit} ${thread} ${connection}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const list = this.#make(unit, within);
    this.#lists.set(key, list);
    return list;
  }

  #make(unit: Unit, within: Within): ArrayLike<number> {
    const { kinds, sizes } = this.#trace;
    if (unit === 'marker') return this.#marks.length > 0 ? this.#marks : this.#markers();
    const own = this.#stops(within);
    switch (unit) {
      case 'event':
        return own;
      case 'call':
        return own.filter((position) => IS_CALL[kinds[position] as number]);
      case 'line':
        return own.filter((position) => IS_LINE[kinds[position] as number]);
      case 'message':
        return own.filter(
          (position) => IS_MESSAGE[kinds[position] as number] && (sizes[position] as number) > 0,
        );
    }
  }

  #stops({ thread, connection }: Within): Int32Array {
    const trace = this.#trace;
    const own = thread === undefined ? trace.stops : trace.ofThread(thread);
    if (connection === undefined) return own;
    const column = connectionColumn(trace);
    return own.filter((position) => column[position] === connection);
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
