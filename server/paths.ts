import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder, whether this runs from its source or from the built bundle. */
export const ROOT = findRoot(import.meta.dirname);

/** Where the build puts what Node runs. */
export const BUNDLES = join(ROOT, 'dist', 'server');
/** Where the build puts the page. */
export const PAGE = join(ROOT, 'dist', 'page');

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package-lock.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package-lock.json above ${from}`);
  }
}
