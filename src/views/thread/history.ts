import type { EventOf } from '../../trace/format.ts';
import { isCallKind, MEANWHILE } from '../../trace/calls.ts';
import { KINDS } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** What a thread went through: positions, ascending, so that any playhead is one look-up. */
export interface ThreadHistory {
  /** The kernel's number for it; undefined where it was not recorded. */
  readonly tid?: number;
  /** Where it entered a call, and where that one returned or was left. */
  readonly calls: Int32Array;
  readonly returns: Int32Array;
  /** Nanoseconds in calls up to and including the return at the same place of `returns`. */
  readonly waited: Float64Array;
  /** Where it stopped at the gate. */
  readonly holds: Int32Array;
  /** Where it began to run, or to run again. */
  readonly runs: Int32Array;
  /** Its sockets, and the position of its first event with each. */
  readonly sockets: readonly { readonly socket: number; readonly from: number }[];
}

/** A history as far as it has come at a playhead. */
export interface Counts {
  readonly runs: number;
  readonly calls: number;
  readonly holds: number;
  /** Nanoseconds in calls, the open one included. */
  readonly waited: number;
}

type Effect = 'call' | 'hold' | 'stay' | 'run';

const EFFECTS: readonly Effect[] = KINDS.map((kind) =>
  isCallKind(kind) ? 'call' : MEANWHILE.has(kind) ? 'stay' : kind === 'held' ? 'hold' : 'run',
);

/** Reads a thread's events once. */
export function historyOf(trace: Trace, thread: number): ThreadHistory {
  const calls: number[] = [];
  const returns: number[] = [];
  const waited: number[] = [];
  const holds: number[] = [];
  const runs: number[] = [];
  const sockets = new Map<number, number>();
  let state: 'new' | 'call' | 'hold' | 'run' = 'new';
  let total = 0;
  for (const position of trace.ofThread(thread)) {
    const socket = trace.sockets[position] as number;
    if (socket !== 0 && !sockets.has(socket)) sockets.set(socket, position);
    const effect = EFFECTS[trace.kinds[position] as number] as Effect;
    if (effect === 'stay' && state !== 'new') continue;
    if (state === 'call') {
      total += (trace.ats[position] as number) - (trace.ats[calls.at(-1) as number] as number);
      returns.push(position);
      waited.push(total);
    }
    const ran = state === 'run';
    state = effect === 'stay' ? 'run' : effect;
    if (state === 'call') calls.push(position);
    else if (state === 'hold') holds.push(position);
    else if (!ran) runs.push(position);
  }
  return {
    tid: tidOf(trace, thread),
    calls: Int32Array.from(calls),
    returns: Int32Array.from(returns),
    waited: Float64Array.from(waited),
    holds: Int32Array.from(holds),
    runs: Int32Array.from(runs),
    sockets: [...sockets].map(([socket, from]) => ({ socket, from })),
  };
}

/** Histories of one trace's threads, each read when first asked for. */
export function createHistories(trace: Trace): (thread: number) => ThreadHistory {
  const known = new Map<number, ThreadHistory>();
  return (thread) => {
    const history = known.get(thread) ?? historyOf(trace, thread);
    known.set(thread, history);
    return history;
  };
}

/**
 * How often the thread was in which state, up to and including a position.
 *
 * @param entered when it went into the call that it is in (ns); undefined: it is in none
 */
export function countsAt(
  history: ThreadHistory,
  trace: Trace,
  position: number,
  entered: number | undefined,
): Counts {
  const returns = countUpTo(history.returns, position);
  const open = entered === undefined ? 0 : (trace.ats[position] as number) - entered;
  return {
    runs: countUpTo(history.runs, position),
    calls: countUpTo(history.calls, position),
    holds: countUpTo(history.holds, position),
    waited: (history.waited[returns - 1] ?? 0) + open,
  };
}

function tidOf(trace: Trace, thread: number): number | undefined {
  const own = trace.ofThread(thread);
  const begins = own.find((position) => trace.kindAt(position) === 'thread.run');
  return begins === undefined ? undefined : (trace.at(begins) as EventOf<'thread.run'>).tid;
}
