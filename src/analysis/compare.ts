/**
 * Two recordings side by side: thread by thread, call by call, up to the first difference. How the
 * threads took turns differs from run to run, and is told only where nothing else does.
 */
import type { Trace } from '../trace/trace.ts';
import { difference, type Differs } from './compare-step.ts';
import { stepsOf, type Steps } from './compare-threads.ts';
import { firstDifferent } from './compare-values.ts';

/** One thread, in both recordings or in one. */
export interface ComparedThread {
  readonly key: string;
  readonly who: string;
  readonly left: Steps | undefined;
  readonly right: Steps | undefined;
  /** How many calls are the same, from the first on. */
  readonly same: number;
  /** What is different in the next one; undefined where there is none. */
  readonly differs: Differs | undefined;
}

/** The place of the first difference. `step`: which call of the thread, from 0. */
export interface Place {
  readonly thread: ComparedThread;
  readonly step: number;
}

export interface Comparison {
  /** In the order in which they appear on the left; those only on the right come last. */
  readonly threads: readonly ComparedThread[];
  /** The earliest difference in a thread that both have. */
  readonly first: Place | undefined;
  /** Threads that only one side has. */
  readonly alone: readonly ComparedThread[];
  /** Where every thread does the same: the first call, of all from 0, that is another thread's. */
  readonly turn: Turn | undefined;
}

export interface Turn {
  readonly step: number;
  readonly left: ComparedThread;
  readonly right: ComparedThread;
}

/** Compares two recordings, in time that grows with their calls. */
export function compareTraces(left: Trace, right: Trace): Comparison {
  const rights = new Map(stepsOf(right).map((steps) => [steps.key, steps]));
  const lefts = stepsOf(left);
  const threads = lefts.map((steps) => compareThread(left, right, steps, rights.get(steps.key)));
  for (const { key } of lefts) rights.delete(key);
  for (const steps of rights.values()) threads.push(compareThread(left, right, undefined, steps));
  const alone = threads.filter((thread) => !thread.left || !thread.right);
  const first = firstOf(threads);
  const turn = first || alone.length > 0 ? undefined : firstTurn(threads);
  return { threads, first, alone, turn };
}

function compareThread(
  leftTrace: Trace,
  rightTrace: Trace,
  left: Steps | undefined,
  right: Steps | undefined,
): ComparedThread {
  const { key, who } = (left ?? right) as Steps;
  const base = { key, who, left, right };
  if (left === undefined || right === undefined) return { ...base, same: 0, differs: undefined };
  const one = { trace: leftTrace, steps: left };
  const other = { trace: rightTrace, steps: right };
  const length = Math.max(left.calls.length, right.calls.length);
  for (let n = 0; n < length; n++) {
    const differs = difference(one, other, n);
    if (differs !== undefined) return { ...base, same: n, differs };
  }
  return { ...base, same: length, differs: undefined };
}

/** The difference that showed first: what comes later may be a consequence of it. */
function firstOf(threads: readonly ComparedThread[]): Place | undefined {
  let first: Place | undefined;
  let earliest = Infinity;
  for (const thread of threads) {
    if (thread.differs === undefined) continue;
    const at = shownAt(thread);
    // Of two at one place the same is chosen, whichever recording is on the left.
    if (at > earliest || (at === earliest && first && thread.key >= first.thread.key)) continue;
    earliest = at;
    first = { thread, step: thread.same };
  }
  return first;
}

/** Position at which a thread's difference showed, on the side where it showed sooner. */
function shownAt({ left, right, same, differs }: ComparedThread): number {
  const inAnswer = differs !== 'call' && differs !== 'death' && differs !== 'end';
  const on = (steps: Steps | undefined): number => {
    const answer = steps?.answers[same] ?? -1;
    if (inAnswer) return answer < 0 ? Infinity : answer;
    return steps?.calls[same] ?? Infinity;
  };
  return Math.min(on(left), on(right));
}

/** Merges the threads' calls by their order on each side, and looks where the two orders part. */
function firstTurn(threads: readonly ComparedThread[]): Turn | undefined {
  const lefts = order(threads.map(({ left }) => left?.calls ?? new Int32Array(0)));
  const rights = order(threads.map(({ right }) => right?.calls ?? new Int32Array(0)));
  const step = firstDifferent(lefts, rights);
  const [left, right] = [threads[lefts[step] ?? -1], threads[rights[step] ?? -1]];
  return left && right ? { step, left, right } : undefined;
}

/** For every call of all, in order: the index of its list. */
function order(lists: readonly Int32Array[]): Int32Array {
  const all = lists.flatMap((list, index) => Array.from(list, (position) => [position, index]));
  all.sort((a, b) => (a[0] as number) - (b[0] as number));
  return Int32Array.from(all, ([, index]) => index as number);
}
