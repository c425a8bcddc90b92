import { countUpTo } from '../../trace/group.ts';
import type { Kind } from '../../trace/format.ts';
import type { Site } from '../../trace/sites.ts';
import type { Trace } from '../../trace/trace.ts';

/** What gave the locals their last change: a line that has run, or the call of the function. */
export interface ChangedBy {
  readonly site: Site;
  readonly how: 'line' | 'call';
}

/** A line may have called functions of a million lines: then nobody looks that far back. */
const FARTHEST = 100_000;

/**
 * An event of a line tells what changed since the function's event before: so that one's line did it.
 *
 * @returns undefined where it is not known
 */
export function changedBy(trace: Trace, thread: number, position: number): ChangedBy | undefined {
  const own = trace.ofThread(thread);
  const kindOf = (n: number): Kind => trace.kindAt(own[n] as number);
  let at = countUpTo(own, position) - 1;
  const end = Math.max(0, at - FARTHEST);
  while (at >= end && !GIVES_LOCALS.has(kindOf(at))) at--;
  if (at < end) return undefined;
  if (kindOf(at) === 'fn.call') return found(trace, own[at], 'call');
  let depth = 0;
  for (let n = at - 1; n >= end; n--) {
    const kind = kindOf(n);
    if (kind === 'fn.return') depth++;
    else if (kind === 'line' && depth === 0) return found(trace, own[n], 'line');
    else if (kind === 'fn.call' && depth-- === 0) return found(trace, own[n], 'call');
  }
  return undefined;
}

const GIVES_LOCALS: ReadonlySet<Kind> = new Set<Kind>(['line', 'fn.call', 'fn.return']);

function found(
  trace: Trace,
  position: number | undefined,
  how: ChangedBy['how'],
): ChangedBy | undefined {
  const site = position === undefined ? undefined : trace.siteAt(position);
  return site && { site, how };
}
