/** How long a call waited in the kernel, and how that is known. */
import type { Trace } from '../trace/trace.ts';
import { countUpTo } from '../trace/group.ts';

export interface Wait {
  /** Nanoseconds between the call and its return. */
  readonly ns: number;
  /** `measured`: the kernel said that the thread sat in this call. */
  readonly basis: 'measured' | 'derived';
  /** How it is known: part of a sentence. */
  readonly why: string;
}

/** Calls that return only when somebody else does something. */
const PATIENT = new Set(['accept', 'connect', 'input']);
/** Shorter than this, what was asked for was already there: a connection in the backlog. */
const AT_ONCE = 1_000_000;

/** The wait of a call that has returned; undefined where it did not wait, or nothing tells. */
export function waitOf(trace: Trace, call: number, returned: number): Wait | undefined {
  const ns = (trace.ats[returned] as number) - (trace.ats[call] as number);
  if (isSampled(trace, call, returned)) {
    return { ns, basis: 'measured', why: 'the kernel said that the thread slept in this call' };
  }
  const kind = trace.kindAt(call);
  const empty = kind === 'recv' && trace.queued[call] === 0 && (trace.sizes[call] as number) > 0;
  if (empty && ((trace.sizes[returned] as number) > 0 || ns >= AT_ONCE)) {
    return { ns, basis: 'derived', why: 'no byte was waiting when it was called' };
  }
  if (PATIENT.has(kind) && ns >= AT_ONCE) {
    return { ns, basis: 'derived', why: 'such a call returns when somebody comes' };
  }
  return undefined;
}

/** Whether the kernel was asked about the thread in between. */
export function isSampled(trace: Trace, call: number, until: number): boolean {
  const own = trace.ofThread(trace.threads[call] as number);
  for (let n = countUpTo(own, call); n < own.length && (own[n] as number) <= until; n++) {
    const kind = trace.kindAt(own[n] as number);
    if (kind === 'kernel') return true;
    if (kind !== 'out') return false;
  }
  return false;
}
