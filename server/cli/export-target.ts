/** Where the files of an export go. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFile } from '../../src/export/part.ts';
import { visible } from '../../src/trace/visible.ts';
import { Misuse } from './outcome.ts';

/** The name of standard output. */
export const STDOUT = '-';

/** More names in one sentence nobody reads. */
const MOST_NAMED = 6;

export interface Target {
  readonly file: ExportFile;
  /** Its path, or `STDOUT`. */
  readonly path: string;
}

/**
 * Each file with its place: without `out` in this folder under its own name, in a folder too, else
 * under the name that is given.
 * @param only of several files those whose name has this
 * @throws {Misuse} where several files would get one name, or none is left
 */
export async function targetsOf(
  files: readonly ExportFile[],
  { out, only }: { readonly out?: string; readonly only?: string },
): Promise<readonly Target[]> {
  const chosen = only === undefined ? files : files.filter(({ name }) => name.includes(only));
  if (only !== undefined && chosen.length === 0) {
    throw new Misuse(`No file has "${visible(only)}" in its name: they are ${named(files)}.`);
  }
  if (out === undefined) return chosen.map((file) => ({ file, path: file.name }));
  if (out !== STDOUT && (await isFolder(out))) {
    return chosen.map((file) => ({ file, path: join(out, file.name) }));
  }
  if (chosen.length === 1) return chosen.map((file) => ({ file, path: out }));
  const place = out === STDOUT ? 'Standard output takes one file' : `${visible(out)} is no folder`;
  throw new Misuse(
    `${place}, and these are ${chosen.length}: give a folder with -o, or pick one by a part of its name with --only: ${named(chosen)}.`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there?.isDirectory() === true;
}

function named(files: readonly ExportFile[]): string {
  const names = files.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = files.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
