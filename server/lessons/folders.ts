/** Where lessons lie, and how a person names one. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { lessonSlugs } from '../build/lessons.ts';
import { ROOT } from '../paths.ts';

/** The folder of the lessons that come with wirestep. */
export const LESSONS = join(ROOT, 'lessons');

/** The folders of all lessons in a folder, in the order of their numbers. */
export function lessonFolders(dir = LESSONS): readonly string[] {
  return lessonSlugs(dir).map((slug) => join(dir, slug));
}

/**
 * A lesson by folder, by name or by number.
 * @throws an Error in words that names the lessons there are.
 */
export function findLesson(name: string): string {
  const own = resolve(name);
  if (existsSync(join(own, 'scenario.yaml'))) return own;
  const found = lessonFolders().find((folder) => {
    const slug = basename(folder);
    return slug === name || Number(slug.slice(0, 2)) === Number(name);
  });
  if (found !== undefined) return found;
  const all = lessonFolders().map((folder) => basename(folder));
  throw new Error(`there is no lesson "${name}": ${all.join(', ')}`);
}
