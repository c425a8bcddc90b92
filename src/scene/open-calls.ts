/** For every event of a thread: which of its calls is open after it. */
import { KINDS } from '../trace/format.ts';
import type { Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

/** Instead of a position: no call is open; the thread is held at the gate. */
export const NONE = -1;
export const HELD = -2;

type Effect = 'enter' | 'keep' | 'hold' | 'leave';

const ENTER: ReadonlySet<Kind> = new Set<Kind>([
  'socket',
  'bind',
  'listen',
  'connect',
  'shutdown',
  'setsockopt',
  'accept',
  'close',
  'recv',
  'send',
  'input',
]);
/** `kernel` is about the open call; `out` may be a notice of wirestep's while the thread waits. */
const KEEP: ReadonlySet<Kind> = new Set<Kind>(['kernel', 'out']);

const EFFECTS: readonly Effect[] = KINDS.map((kind) =>
  ENTER.has(kind) ? 'enter' : KEEP.has(kind) ? 'keep' : kind === 'held' ? 'hold' : 'leave',
);

/**
 * By position: the position of the call that the event's thread is in once the event has happened,
 * or NONE, or HELD. A call that another event of its thread follows has returned, even where its
 * return is missing from a damaged trace.
 */
export function indexOpenCalls(trace: Trace): Int32Array {
  const open = new Int32Array(trace.length).fill(NONE);
  const byThread = new Map<number, number>();
  for (let position = 0; position < trace.length; position++) {
    const thread = trace.threads[position] as number;
    if (thread === 0) continue;
    const effect = EFFECTS[trace.kinds[position] as number] as Effect;
    if (effect === 'keep') {
      open[position] = byThread.get(thread) ?? NONE;
      continue;
    }
    const now = effect === 'enter' ? position : effect === 'hold' ? HELD : NONE;
    open[position] = now;
    byThread.set(thread, now);
  }
  return open;
}
