/** Where the files of an export go. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFile } from '../../src/export/part.ts';
import { visible } from '../../src/trace/visible.ts';
import { writeProblem } from './disk-reasons.ts';
import { Failure, Misuse } from './outcome.ts';

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
 * under the name that is given. A name that ends in `/` is that of a folder, which is made.
 * @param only of several files those whose name has this
 * @throws {Misuse} where several files would get one name, or none is left
 * @throws {Failure} where the folder cannot be made
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
  if (/[/\\]$/.test(out)) await makeFolder(out);
  if (out !== STDOUT && (await isFolder(out))) {
    return chosen.map((file) => ({ file, path: join(out, file.name) }));
  }
  if (chosen.length === 1) return chosen.map((file) => ({ file, path: out }));
  const place = out === STDOUT ? 'Standard output takes one file' : `${visible(out)} is no folder`;
  throw new Misuse(
    `${place}, and these are ${chosen.length}: give a folder (-o NAME/), or pick one by a part of its name with --only: ${named(chosen)}.`,
  );
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const problem = `The folder ${visible(path)} cannot be made: ${writeProblem(error)}.`;
    throw new Failure(problem, { cause: error });
  }
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
