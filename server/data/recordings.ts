import type { Stats } from 'node:fs';
import { readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingRow } from '../../src/live/api.ts';
import { folderProblem } from './folder.ts';
import { isRecordingId, recordingFile, TRACE_SUFFIX } from './ids.ts';
import { openTraceFile, summarize, type Summary } from './summary.ts';

/** Files read at the same time: each costs a descriptor and a thread of Node's pool. */
const AT_ONCE = 16;

type Known = Map<string, { readonly stamp: string; readonly row: RecordingRow }>;

/** What went wrong, in one sentence; `unknown`: there is no such recording. */
export class RecordingError extends Error {
  readonly reason: 'unknown' | 'unreadable';

  constructor(reason: RecordingError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The recordings of one data folder, which other programs may change at any time. */
export class Recordings {
  readonly #dir: string;
  /** File name → its summary, as long as size and date stay what they were. */
  #known: Known = new Map();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * Newest first. A broken file is a row that says so, never an error and never left out; throws a
   * RecordingError only where the folder itself cannot be read.
   */
  async list(liveId?: string): Promise<readonly RecordingRow[]> {
    const names = (await this.#names()).filter((name) => name.endsWith(TRACE_SUFFIX));
    const known: Known = new Map();
    const rows: RecordingRow[] = [];
    const next = names.values();
    const worker = async (): Promise<void> => {
      for (const name of next) {
        const row = await this.#row(name, known);
        if (row) rows.push(row.id === liveId ? { ...row, live: true, problem: undefined } : row);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    this.#known = known;
    return rows.sort((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : 0));
  }

  /** The open file and its length now. The caller closes it. Throws a RecordingError. */
  async open(id: string): Promise<{ readonly handle: FileHandle; readonly bytes: number }> {
    if (!isRecordingId(id)) {
      throw new RecordingError(
        'unknown',
        'There is no recording of that name: it is no id of ours.',
      );
    }
    try {
      const handle = await openTraceFile(recordingFile(this.#dir, id));
      return { handle, bytes: (await handle.stat()).size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        throw new RecordingError('unknown', `There is no recording ${id} in the data folder.`);
      }
      throw new RecordingError('unreadable', `The recording ${id} cannot be read: ${why(error)}`);
    }
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#dir);
    } catch (error) {
      throw new RecordingError('unreadable', folderProblem(this.#dir, error));
    }
  }

  async #row(name: string, known: Known): Promise<RecordingRow | undefined> {
    const id = name.slice(0, -TRACE_SUFFIX.length);
    let handle: FileHandle | undefined;
    try {
      handle = await openTraceFile(join(this.#dir, name));
      const stats = await handle.stat();
      const stamp = `${stats.size} ${stats.mtimeMs} ${stats.ino}`;
      const before = this.#known.get(name);
      const row =
        before?.stamp === stamp
          ? before.row
          : rowOf(id, stats, await summarize(handle, stats.size));
      known.set(name, { stamp, row });
      return row;
    } catch (error) {
      // Deleted between the listing and the look: it is not there.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      const started = new Date(0).toISOString();
      return { id, title: name, bytes: 0, started, live: false, ended: false, problem: why(error) };
    } finally {
      await handle?.close();
    }
  }
}

function rowOf(id: string, stats: Stats, summary: Summary): RecordingRow {
  const strange = `It can be dropped on the page, but not opened by name: ${id}${TRACE_SUFFIX} is no name of ours.`;
  return {
    id,
    title: summary.title || id + TRACE_SUFFIX,
    bytes: stats.size,
    started: summary.started ?? stats.mtime.toISOString(),
    live: false,
    ended: summary.ended,
    events: summary.events,
    problem: summary.problem ?? (isRecordingId(id) ? undefined : strange),
  };
}

function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ELOOP') return 'It is a link, which is not followed.';
  if (code === 'EACCES' || code === 'EPERM') return 'This user may not read it.';
  return code ? `The system refuses it (${code}).` : message;
}
