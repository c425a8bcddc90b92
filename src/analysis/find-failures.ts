/** Calls that came back with an error. */
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

const FAILURES = KINDS.filter((kind) => kind.endsWith('.err') && kind !== 'thread.err');
const STOPPED = new TextEncoder().encode('"STOPPED"');

/** Positions of failed calls, ascending. Calls that wirestep's own stop woke did not fail. */
export function failedCalls(trace: Trace): Int32Array {
  const all = FAILURES.flatMap((kind) => [...trace.ofKind(kind)]);
  return Int32Array.from(all)
    .sort()
    .filter((position) => !lineHas(trace, position, STOPPED));
}

/** Whether an event's line contains these bytes: quicker than reading the event. */
function lineHas({ bytes, starts }: Trace, position: number, wanted: Uint8Array): boolean {
  const [first] = wanted;
  for (let at = starts[position] as number; bytes[at] !== 0x0a; at++) {
    if (bytes[at] === first && wanted.every((byte, n) => bytes[at + n] === byte)) return true;
  }
  return false;
}
