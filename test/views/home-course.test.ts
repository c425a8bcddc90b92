import { describe, expect, test } from 'vitest';
import type { LessonEntry } from '../../src/course/lesson.ts';
import {
  describe as describeLesson,
  howFar,
  nextOf,
  ofCourse,
  ofOwn,
  onPath,
  sizeOf,
  total,
  type Standing,
} from '../../src/views/home/course.ts';
import { searchLessons } from '../../src/views/home/search.ts';
import { entry } from '../support/lesson.ts';

const lesson = (number: number, more: Partial<LessonEntry> = {}): LessonEntry =>
  entry({
    slug: `0${number}-a`,
    number,
    title: `Lesson ${number}`,
    summary: '',
    steps: 10,
    minutes: 15,
    short: number !== 2,
    questions: 4,
    ...more,
  });
const COURSE = [lesson(1), lesson(2), lesson(3)];
const OWN = lesson(1, { slug: '01-mine', own: true });

/** Pages seen of each lesson in turn; the page of `last` is where one left off. */
function standing(seen: readonly number[], last?: Standing['last']): Standing {
  const of = (slug: string) => seen[Number(slug.slice(1, 2)) - 1] ?? 0;
  return {
    last,
    seenOf: of,
    pageOf: (slug) => (slug === last?.slug ? last.page : of(slug) || undefined),
    rightOf: () => 1,
  };
}
const next = (
  seen: readonly number[],
  last?: Standing['last'],
  path: 'whole' | 'short' = 'whole',
) => nextOf(COURSE, path, standing(seen, last));

describe('what to do next', () => {
  test('a newcomer starts lesson 1', () => {
    expect(next([])).toMatchObject({ doing: 'start', entry: { number: 1 }, page: 1 });
  });

  test('a returning student goes on where they left off', () => {
    const last = { slug: '03-a', page: 5 };
    expect(next([2, 0, 7], last)).toMatchObject({
      doing: 'continue',
      entry: { number: 3 },
      page: 5,
    });
  });

  test('after a lesson comes the next one of the path', () => {
    const last = { slug: '01-a', page: 10 };
    expect(next([10], last)).toMatchObject({ doing: 'start', entry: { number: 2 } });
    expect(next([10], last, 'short')).toMatchObject({ doing: 'start', entry: { number: 3 } });
  });

  test('a lesson that was begun is continued, and one that was passed over is offered at the end', () => {
    expect(next([10, 4], { slug: '01-a', page: 10 })).toMatchObject({ doing: 'continue', page: 4 });
    const last = { slug: '03-a', page: 10 };
    expect(next([10, 0, 10], last)).toMatchObject({ doing: 'start', entry: { number: 2 } });
  });

  test('after everything one can begin again', () => {
    const last = { slug: '03-a', page: 10 };
    expect(next([10, 10, 10], last)).toMatchObject({ doing: 'again', entry: { number: 1 } });
  });

  test('a page that is no longer there is the last one, a lesson that is gone is none', () => {
    const short = [lesson(1, { steps: 4 })];
    const last = { slug: '01-a', page: 9 };
    expect(nextOf(short, 'whole', standing([3], last))?.page).toBe(4);
    expect(nextOf(COURSE, 'whole', standing([], { slug: '99-gone', page: 2 }))?.entry.number).toBe(
      1,
    );
    expect(nextOf([], 'whole', standing([]))).toBeUndefined();
  });

  test('an own lesson that was left is continued, one that cannot be shown never', () => {
    const last = { slug: '01-mine', page: 3 };
    expect(nextOf([...COURSE, OWN], 'whole', standing([5], last))?.entry).toBe(OWN);
    const broken = lesson(1, { problem: 'lesson.md:3: no cue' });
    expect(nextOf([broken, lesson(2)], 'whole', standing([]))?.entry.number).toBe(2);
  });
});

test('own lessons stand apart from the course, and the short path has its own', () => {
  const all = [...COURSE, OWN];
  expect(ofCourse(all)).toEqual(COURSE);
  expect(ofOwn(all)).toEqual([OWN]);
  expect(onPath(COURSE, 'short').map(({ number }) => number)).toEqual([1, 3]);
});

test.each([
  [COURSE, '3 lessons, 45 minutes'],
  [[lesson(1)], '1 lesson, 15 minutes'],
  [Array.from({ length: 12 }, () => lesson(1)), '12 lessons, about 3 hours'],
  [[lesson(1, { minutes: undefined })], '1 lesson'],
  [[], '0 lessons'],
])('the size of a path is said', (entries, words) => {
  expect(sizeOf(entries)).toBe(words);
});

test('a lesson says how long it is and how far the student is', () => {
  expect(describeLesson(lesson(1))).toBe('10 pages · 15 minutes · 4 questions');
  expect(describeLesson(lesson(1, { minutes: undefined, questions: 0, steps: 1 }))).toBe('1 page');
  expect(howFar(lesson(1), standing([]))).toBeUndefined();
  expect(howFar(lesson(1), standing([5]))).toBe('5 of 10 pages seen, 1 of 4 answers right');
  expect(howFar(lesson(1, { questions: 0 }), standing([12]))).toBe('All pages seen');
});

test('all lessons together say how far the student is', () => {
  expect(total(COURSE, standing([]))).toBe('You have not begun yet.');
  expect(total(COURSE, standing([10, 3]))).toBe('13 of 30 pages seen, 3 of 12 answers right.');
});

describe('searching', () => {
  const entries = [
    lesson(1, { title: 'Hello', words: 'the header has 64 bytes' }),
    lesson(2, { title: 'Sixty-four', summary: 'What a header says.' }),
    lesson(3, { title: 'The header', words: 'é and ü are two bytes' }),
  ];
  const found = (typed: string) => searchLessons(entries, typed).map(({ number }) => number);

  test('titles come before summaries, summaries before text', () => {
    expect(found('header')).toEqual([3, 2, 1]);
  });

  test('all words must be there, in any order, whatever their case and accents', () => {
    expect(found('BYTES header')).toEqual([1, 3]);
    expect(found('e two')).toEqual([3]);
    expect(found('zebra')).toEqual([]);
    expect(found('lesson 2')).toEqual([2]);
    expect(found('  ')).toEqual([1, 2, 3]);
  });
});
