import { join } from 'node:path';
import { TRACE_SUFFIX } from '../data/ids.ts';

/** Name of a lesson's recording where it has only one. */
export const MAIN = 'main';

/** What a recording of a lesson may be called: it stands in an address. */
const NAME = /^[a-z0-9][a-z0-9-]{0,60}$/;

/**
 * Where a lesson's recordings lie: `recordings/NAME.trace.jsonl`, or `trace.jsonl` where there is
 * only one.
 *
 * @param list the names in a folder; none where there is no such folder
 */
export function recordingPlaces(
  folder: string,
  list: (folder: string) => readonly string[],
): ReadonlyMap<string, string> {
  const several = join(folder, 'recordings');
  const found = new Map<string, string>();
  for (const file of list(several)) {
    const name = file.slice(0, -TRACE_SUFFIX.length);
    if (file.endsWith(TRACE_SUFFIX) && NAME.test(name)) found.set(name, join(several, file));
  }
  if (list(folder).includes('trace.jsonl')) found.set(MAIN, join(folder, 'trace.jsonl'));
  return found;
}
