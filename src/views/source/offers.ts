import type { Trace } from '../../trace/trace.ts';
import type { Executions } from './executions.ts';
import type { ShownLine } from './program.ts';
import { runsOf, type Runs } from './runs.ts';

/** For each line of the file that is shown and was run at all: when. Ascending by line. */
export type Offers = ReadonlyMap<number, readonly (readonly number[])[]>;

/** The lines that a thread (undefined: any thread) has run. */
export function offersOf(
  trace: Trace,
  executions: Executions,
  thread: number | undefined,
  line: ShownLine,
): Offers {
  const found = new Map<number, (readonly number[])[]>();
  for (const number of executions.sites(thread)) {
    const site = trace.siteList[number - 1];
    const shown = site && line(site.file, site.line);
    if (shown === undefined) continue;
    const list = executions.of(thread, number);
    const known = found.get(shown);
    if (known === undefined) found.set(shown, [list]);
    else known.push(list);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** How a line is run, seen from the playhead; undefined for one that is not offered. */
export function runsAt(
  offers: Offers,
  line: number | undefined,
  position: number,
): Runs | undefined {
  const lists = line === undefined ? undefined : offers.get(line);
  return lists && runsOf(lists, position);
}

/** `seq` of the run to jump to; undefined where there is none that way. */
export function jump(trace: Trace, runs: Runs | undefined, way: 1 | -1): number | undefined {
  const position = way === 1 ? runs?.next : runs?.previous;
  return position === undefined ? undefined : trace.seqs[position];
}

/** The line that an arrow key, Home or End goes to from `line`; undefined for other keys. */
export function lineByKey(key: string, line: number, offers: Offers): number | undefined {
  const lines = [...offers.keys()];
  switch (key) {
    case 'ArrowDown':
      return lines.find((one) => one > line) ?? line;
    case 'ArrowUp':
      return lines.findLast((one) => one < line) ?? line;
    case 'Home':
      return lines[0];
    case 'End':
      return lines.at(-1);
    default:
      return undefined;
  }
}
