import { describe, expect, test } from 'vitest';
import { readLessons, resolveCues } from '../../server/build/lessons.ts';
import type { LessonNode } from '../../src/course/lesson.ts';
import { LessonError } from '../../src/course/lesson.ts';
import { readTrace } from '../support/trace.ts';

const MOST_STEPS = 12;
const MOST_WORDS = 25;

const lessons = readLessons('lessons').map((source) => ({ name: source.lesson.slug, source }));

function textOf(node: LessonNode | string): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

test('there are lessons, numbered in order', () => {
  expect(lessons.length).toBeGreaterThan(1);
  expect(lessons.map(({ source }) => source.lesson.number)).toEqual(lessons.map((_, at) => at + 1));
});

describe.each(lessons)('$name', ({ source }) => {
  test('every cue matches an event of the recording, in the order of the steps', () => {
    const { steps } = resolveCues(source, readTrace(source.recording).trace);
    expect(steps).toHaveLength(source.lesson.steps.length);
  });

  test('is short: few steps, no long sentence', () => {
    expect(source.lesson.steps.length).toBeLessThanOrEqual(MOST_STEPS);
    const sentences = source.lesson.steps
      .flatMap(({ body }) =>
        body.map((block) => (block.block === 'text' ? textOf(block.node) : '')),
      )
      .flatMap((text) => text.split(/(?<=[.:?!])\s/));
    const long = sentences.filter((sentence) => sentence.split(/\s+/).length > MOST_WORDS);
    expect(long).toEqual([]);
  });
});

test('a cue without an event is an error with its file and line', () => {
  const [first] = lessons;
  if (first === undefined) throw new Error('no lesson');
  const { lesson } = first.source;
  const steps = lesson.steps.map((step) => ({ ...step, cue: { ...step.cue, nth: 1000 } }));
  const trace = readTrace(first.source.recording).trace;
  const resolve = () => resolveCues({ ...first.source, lesson: { ...lesson, steps } }, trace);
  expect(resolve).toThrow(LessonError);
  expect(resolve).toThrow(/lesson\.md:\d+: no event of the recording matches/);
});

test('steps against the order of the recording are an error', () => {
  const [first] = lessons;
  if (first === undefined) throw new Error('no lesson');
  const { lesson } = first.source;
  const steps = lesson.steps.toReversed();
  const trace = readTrace(first.source.recording).trace;
  const resolve = () => resolveCues({ ...first.source, lesson: { ...lesson, steps } }, trace);
  expect(resolve).toThrow(/comes before that of the step above/);
});
