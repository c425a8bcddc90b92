import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { lessonSlugs } from '../build/lessons.ts';
import { lessonNumber } from '../../src/course/parse-lesson.ts';
import { LESSONS } from './folders.ts';
import { lessonFiles } from './template.ts';

const WORDS = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Makes the folder of a new lesson in `dir`. Without a number of its own the lesson gets the first
 * one after all others, wirestep's lessons among them.
 *
 * @param name `my-lesson`, or `13-my-lesson`
 * @returns the folder
 * @throws an Error in words where the name cannot be, or is taken; nothing is overwritten
 */
export function newLesson(name: string, dir: string): string {
  const slug = lessonNumber(name) === undefined ? numbered(name, dir) : name;
  const folder = join(dir, slug);
  if (existsSync(folder)) throw new Error(`${folder} is there already: choose another name.`);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of lessonFiles(titleOf(slug))) writeFileSync(join(folder, file), text);
  return folder;
}

function numbered(name: string, dir: string): string {
  if (!WORDS.test(name)) {
    throw new Error(`a lesson is named in small letters, digits and -: my-lesson, not "${name}".`);
  }
  const slugs = [dir, LESSONS].flatMap((each) => (existsSync(each) ? lessonSlugs(each) : []));
  const twin = slugs.find((slug) => slug.slice(3) === name);
  if (twin !== undefined)
    throw new Error(`there is a lesson ${twin} already: choose another name.`);
  const next = Math.max(0, ...slugs.map((slug) => lessonNumber(slug) ?? 0)) + 1;
  if (next > 99) throw new Error('all numbers up to 99 are taken: give one, as in 07-my-lesson.');
  return `${String(next).padStart(2, '0')}-${name}`;
}

/** `13-my-lesson` → `My lesson`. */
function titleOf(slug: string): string {
  const words = basename(slug).slice(3).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
