/** What is wrong with a recording, in words for stderr. */
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { visible } from '../../src/trace/visible.ts';

/** More damaged places than this are only counted. */
const MOST_DAMAGE = 20;

/** A line each; none where all is well. */
export function* damageLines({
  damage,
  damaged,
  torn,
  ended,
  trace,
}: ParsedTrace): Iterable<string> {
  for (const { line, byte, reason } of damage.slice(0, MOST_DAMAGE)) {
    // A binary file has no lines.
    const place = line === 0 ? `byte ${byte}` : `line ${line}, byte ${byte}`;
    yield `${place}: ${visible(reason)}\n`;
  }
  if (damaged > MOST_DAMAGE) yield `and ${damaged - MOST_DAMAGE} more places that are damaged\n`;
  if (torn > 0) yield `the last ${torn} bytes are a line that was cut off\n`;
  if (!ended) yield `the recording was not closed: it ends after event ${trace.seqs.at(-1) ?? 0}\n`;
}
