/** What is known of the files before anybody saves them: small ones are made, of large ones the head. */
import type { ExportFile, Part } from '../../export/part.ts';
import { collect } from './collect.ts';

/** So much of all files together is made in advance. */
const AHEAD_BYTES = 4 * 1024 * 1024;

/** A file to be saved. */
export interface Prepared {
  readonly file: ExportFile;
  /** Its beginning, or all of it; undefined where it was not begun. */
  readonly head: Blob | undefined;
  /** `head` is all of it. */
  readonly whole: boolean;
  /** Its size; an estimate where it is not whole, undefined where there is none. */
  readonly bytes: number | undefined;
}

/**
 * Begins each file. `most`: in place of the limit, for tests.
 * @throws what a writer throws, and the signal's reason where it is aborted
 */
export async function prepare(
  files: readonly ExportFile[],
  part: Pick<Part, 'done'>,
  signal: AbortSignal,
  most = AHEAD_BYTES,
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  let left = most;
  for (const file of files) {
    if (left <= 0) {
      prepared.push({ file, head: undefined, whole: false, bytes: undefined });
      continue;
    }
    const { content: head, whole } = await collect(file, { signal, most: left });
    left -= head.size;
    prepared.push({ file, head, whole, bytes: whole ? head.size : estimated(head.size, part) });
  }
  return prepared;
}

/** A fifth of the events gave a fifth of the bytes. */
function estimated(bytes: number, { done }: Pick<Part, 'done'>): number | undefined {
  return done > 0 && done < 1 ? Math.max(bytes, Math.round(bytes / done)) : undefined;
}
