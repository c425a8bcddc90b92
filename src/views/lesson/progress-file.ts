/** How far a student is in the course, as a file and as this browser keeps it: version 1. */
import { readGiven, type Given } from '../../course/given.ts';

/** What has become of a question: answered, or skipped to see what follows. */
export type Kept =
  | { readonly state: 'answered'; readonly given: Given; readonly right: boolean }
  | { readonly state: 'skipped' };

export interface LessonProgress {
  /** The page that was looked at last, from 1. */
  readonly page: number;
  /** The furthest page that was looked at. */
  readonly seen: number;
  /** By the question's id. */
  readonly answers: ReadonlyMap<string, Kept>;
}

/** By the lesson's slug; the one that was looked at last is the last. */
export type Lessons = ReadonlyMap<string, LessonProgress>;

export const NOTHING: Lessons = new Map();
const NEW: LessonProgress = { page: 1, seen: 0, answers: new Map() };

/** The same with another page of a lesson: that lesson is then the last. */
export function withPage(lessons: Lessons, slug: string, page: number): Lessons {
  const { seen, answers } = lessons.get(slug) ?? NEW;
  return replaced(lessons, slug, { page, seen: Math.max(seen, page), answers });
}

/** The same with one question settled. What was settled first stands. */
export function withKept(lessons: Lessons, slug: string, id: string, kept: Kept): Lessons {
  const { answers, ...pages } = lessons.get(slug) ?? NEW;
  return replaced(lessons, slug, { ...pages, answers: new Map([[id, kept], ...answers]) });
}

/** Both: where two differ, what is in `more`. */
export function merged(lessons: Lessons, more: Lessons): Lessons {
  return [...more].reduce((all, [slug, { page, seen, answers }]) => {
    const own = all.get(slug) ?? NEW;
    const joined = new Map([...own.answers, ...answers]);
    return replaced(all, slug, { page, seen: Math.max(own.seen, seen), answers: joined });
  }, lessons);
}

function replaced(lessons: Lessons, slug: string, progress: LessonProgress): Lessons {
  const others = [...lessons].filter(([one]) => one !== slug);
  return new Map([...others, [slug, progress]]);
}

const FORMAT = 'wirestep-progress';
const VERSION = 1;
/** More than a thousand lessons would need. */
const MOST_CHARACTERS = 2_000_000;
const WORD = /^[\w-]{1,100}$/;

export function writeProgress(lessons: Lessons): string {
  const rows = [...lessons].map(([slug, { page, seen, answers }]) => ({
    slug,
    page,
    seen,
    answers: [...answers].map(([id, kept]) => ({ id, ...kept })),
  }));
  return JSON.stringify({ format: FORMAT, version: VERSION, lessons: rows });
}

/** What a file holds; a sentence where it is no progress, or one that this version cannot read. */
export function readProgress(text: string): Lessons | string {
  if (text.length > MOST_CHARACTERS) return 'This file is too large to hold progress.';
  const { format, version, lessons } = fieldsOf(parse(text));
  if (format !== FORMAT) return 'This file holds no progress of wirestep.';
  if (version !== VERSION) {
    return `This file is of version ${JSON.stringify(version)}; this wirestep reads version ${VERSION}.`;
  }
  if (!Array.isArray(lessons)) return 'This file is damaged: it has no list of lessons.';
  const read = new Map<string, LessonProgress>();
  for (const [at, row] of lessons.entries()) {
    const { slug, page, seen = page, answers } = fieldsOf(row);
    const kept = readAnswers(answers);
    if (!isWord(slug) || !isPage(page) || !isSeen(seen) || kept === undefined) {
      return `This file is damaged: its lesson ${at + 1} cannot be read.`;
    }
    read.set(slug, { page, seen, answers: kept });
  }
  return read;
}

function readAnswers(rows: unknown): ReadonlyMap<string, Kept> | undefined {
  if (!Array.isArray(rows)) return undefined;
  const read = new Map<string, Kept>();
  for (const row of rows) {
    const { id, state, given: written, right } = fieldsOf(row);
    const given = readGiven(written);
    if (!isWord(id)) return undefined;
    if (state === 'skipped') read.set(id, { state });
    else if (state !== 'answered' || given === undefined) return undefined;
    else if (typeof right !== 'boolean') return undefined;
    else read.set(id, { state, given, right });
  }
  return read;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldsOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value);
}

/** Nothing of a lesson is seen where only its questions were asked. */
function isSeen(value: unknown): value is number {
  return value === 0 || isPage(value);
}

function isPage(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 10_000;
}
