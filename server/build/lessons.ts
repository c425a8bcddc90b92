import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LessonError } from '../../src/course/lesson.ts';
import type { CuedLesson, Lesson, LessonEntry } from '../../src/course/lesson.ts';
import type { Course } from '../../src/course/links.ts';
import { lessonNumber, parseLesson } from '../../src/course/parse-lesson.ts';
import { wordsOf } from '../../src/course/plain.ts';
import { recorded, resolveLesson } from '../../src/course/resolve.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { TRACE_SUFFIX } from '../data/ids.ts';
import { recordingPlaces } from './recording-places.ts';

/** A lesson folder: its text, and where its recordings lie. */
export interface LessonSource {
  readonly lesson: Lesson;
  /** Path of `lesson.md`. */
  readonly file: string;
  /** Name → path of the recording. */
  readonly recordings: ReadonlyMap<string, string>;
}

/** The folders of lessons in a folder, in the order of their numbers. */
export function lessonSlugs(lessonsDir: string): readonly string[] {
  return readdirSync(lessonsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && lessonNumber(entry.name) !== undefined)
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads one lesson's folder.
 * @throws {LessonError} for the first thing wrong in `lesson.md`.
 */
export function readLesson(lessonsDir: string, slug: string): LessonSource {
  const folder = join(lessonsDir, slug);
  const file = join(folder, 'lesson.md');
  if (!existsSync(file)) throw new LessonError(file, 1, 'the lesson has no lesson.md');
  const lesson = parseLesson(file, slug, readFileSync(file, 'utf8'));
  return { lesson, file, recordings: recordingFiles(folder) };
}

/** Reads every lesson of a folder, in the order of their numbers. */
export function readLessons(lessonsDir: string): readonly LessonSource[] {
  return lessonSlugs(lessonsDir).map((slug) => readLesson(lessonsDir, slug));
}

/** Where a lesson's recordings lie. */
export function recordingFiles(folder: string): ReadonlyMap<string, string> {
  return recordingPlaces(folder, (each) => (existsSync(each) ? readdirSync(each).sort() : []));
}

/** Recordings by their names, read. @throws {ImportError} for the first that is none. */
export function readTraces(files: ReadonlyMap<string, string>): ReadonlyMap<string, Trace> {
  return new Map(
    [...files].map(([name, file]) => [name, parseTrace(readFileSync(file), OWN).trace]),
  );
}

/** What the lessons can link to. */
export function courseOf(
  sources: readonly Pick<LessonSource, 'lesson' | 'recordings'>[],
  presets: readonly string[],
): Course {
  const lessons = sources.map(({ lesson, recordings }) => {
    const { slug, steps } = lesson;
    return [slug, { slug, steps, recordings: [...recordings.keys()] }] as const;
  });
  return { lessons: new Map(lessons), presets };
}

/**
 * A lesson as the page gets it.
 * @throws {LessonError} for the first thing that does not fit its recordings.
 */
export function cueLesson(source: LessonSource, course: Course): CuedLesson {
  const recordings = recorded(readTraces(source.recordings));
  const { lesson, problems } = resolveLesson(source.file, source.lesson, recordings, course);
  const [problem] = problems;
  if (problem !== undefined) throw problem;
  return lesson;
}

/** The lesson's line in the list. */
export function entryOf({ lesson }: Pick<LessonSource, 'lesson'>): LessonEntry {
  const { steps, references: _, ...about } = lesson;
  const words = steps.flatMap(({ title, body }) => [
    title,
    ...wordsOf(body).flatMap(({ text, hidden }) => (hidden ? [] : [text])),
  ]);
  const questions = steps.filter(({ body }) => body.some(({ block }) => block === 'question'));
  return { ...about, steps: steps.length, questions: questions.length, words: words.join(' ') };
}

/**
 * Writes what the page loads: `lessons/index.json`, and for each lesson `lessons/SLUG.json` and
 * `lessons/SLUG.NAME.trace.jsonl`.
 * @throws {LessonError} for the first thing wrong in a lesson.
 */
export function buildLessons(lessonsDir: string, outDir: string): void {
  const folder = join(outDir, 'lessons');
  mkdirSync(folder, { recursive: true });
  const sources = readLessons(lessonsDir);
  const course = courseOf(sources, []);
  for (const source of sources) {
    const { slug } = source.lesson;
    writeFileSync(join(folder, `${slug}.json`), JSON.stringify(cueLesson(source, course)));
    for (const [name, path] of source.recordings) {
      copyFileSync(path, join(folder, `${slug}.${name}${TRACE_SUFFIX}`));
    }
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(sources.map(entryOf)));
}
