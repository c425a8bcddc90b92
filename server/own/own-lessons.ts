import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LessonError } from '../../src/course/lesson.ts';
import type { CuedLesson, LessonEntry } from '../../src/course/lesson.ts';
import type { Course, LinkedLesson } from '../../src/course/links.ts';
import { lessonNumber, parseLesson } from '../../src/course/parse-lesson.ts';
import { recorded, resolveLesson } from '../../src/course/resolve.ts';
import { FOREIGN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { visible } from '../../src/trace/visible.ts';
import { entryOf } from '../build/lessons.ts';
import { lessonsIn, readRecording, readText, stateOf } from './lesson-files.ts';
import type { LessonFiles } from './lesson-files.ts';
import { within } from './within.ts';

const LOOK_MS = 400;
/** So long one lesson may take to read, and all of them together. */
const PATIENCE = { one: 5_000, all: 15_000 };

/** A lesson of the person's own, or why it cannot be shown. */
export interface OwnLesson {
  readonly entry: LessonEntry;
  /** Absent where there is a problem. */
  readonly lesson?: CuedLesson;
  /** Name → path of the recording. */
  readonly recordings: ReadonlyMap<string, string>;
}

/**
 * Lessons from folders of the person's own, read while wirestep runs. Whatever lies in the folders,
 * the worst is a sentence in the list of lessons.
 */
export class OwnLessons {
  readonly #dirs: readonly string[];
  readonly #builtIn: string;
  readonly #patience: typeof PATIENCE;
  #until = 0;
  readonly #traces = new Map<string, { readonly state: string; readonly trace: Trace }>();
  #state = '';
  #lessons: ReadonlyMap<string, OwnLesson> = new Map();

  /** @param builtIn folder of the lessons that come with the page, as the build wrote them */
  constructor(dirs: readonly string[], builtIn: string, patience = PATIENCE) {
    this.#dirs = dirs;
    this.#builtIn = builtIn;
    this.#patience = patience;
  }

  /** All lessons: an own one takes the place of the built-in one of the same name. */
  entries(): readonly LessonEntry[] {
    const own = this.#read();
    const others = builtInEntries(this.#builtIn).filter(({ slug }) => !own.has(slug));
    return [...others, ...[...own.values()].map(({ entry }) => entry)].sort(
      (a, b) => a.number - b.number || (a.slug < b.slug ? -1 : 1),
    );
  }

  /** The own lesson of this name. */
  get(slug: string): OwnLesson | undefined {
    return this.#read().get(slug);
  }

  /** Calls `changed` within a second after a file of a lesson has; returns the way out. */
  watch(changed: () => void): () => void {
    let before = this.#find().state;
    const timer = setInterval(() => {
      const { state } = this.#find();
      if (state === before) return;
      before = state;
      changed();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }

  #find() {
    const files = this.#dirs.flatMap((dir) => lessonsIn(dir));
    return { files, state: files.map(({ state }) => state).join('\n') };
  }

  /** The lessons as their files are now; read again only where one has changed. */
  #read(): ReadonlyMap<string, OwnLesson> {
    const { files, state } = this.#find();
    if (state === this.#state) return this.#lessons;
    this.#until = performance.now() + this.#patience.all;
    const found = new Map<string, LessonFiles>();
    const twins = new Map<string, LessonFiles>();
    for (const one of files) {
      if (found.has(one.slug)) twins.set(one.slug, one);
      else found.set(one.slug, one);
    }
    const parsed = [...found.values()].map((one) => this.#parse(one, twins.get(one.slug)));
    const course = courseWith(builtInLessons(this.#builtIn), parsed);
    this.#lessons = new Map(parsed.map((one) => [one.files.slug, this.#resolve(one, course)]));
    this.#state = state;
    return this.#lessons;
  }

  #parse(files: LessonFiles, twin: LessonFiles | undefined): Tried {
    const { file, slug } = files;
    return this.#guarded(files, () => {
      if (twin !== undefined) {
        throw new LessonError(twin.file, 1, `there is a ${file} too: rename one of the folders`);
      }
      return { files, lesson: parseLesson(file, slug, readText(file)) };
    });
  }

  #resolve({ files, lesson, problem }: Tried, course: Course): OwnLesson {
    const { recordings, slug, file } = files;
    if (lesson === undefined) return { entry: brokenEntry(slug, problem), recordings };
    const resolved = this.#guarded(files, () => {
      const traces = [...recordings].map(([name, path]) => [name, this.#trace(path)] as const);
      const { problems, ...rest } = resolveLesson(file, lesson, recorded(new Map(traces)), course);
      if (problems[0] !== undefined) throw problems[0];
      return { files, cued: rest.lesson };
    });
    const entry: LessonEntry = { ...entryOf({ lesson }), own: true };
    if (resolved.cued !== undefined) return { entry, lesson: resolved.cued, recordings };
    return { entry: { ...entry, problem: resolved.problem ?? '' }, recordings };
  }

  #trace(path: string): Trace {
    const state = stateOf(path);
    const kept = this.#traces.get(path);
    if (kept?.state === state) return kept.trace;
    try {
      const { trace } = parseTrace(readRecording(path), FOREIGN);
      this.#traces.set(path, { state, trace });
      return trace;
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      throw new LessonError(path, error.line, error.reason);
    }
  }

  /** What `action` gives, or why it gives nothing: a hostile file must not end the server. */
  #guarded(files: LessonFiles, action: () => Tried): Tried {
    try {
      const left = this.#until - performance.now();
      return within(Math.min(left, this.#patience.one), action);
    } catch (error) {
      const { message } = error as Error;
      const problem = error instanceof LessonError ? message : `${files.file}:1: ${message}`;
      return { files, problem: visible(problem) };
    }
  }
}

/** A lesson as far as it has been read. */
interface Tried {
  readonly files: LessonFiles;
  readonly lesson?: ReturnType<typeof parseLesson>;
  readonly cued?: CuedLesson;
  readonly problem?: string;
}

/** The line of a lesson that could not be read. */
function brokenEntry(slug: string, problem = ''): LessonEntry {
  const title = slug.slice(3).replaceAll('-', ' ');
  const about = { slug, number: lessonNumber(slug) ?? 0, title, summary: '', short: false };
  return { ...about, steps: 0, questions: 0, words: '', own: true, problem };
}

/** What own lessons can link to. */
function courseWith(builtIn: readonly CuedLesson[], own: readonly Tried[]): Course {
  const lessons = new Map<string, LinkedLesson>();
  for (const { slug, steps, recordings } of builtIn) {
    lessons.set(slug, { slug, steps, recordings: recordings.map(({ name }) => name) });
  }
  for (const { lesson, files } of own) {
    if (lesson === undefined) continue;
    const { slug, steps } = lesson;
    lessons.set(slug, { slug, steps, recordings: [...files.recordings.keys()] });
  }
  return { lessons, presets: [] };
}

function builtInEntries(folder: string): readonly LessonEntry[] {
  return JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly LessonEntry[];
}

function builtInLessons(folder: string): readonly CuedLesson[] {
  return readdirSync(folder)
    .filter((file) => /^\d\d-[^.]+\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CuedLesson);
}
