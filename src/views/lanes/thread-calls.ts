import { isCallKind, MEANWHILE } from '../../trace/calls.ts';
import type { Kind } from '../../trace/format.ts';
import { lacks } from '../../trace/lacks.ts';
import type { Trace } from '../../trace/trace.ts';

/** A damaged or hostile trace could have any number of them in one call. */
const MOST_MEANWHILE = 256;

/** Returns that say something of their own: each gets its own box. */
const TELLING: ReadonlySet<Kind> = new Set<Kind>(['recv.ret', 'accept.ret', 'input.ret']);

/** True for a call's entry and for being held. In a capture a send is no call: only that its bytes
 *  were on the network is known. */
export function lasts(trace: Trace, kind: Kind): boolean {
  return (kind === 'held' || isCallKind(kind)) && !lacks(trace, 'calls');
}

/** True for a return that has a box of its own; others are the end of their call's box. */
export function tells(kind: Kind): boolean {
  return TELLING.has(kind) || (kind.endsWith('.err') && kind !== 'thread.err');
}

/** True for the return of a call that a box before it already ends with. */
export function isPlainReturn(kind: Kind): boolean {
  return kind.endsWith('.ret') && !TELLING.has(kind);
}

/**
 * Index in `own` (positions of one thread) of the event that ends what began at `index`: the call's
 * answer, else whatever the thread did next. `own.length` where it goes on to the trace's end.
 */
export function endOfCall(trace: Trace, own: Int32Array, index: number): number {
  const most = Math.min(own.length, index + MOST_MEANWHILE);
  let next = index + 1;
  while (next < most && MEANWHILE.has(trace.kindAt(own[next] as number))) next++;
  return next;
}

/** True where the event at `end` is the answer to the call at `index`, not merely the next event. */
export function answers(trace: Trace, own: Int32Array, index: number, end: number): boolean {
  const answer = own[end];
  return answer !== undefined && trace.calls[answer] === trace.seqs[own[index] as number];
}

/** Index of the call that the thread is in just before `index`; −1 where it is in none. */
export function callAround(trace: Trace, own: Int32Array, index: number): number {
  const least = Math.max(0, index - MOST_MEANWHILE);
  for (let before = index - 1; before >= least; before--) {
    const kind = trace.kindAt(own[before] as number);
    if (MEANWHILE.has(kind)) continue;
    return lasts(trace, kind) && endOfCall(trace, own, before) >= index ? before : -1;
  }
  return -1;
}
