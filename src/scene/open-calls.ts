/** Which of its calls a thread is in. */
import { isCallKind, MEANWHILE } from '../trace/calls.ts';
import { KINDS } from '../trace/format.ts';
import type { EventOf } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import type { OpenCall } from './scene.ts';

/** Instead of a position: no call is open; the thread is held at the gate. */
export const NONE = -1;
export const HELD = -2;

type Effect = 'enter' | 'keep' | 'hold' | 'leave';

const EFFECTS: readonly Effect[] = KINDS.map((kind) =>
  isCallKind(kind) ? 'enter' : MEANWHILE.has(kind) ? 'keep' : kind === 'held' ? 'hold' : 'leave',
);
const KERNEL = KINDS.indexOf('kernel');

/**
 * The position of the call that a thread is in after its first `count` events `own`, or NONE, or
 * HELD. A call that another event of its thread follows has returned, even where its return is
 * missing from a damaged trace.
 */
export function openCallAt(trace: Trace, own: Int32Array, count: number): number {
  for (let n = count - 1; n >= 0; n--) {
    const position = own[n] as number;
    const effect = EFFECTS[trace.kinds[position] as number];
    if (effect === 'enter') return position;
    if (effect === 'hold') return HELD;
    if (effect === 'leave') return NONE;
  }
  return NONE;
}

/** The call at a position as it is after its thread's first `count` events. */
export function openCall(trace: Trace, at: number, own: Int32Array, count: number): OpenCall {
  const call = trace.kindAt(at) as OpenCall['call'];
  const socket = trace.sockets[at] || undefined;
  let kernel: EventOf<'kernel'> | undefined;
  for (let n = count - 1; (own[n] ?? -1) > at && kernel === undefined; n--) {
    const position = own[n] as number;
    if (trace.kinds[position] === KERNEL) kernel = trace.at(position) as EventOf<'kernel'>;
  }
  return { call, seq: trace.seqs[at] as number, at: trace.ats[at] as number, socket, kernel };
}
