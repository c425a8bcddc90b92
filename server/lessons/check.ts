/** Checks lessons: their text, their committed recordings, and new recordings of their scenarios. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { LessonError } from '../../src/course/lesson.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import type { Course } from '../../src/course/links.ts';
import { readLesson } from '../../src/course/parse-lesson.ts';
import { proveLesson } from '../../src/course/prove.ts';
import type { GlossaryEntry } from '../../src/course/reference.ts';
import { recorded, resolveLesson } from '../../src/course/resolve.ts';
import { lessonFaults } from '../../src/course/rules.ts';
import { PRESETS } from '../../src/lab/presets.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { courseOf, recordingFiles, readTraces } from '../build/lessons.ts';
import { readErrors, readGlossary } from '../build/reference.ts';
import { TRACE_SUFFIX } from '../data/ids.ts';
import { lessonFolders, LESSONS } from './folders.ts';
import { checkPresets } from './presets.ts';
import { recordingPlace, recordLesson, readScenario } from './record-lesson.ts';
import { ScenarioError } from './scenario.ts';

export interface CheckOptions {
  /** Port of the servers while recording; 0: any free one, for each recording. */
  readonly port: number;
  /** Whether the scenarios are performed; without, only what is committed is checked. */
  readonly record: boolean;
  /** Tells what is being done. */
  readonly onStep: (text: string) => void;
}

/** What was checked, and everything that is wrong: `file:line: sentence` each. */
export interface Report {
  readonly problems: readonly string[];
  readonly lessons: number;
  readonly questions: number;
  /** New recordings that were made. */
  readonly recordings: number;
}

interface Found {
  readonly folder: string;
  readonly path: string;
  readonly lesson: Lesson;
  readonly recordings: ReadonlyMap<string, string>;
}

/** Checks a folder of lessons, or the folder of one. Files are left as they are. */
export async function checkLessons(dir: string, options: CheckOptions): Promise<Report> {
  const problems = new Problems();
  const folders = existsSync(join(dir, 'lesson.md')) ? [dir] : lessonFolders(dir);
  if (folders.length === 0)
    problems.say(`${shown(dir)} has no lessons: folders such as 01-my-lesson`);
  const found = folders.flatMap((folder) => readFolder(folder, problems));
  const others = lessonFolders(LESSONS).filter((folder) => !folders.includes(folder));
  const ignored = new Problems();
  const all = [...others.flatMap((folder) => readFolder(folder, ignored)), ...found];
  const course = courseOf(
    all,
    PRESETS.map(({ name }) => name),
  );
  const glossary = checkReference(dir, all, problems);
  let recordings = 0;
  for (const one of found) {
    problems.add(lessonFaults(one.path, one.lesson, { course, glossary }));
    problems.add(checkRecordings(one, one.recordings, course, problems));
    if (!options.record) continue;
    recordings += await checkFresh(one, course, problems, options);
  }
  if (dir === LESSONS) {
    const presets = await checkPresets(dir, options);
    for (const problem of presets.problems) problems.say(problem);
    recordings += presets.recordings;
  }
  const questions = found
    .flatMap(({ lesson }) => lesson.steps)
    .filter(({ body }) => body.some(({ block }) => block === 'question')).length;
  return { problems: problems.all, lessons: folders.length, questions, recordings };
}

/** A list of sentences, none of them twice. */
class Problems {
  readonly #all = new Set<string>();

  get all(): readonly string[] {
    return [...this.#all];
  }

  say(sentence: string): void {
    this.#all.add(sentence);
  }

  add(errors: readonly LessonError[], where = ''): void {
    for (const { file, line, reason } of errors) {
      const sentence = `${shown(file)}:${line}: ${reason}`;
      if (!this.#all.has(sentence)) this.#all.add(sentence + where);
    }
  }
}

function readFolder(folder: string, problems: Problems): readonly Found[] {
  const path = join(folder, 'lesson.md');
  if (!existsSync(path)) {
    problems.say(`${shown(path)}:1: the lesson has no lesson.md`);
    return [];
  }
  const read = readLesson(path, basename(folder), readFileSync(path, 'utf8'));
  problems.add(read.problems);
  if (read.lesson === undefined) return [];
  return [{ folder, path, lesson: read.lesson, recordings: recordingFiles(folder) }];
}

/** The glossary, and the list of errors where the folder has one. */
function checkReference(
  dir: string,
  all: readonly Found[],
  problems: Problems,
): readonly GlossaryEntry[] {
  const lessons = all.map(({ lesson }) => lesson);
  const errors = join(dir, 'errors.yaml');
  try {
    if (existsSync(errors)) readErrors(errors, readFileSync(errors, 'utf8'), lessons);
  } catch (error) {
    problems.add([asLessonError(error)]);
  }
  const own = join(dir, 'glossary.yaml');
  const file = existsSync(own) ? own : join(LESSONS, 'glossary.yaml');
  try {
    return existsSync(file) ? readGlossary(file, readFileSync(file, 'utf8'), lessons) : [];
  } catch (error) {
    problems.add([asLessonError(error)]);
    return [];
  }
}

/** Everything that the lesson says and these recordings do not. */
function checkRecordings(
  { path, lesson }: Found,
  files: ReadonlyMap<string, string>,
  course: Course,
  problems: Problems,
): readonly LessonError[] {
  try {
    const recordings = recorded(readTraces(files));
    const resolved = resolveLesson(path, lesson, recordings, course);
    return [...resolved.problems, ...proveLesson(path, lesson, resolved, recordings)];
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    problems.say(`${shown(path)}:1: a recording is damaged: ${error.message}`);
    return [];
  }
}

/** Performs the scenario into a folder of its own and checks what came of it; how many there are. */
async function checkFresh(
  found: Found,
  course: Course,
  problems: Problems,
  { port, onStep }: CheckOptions,
): Promise<number> {
  const { folder, recordings } = found;
  const draft = mkdtempSync(join(tmpdir(), 'wirestep-check-'));
  try {
    const { scenario, path } = readScenario(folder);
    for (const file of recordings.values()) {
      if (scenario.recordings.some(({ name }) => recordingPlace(folder, scenario, name) === file)) {
        continue;
      }
      problems.say(`${shown(path)}:1: no recording here is ${shown(file)}: remove that file`);
    }
    const onStart = (name: string): void => onStep(`${basename(folder)}: ${name}`);
    const record = () =>
      recordLesson(folder, { port, onStart }, (_, name) => join(draft, name + TRACE_SUFFIX));
    const made = await record().catch((error: unknown) => {
      if (error instanceof ScenarioError) throw error;
      // A thread that a busy machine did not let end in time is no word about the lesson.
      return record();
    });
    const fresh = new Map(made.map(({ name, file }) => [name, file]));
    problems.add(checkRecordings(found, fresh, course, problems), ' (in a new recording)');
    return made.length;
  } catch (error) {
    const path = join(folder, 'scenario.yaml');
    const { message } = error as Error;
    // A scenario's error begins with its file and line.
    const where = error instanceof ScenarioError ? '' : `${shown(path)}:1: `;
    problems.say(where + message.replace(path, shown(path)));
    return 0;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function asLessonError(error: unknown): LessonError {
  if (error instanceof LessonError) return error;
  throw error;
}

/** A path as it is seen from where the person stands. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || near === '' ? path : near;
}
