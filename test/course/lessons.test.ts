import { describe, expect, test } from 'vitest';
import { courseOf, cueLesson, entryOf, readLessons } from '../../server/build/lessons.ts';

const sources = readLessons('lessons');
const course = courseOf(sources, []);
const lessons = sources.map((source) => ({ name: source.lesson.slug, source }));

test('there are lessons, numbered in order', () => {
  expect(lessons.length).toBeGreaterThan(1);
  const numbers = sources.map(({ lesson }) => lesson.number);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(numbers.length);
});

describe.each(lessons)('$name', ({ source }) => {
  test('every cue and answer matches an event of the recording, in the order of the steps', () => {
    expect(cueLesson(source, course).steps).toHaveLength(source.lesson.steps.length);
  });

  test('its line in the list has its words, and how much it is', () => {
    const { slug, steps, words } = entryOf(source);
    expect(slug).toBe(source.lesson.slug);
    expect(steps).toBe(source.lesson.steps.length);
    expect(words).toContain(source.lesson.steps[0]?.title);
  });
});
