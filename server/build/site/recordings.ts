import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RecordingRow } from '../../../src/live/api.ts';
import { NAME } from '../../../src/live/name.ts';
import { TRACE_SUFFIX } from '../../data/ids.ts';
import { openTraceFile, summarize } from '../../data/summary.ts';

/** A recording for a site: its row in the list, and where its first `row.bytes` bytes lie. */
export interface SiteRecording {
  readonly row: RecordingRow;
  readonly file: string;
}

/**
 * The recordings that these files and folders hold, newest first; a folder's other files are left
 * out. Throws an Error in words for the first one that a site could not show.
 */
export async function findRecordings(paths: readonly string[]): Promise<readonly SiteRecording[]> {
  const found: SiteRecording[] = [];
  for (const file of paths.flatMap(traceFiles)) found.push(await recording(file));
  refuseTwins(found);
  return found.sort((a, b) => compare(b.row.started, a.row.started) || compare(a.row.id, b.row.id));
}

/** A file itself, or the traces of a folder in the order of their names. */
function traceFiles(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`there is no file or folder ${path}.`);
  // A link that a person names is followed, one that lies in a folder is not.
  if (!stats.isDirectory()) return [realpathSync(path)];
  const names = readdirSync(path).filter((name) => name.endsWith(TRACE_SUFFIX));
  if (names.length === 0) throw new Error(`the folder ${path} holds no *${TRACE_SUFFIX}.`);
  return names.sort().map((name) => join(path, name));
}

async function recording(file: string): Promise<SiteRecording> {
  const id = idOf(file);
  const handle = await openTraceFile(file).catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${String(error)}`, { cause: error });
  });
  try {
    const { size: bytes } = await handle.stat();
    const { title, started, ended, events, problem } = await summarize(handle, bytes);
    if (problem !== undefined) throw new Error(`${file} is no recording: ${problem}`);
    const row: RecordingRow = {
      id,
      title: title || basename(file),
      bytes,
      started: started ?? new Date(0).toISOString(),
      live: false,
      ended,
      events,
    };
    return { row, file };
  } finally {
    await handle.close();
  }
}

/** The name in links: the file's name without its ending. */
function idOf(file: string): string {
  const name = basename(file);
  if (!name.endsWith(TRACE_SUFFIX)) {
    throw new Error(`${file} is no recording: its name does not end in ${TRACE_SUFFIX}.`);
  }
  const id = name.slice(0, -TRACE_SUFFIX.length);
  if (NAME.test(id)) return id;
  throw new Error(
    `${file} has a name that no link can hold: please rename it. A name has up to 100 letters ` +
      `a–z, digits, - and _ before ${TRACE_SUFFIX}, and begins with a letter or a digit.`,
  );
}

/** Disks that ignore case would keep only one of two. */
function refuseTwins(recordings: readonly SiteRecording[]): void {
  const known = new Map<string, string>();
  for (const { row, file } of recordings) {
    const name = row.id.toLowerCase();
    const other = known.get(name);
    if (other !== undefined) {
      throw new Error(`${other} and ${file} have the same name: please rename one.`);
    }
    known.set(name, file);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
