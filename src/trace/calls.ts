/** Which events begin a call, and which may come while a thread is in one. */
import { KINDS } from './format.ts';
import type { Call, Kind } from './format.ts';

export type CallKind = Call | 'input';

/** Kinds that begin a call, in the order of `KINDS`: those that a return answers. */
export const CALL_KINDS: readonly CallKind[] = KINDS.filter((kind): kind is CallKind =>
  KINDS.some((other) => other === `${kind}.ret`),
);

const CALLS: ReadonlySet<Kind> = new Set(CALL_KINDS);

export function isCallKind(kind: Kind): kind is CallKind {
  return CALLS.has(kind);
}

/** Of a thread that still is in its call: `kernel` is about that call, `out` may be a notice of
 *  wirestep's. Any other event of the thread means that the call has returned. */
export const MEANWHILE: ReadonlySet<Kind> = new Set<Kind>(['kernel', 'out']);
