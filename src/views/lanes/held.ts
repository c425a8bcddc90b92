import type { Call, EventOf } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** The call before which a thread was held last, up to a position; undefined where it never was. */
export function heldBefore(trace: Trace, thread: number, position: number): Call | undefined {
  const own = trace.ofThread(thread);
  for (let n = countUpTo(own, position) - 1; n >= 0; n--) {
    const at = own[n] as number;
    if (trace.kindAt(at) === 'held') return (trace.at(at) as EventOf<'held'>).before;
  }
  return undefined;
}
