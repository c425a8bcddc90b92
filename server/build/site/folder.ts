import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Lies in a folder that a site was written into, and lists the site's files. */
export const MARKER = '.wirestep-site.json';

/**
 * Makes the folder ready for a site of these files, whose paths have `/`: removes what an earlier
 * site left and keeps what else lies there, such as a `CNAME`. Throws an Error in words, before
 * anything is changed, where the folder or one of the files belongs to somebody else.
 */
export function claimFolder(out: string, files: readonly string[]): void {
  const stats = statSync(out, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory()) throw new Error(`${out} is a file.`);
  const before = stats === undefined ? [] : filesOfSite(out);
  const known = new Set(before);
  const foreign = files.find((file) => !known.has(file) && existsSync(join(out, file)));
  if (foreign !== undefined) {
    throw new Error(`${join(out, foreign)} is not of wirestep: nothing was overwritten.`);
  }
  for (const file of before) remove(out, file);
  mkdirSync(out, { recursive: true });
  const list = { about: 'Written by "npm run build:site", which replaces these files.', files };
  writeFileSync(join(out, MARKER), `${JSON.stringify(list, undefined, 2)}\n`);
}

/** The files that the last site wrote here; none where the folder is empty. */
function filesOfSite(out: string): readonly string[] {
  if (readdirSync(out).length === 0) return [];
  const marker = join(out, MARKER);
  if (!existsSync(marker)) {
    throw new Error(
      `${out} is not empty and was not written by build:site (no ${MARKER} in it): ` +
        'nothing was overwritten. Choose a new folder.',
    );
  }
  const files = listIn(readFileSync(marker, 'utf8'));
  if (files !== undefined) return files;
  throw new Error(`${marker} is damaged: remove the folder, or choose a new one.`);
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const { files } = JSON.parse(text) as { readonly files?: unknown };
    return Array.isArray(files) && files.every(isInside) ? files : undefined;
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}

/** A path that leads nowhere out of the folder. */
function isInside(file: unknown): file is string {
  return (
    typeof file === 'string' &&
    /^[^/\\:]+(\/[^/\\:]+)*$/.test(file) &&
    !file.split('/').some((part) => part === '.' || part === '..')
  );
}

/** Removes a file, and the folders that are empty without it. */
function remove(out: string, file: string): void {
  rmSync(join(out, file), { force: true });
  for (let path = dirname(file); path !== '.'; path = dirname(path)) {
    const folder = join(out, path);
    if (!existsSync(folder) || readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}
