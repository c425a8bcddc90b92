/**
 * Lets held threads run until something has happened, one call at a time: a thread is let through
 * the gate, and is looked at again when it stands there the next time. So it stops exactly there.
 */
import { nextMatch, predicateOf } from '../../src/analysis/find.ts';
import { KINDS } from '../../src/trace/format.ts';
import type { Kind } from '../../src/trace/format.ts';
import type { Trace } from '../../src/trace/trace.ts';
import type { GateState, ThreadGates } from '../thread/thread-gates.ts';

const NO_CALLS: readonly Kind[] = ['input.ret', 'thread.err'];
const RETURNS = KINDS.filter((kind) => /\.(ret|err)$/.test(kind) && !NO_CALLS.includes(kind));
/** What a thread has done itself; the predicates say which thread was first to see it. */
const OWN_ACTS: ReadonlyMap<string, readonly Kind[]> = new Map<string, readonly Kind[]>([
  ['return', RETURNS],
  ['thread', ['thread.start', 'thread.run']],
  ['connection', ['accept.ret', 'connect.ret']],
]);

/** Whether `hasHappened` can tell. */
export function isKnownUntil(until: string): boolean {
  return OWN_ACTS.has(until) || predicateOf(until) !== undefined;
}

/** Whether it has happened in the thread, after a position of the trace. */
export function hasHappened(trace: Trace, until: string, thread: number, after: number): boolean {
  const predicate = predicateOf(until);
  const own = OWN_ACTS.get(until);
  if (own === undefined) {
    return predicate !== undefined && nextMatch(trace, predicate, after, { thread }) !== undefined;
  }
  const positions = trace.ofThread(thread);
  for (let n = positions.length - 1; n >= 0; n--) {
    const position = positions[n] as number;
    if (position <= after) return false;
    if (own.includes(trace.kindAt(position))) return true;
  }
  return false;
}

/** The server is the first program of a session's trace. */
export const SERVER = 1;

export interface RunOptions {
  readonly until: string;
  readonly gates: Pick<ThreadGates, 'step' | 'lastSeq'>;
  /** Their gates are closed. */
  readonly threads: readonly number[];
  /** Threads that the server starts from now on run too. */
  readonly all: boolean;
}

export class Run {
  readonly until: string;
  readonly #gates: RunOptions['gates'];
  readonly #all: boolean;
  /** The last event before the command. */
  readonly #since: number;
  /** Where each thread was let through the gate the last time; −1: not yet. */
  readonly #left = new Map<number, number>();
  /** Threads that were to run: those that were taken out again stay out. */
  readonly #known: Set<number>;

  constructor({ until, gates, threads, all }: RunOptions) {
    this.until = until;
    this.#gates = gates;
    this.#all = all;
    this.#since = gates.lastSeq;
    this.#known = new Set(threads);
    for (const thread of threads) this.#left.set(thread, -1);
  }

  /** Whether a thread runs in it, or will as soon as it is looked at. */
  has({ thread, program }: GateState): boolean {
    const isNew = this.#all && program === SERVER && !this.#known.has(thread);
    return isNew || this.#left.has(thread);
  }

  /** It runs no more. */
  drop(thread: number): void {
    this.#known.add(thread);
    this.#left.delete(thread);
  }

  /** Lets through whoever stands at the gate again; true once it has happened, or nobody runs. */
  look(trace: Trace, states: readonly GateState[]): boolean {
    // What came before the command is not all in the trace yet.
    if ((trace.seqs[trace.length - 1] ?? 0) < this.#since) return false;
    const after = eventsUpTo(trace, this.#since) - 1;
    if (this.#all) this.#takeIn(states);
    for (const [thread, left] of this.#left) {
      const state = states.find((one) => one.thread === thread);
      const last = lastOf(trace, thread, ['kernel']);
      const isReached = (): boolean => hasHappened(trace, this.until, thread, after);
      if (state === undefined) {
        if (isReached()) return true;
        if (last !== undefined && trace.kindAt(last) === 'thread.exit') this.drop(thread);
        continue;
      }
      if (state.gate !== 'closed' || state.at !== 'gate' || last === undefined) continue;
      // A held one also tells when other bytes wait for it: it has acted since it was let through.
      const acted = lastOf(trace, thread, ['kernel', 'held']) ?? -1;
      if (trace.kindAt(last) !== 'held' || acted <= left) continue;
      if (isReached()) return true;
      this.#left.set(thread, last);
      this.#gates.step(thread);
    }
    return this.#left.size === 0;
  }

  #takeIn(states: readonly GateState[]): void {
    for (const state of states) {
      if (this.#known.has(state.thread) || !this.has(state)) continue;
      this.#known.add(state.thread);
      this.#left.set(state.thread, -1);
    }
  }
}

/** How many events have a number up to this. */
function eventsUpTo({ seqs, length }: Trace, seq: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] as number) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the last event of a thread but for these kinds. */
function lastOf(trace: Trace, thread: number, but: readonly Kind[]): number | undefined {
  const positions = trace.ofThread(thread);
  for (let n = positions.length - 1; n >= 0; n--) {
    const position = positions[n] as number;
    if (!but.includes(trace.kindAt(position))) return position;
  }
  return undefined;
}
