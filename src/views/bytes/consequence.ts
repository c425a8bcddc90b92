import { KINDS, type Kind } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** What a header can lead to, as the recording shows it. */
const ENDS: ReadonlySet<number> = new Set(
  (['exc', 'thread.err', 'close'] satisfies Kind[]).map((kind) => KINDS.indexOf(kind)),
);
/** So many events of the thread are looked at: an exception follows its header closely. */
const MOST = 60;

/**
 * Whether the thread that took a header has met an exception or closed since, up to the playhead:
 * only then may the page tell what came of it.
 * @param took number of the recv's answer; undefined where none is recorded
 */
export function hasConsequence(trace: Trace, took: number | undefined, position: number): boolean {
  if (took === undefined) return false;
  const start = trace.positionOf(took);
  const own = trace.ofThread(trace.threads[start] as number);
  const first = countUpTo(own, start);
  for (const at of own.subarray(first, first + MOST)) {
    if (at > position) return false;
    if (ENDS.has(trace.kinds[at] as number)) return true;
  }
  return false;
}
