import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCue } from '../../src/course/cue.ts';
import { LessonError } from '../../src/course/lesson.ts';
import type { CuedBlock, CuedLesson, Lesson, LessonEntry } from '../../src/course/lesson.ts';
import { parseLesson } from '../../src/course/parse-lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** A lesson folder's two files that the page shows. */
export interface LessonSource {
  readonly lesson: Lesson;
  /** Path of `lesson.md`. */
  readonly file: string;
  /** Path of the committed recording. */
  readonly recording: string;
}

/** Reads every lesson of a folder, in the order of their numbers. */
export function readLessons(lessonsDir: string): readonly LessonSource[] {
  const slugs = readdirSync(lessonsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return slugs.map((slug) => {
    const file = join(lessonsDir, slug, 'lesson.md');
    const lesson = parseLesson(file, slug, readFileSync(file, 'utf8'));
    return { lesson, file, recording: join(lessonsDir, slug, 'trace.jsonl') };
  });
}

/**
 * Finds the event of each step in the lesson's recording. Steps go with the recording: each has its
 * event after that of the step above.
 * @throws {LessonError} with file and line of the first cue for which that is not so.
 */
export function resolveCues({ lesson, file }: LessonSource, trace: Trace): CuedLesson {
  let last = 0;
  const steps = lesson.steps.map(({ cue, line, ...step }) => {
    const seq = findCue(events(trace), cue);
    if (seq === undefined) {
      throw new LessonError(file, line, `no event of the recording matches ${JSON.stringify(cue)}`);
    }
    if (seq <= last) {
      const reason = 'its event comes before that of the step above; steps go with the recording';
      throw new LessonError(file, line, reason);
    }
    last = seq;
    return { ...step, body: step.body as readonly CuedBlock[], seq };
  });
  const { references: _, ...about } = lesson;
  const recordings = [{ name: 'main', title: trace.header.title }];
  return { ...about, recordings, steps };
}

/**
 * Writes what the page loads: `lessons/index.json`, and for each lesson `lessons/SLUG.json` and
 * `lessons/SLUG.NAME.trace.jsonl`.
 * @throws {LessonError} for the first thing wrong in a lesson.
 */
export function buildLessons(lessonsDir: string, outDir: string): void {
  const folder = join(outDir, 'lessons');
  mkdirSync(folder, { recursive: true });
  const entries = readLessons(lessonsDir).map((source): LessonEntry => {
    const { trace } = parseTrace(readFileSync(source.recording));
    const lesson = resolveCues(source, trace);
    const { slug, number, title, summary, short, steps } = lesson;
    writeFileSync(join(folder, `${slug}.json`), JSON.stringify(lesson));
    copyFileSync(source.recording, join(folder, `${slug}.main.trace.jsonl`));
    return { slug, number, title, summary, short, steps: steps.length, questions: 0, words: '' };
  });
  writeFileSync(join(folder, 'index.json'), JSON.stringify(entries));
}

function* events(trace: Trace) {
  for (let position = 0; position < trace.length; position++) yield trace.at(position);
}
