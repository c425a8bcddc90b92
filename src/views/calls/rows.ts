import { connectionColumn } from '../../analysis/find-connections.ts';
import { once } from '../../analysis/find-once.ts';
import { returnOf } from '../../narration/call-log.ts';
import type { CallFilter } from '../../replay/look.ts';
import type { Kind } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';
import { callPositions } from './calls.ts';

/** The rows of the list: two columns of the same length, in the order in which rows appear. */
export interface Rows {
  /** The position from which a row is in the list: its call's, or that of the return that matches
   *  a search. */
  readonly from: ArrayLike<number>;
  /** Position of the row's call. */
  readonly call: ArrayLike<number>;
}

export const allRows = once((trace: Trace): Rows => {
  const positions = callPositions(trace);
  return { from: positions, call: positions };
});

export function isFiltered({ thread, connection, kinds }: CallFilter): boolean {
  return thread !== undefined || connection !== undefined || kinds.length > 0;
}

/** The rows that a filter leaves. One pass: done when the filter changes, not at a step. */
export function filterRows(trace: Trace, rows: Rows, filter: CallFilter): Rows {
  if (!isFiltered(filter)) return rows;
  const kinds = new Set<Kind>(filter.kinds);
  const from: number[] = [];
  const call: number[] = [];
  let late = false;
  for (let n = 0; n < rows.call.length; n++) {
    const position = rows.call[n] as number;
    if (filter.thread !== undefined && trace.threads[position] !== filter.thread) continue;
    if (kinds.size > 0 && !kinds.has(kindOf(trace, position))) continue;
    const known = knownFrom(trace, position, filter.connection);
    if (known === undefined) continue;
    late ||= known > position;
    from.push(Math.max(known, rows.from[n] as number));
    call.push(position);
  }
  return late ? inOrder(from, call) : { from, call };
}

/** A fold is of the kind of the calls that it stands for. */
function kindOf(trace: Trace, position: number): Kind {
  const kind = trace.kindAt(position);
  if (kind !== 'fold') return kind;
  const event = trace.at(position);
  return event.kind === 'fold' ? event.of : kind;
}

/** From which position on a call is known to be about the connection: an accept only once it has
 *  returned. Undefined where it is about another, or about none. */
function knownFrom(trace: Trace, call: number, connection?: number): number | undefined {
  if (connection === undefined) return call;
  const column = connectionColumn(trace);
  if (column[call] === connection) return call;
  if (trace.kindAt(call) !== 'accept') return undefined;
  const returned = returnOf(trace, call);
  return returned !== undefined && column[returned] === connection ? returned : undefined;
}

function inOrder(from: readonly number[], call: readonly number[]): Rows {
  const order = Array.from(from.keys()).sort((a, b) => (from[a] as number) - (from[b] as number));
  return {
    from: order.map((n) => from[n] as number),
    call: order.map((n) => call[n] as number),
  };
}

/** Index of the row that shows the event at a position, its call or its return; −1 for none. */
export function rowAt(trace: Trace, { from }: Rows, position: number): number {
  const call = trace.positionOf(trace.calls[position] ?? 0);
  for (const wanted of [position, call]) {
    const n = countUpTo(from, wanted) - 1;
    if (wanted >= 0 && from[n] === wanted) return n;
  }
  return -1;
}
