import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { lessonSlugs } from '../../server/build/lessons.ts';
import { newLesson } from '../../server/lessons/new-lesson.ts';
import { temporaryFolder } from '../support/folder.ts';

const next =
  (lessonSlugs('lessons')
    .map((slug) => Number(slug.slice(0, 2)))
    .at(-1) ?? 0) + 1;
const digits = (number: number) => String(number).padStart(2, '0');

test("a new lesson gets the number after all others, wirestep's own among them", () => {
  const dir = join(temporaryFolder(), 'mine');
  const folder = newLesson('my-lesson', dir);
  expect(basename(folder)).toBe(`${digits(next)}-my-lesson`);
  expect(basename(newLesson('another', dir))).toBe(`${digits(next + 1)}-another`);
  expect(readdirSync(folder).sort()).toEqual(['lesson.md', 'scenario.yaml']);
  expect(readFileSync(join(folder, 'lesson.md'), 'utf8')).toContain('title: My lesson\n');
});

test('a number that is given stays', () => {
  expect(basename(newLesson('03-mine', temporaryFolder()))).toBe('03-mine');
});

test.each([
  ['My Lesson', 'a lesson is named in small letters'],
  ['../evil', 'a lesson is named in small letters'],
  ['hello-world', 'there is a lesson 01-hello-world already'],
])('the name %s cannot be: %s', (name, why) => {
  const dir = temporaryFolder();
  expect(() => newLesson(name, dir)).toThrow(why);
  expect(readdirSync(dir)).toEqual([]);
});

test('nothing is overwritten', () => {
  const dir = temporaryFolder();
  newLesson('30-a', dir);
  expect(() => newLesson('30-a', dir)).toThrow('is there already');
});
