import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import * as z from 'zod/mini';
import { LessonError } from '../../src/course/lesson.ts';
import type {
  ErrorEntry,
  GlossaryEntry,
  LessonMoment,
  SystemError,
} from '../../src/course/reference.ts';
import type { ErrorTable } from '../sys/errors.ts';
import { LINUX_ERRORS } from '../sys/linux-errors.ts';
import { MACOS_ERRORS } from '../sys/macos-errors.ts';
import { WINDOWS_ERRORS } from '../sys/windows-errors.ts';

/** A lesson as far as a link into it needs to know it. */
export interface LinkedLesson {
  readonly slug: string;
  readonly steps: readonly { readonly id?: string }[];
}

const words = z.string().check(z.minLength(1));
const moment = {
  lesson: z.optional(words),
  step: z.optional(z.union([words, z.int().check(z.gte(1))])),
};
const system = z.strictObject({ number: z.int(), name: words, text: words });

const glossary = z.array(
  z.strictObject({ term: words, also: z._default(z.array(words), []), meaning: words, ...moment }),
);
const errors = z.array(
  z.strictObject({
    error: z.optional(words),
    linux: z.optional(system),
    windows: z.optional(system),
    macos: z.optional(system),
    title: words,
    python: words,
    also: z._default(z.array(words), []),
    says: z._default(z.array(words), []),
    meaning: words,
    remedy: words,
    ...moment,
  }),
);

/**
 * `glossary.yaml`: in the order of the alphabet, no form of a word twice.
 * @throws {LessonError} with file and line of the first thing that is not so.
 */
export function readGlossary(
  file: string,
  text: string,
  lessons: readonly LinkedLesson[],
): readonly GlossaryEntry[] {
  const { rows, wrong } = read(file, text, glossary);
  const known = new Set<string>();
  const entries = rows.map(({ term, also, meaning, ...at }, row): GlossaryEntry => {
    for (const form of [term, ...also].map((one) => one.toLowerCase())) {
      if (known.has(form)) throw wrong(row, `"${form}" stands here twice`);
      known.add(form);
    }
    return { term, also, meaning, at: momentOf(at, lessons, (why) => wrong(row, why)) };
  });
  return entries.sort((a, b) => a.term.localeCompare(b.term, 'en'));
}

/**
 * `errors.yaml`, in its own order; the systems' numbers and words come from the tables that the
 * programs run with.
 * @throws {LessonError} with file and line of the first thing that is not so.
 */
export function readErrors(
  file: string,
  text: string,
  lessons: readonly LinkedLesson[],
): readonly ErrorEntry[] {
  const { rows, wrong } = read(file, text, errors);
  return rows.map(({ error, lesson, step, ...entry }, row) => {
    const named = error === undefined ? {} : systemsOf(error);
    if (named === undefined) throw wrong(row, `no system has an error ${error}`);
    const at = momentOf({ lesson, step }, lessons, (why) => wrong(row, why));
    return { ...named, ...entry, at };
  });
}

/**
 * Writes `glossary.json` and `errors.json`.
 * @throws {LessonError} for the first thing wrong in them.
 */
export function buildReference(
  lessonsDir: string,
  lessons: readonly LinkedLesson[],
  outDir: string,
): void {
  for (const [name, reader] of [
    ['glossary', readGlossary],
    ['errors', readErrors],
  ] as const) {
    const file = join(lessonsDir, `${name}.yaml`);
    const entries = reader(file, readFileSync(file, 'utf8'), lessons);
    writeFileSync(join(outDir, `${name}.json`), JSON.stringify(entries));
  }
}

/** What the systems call it; undefined where none knows the name. */
function systemsOf(name: string) {
  const linux = find(LINUX_ERRORS, name);
  const windows = find(WINDOWS_ERRORS, name) ?? find(WINDOWS_ERRORS, ALIASES[name] ?? '');
  const macos = find(MACOS_ERRORS, name);
  if (linux === undefined) return undefined;
  return { linux, windows: windows && { ...windows, name: `WSA${windows.name}` }, macos };
}

/** Where Winsock knows only the second of two names for the same thing. */
const ALIASES: Readonly<Record<string, string>> = { EAGAIN: 'EWOULDBLOCK' };

function find(table: ErrorTable, name: string): SystemError | undefined {
  for (const [number, [code, text]] of table) if (code === name) return { number, name, text };
  return undefined;
}

function momentOf(
  { lesson: slug, step }: { readonly lesson?: string; readonly step?: string | number },
  lessons: readonly LinkedLesson[],
  wrong: (why: string) => LessonError,
): LessonMoment | undefined {
  if (slug === undefined) return undefined;
  const lesson = lessons.find((one) => one.slug === slug);
  if (lesson === undefined) throw wrong(`there is no lesson ${slug}`);
  const page =
    typeof step === 'string' ? lesson.steps.findIndex(({ id }) => id === step) + 1 : (step ?? 1);
  if (page > 0 && page <= lesson.steps.length) return { slug, page };
  throw wrong(`lesson ${slug} has no step ${step}`);
}

/** "an entry has no field remark", "meaning is missing, or not as it should be". */
function describe(issue: z.core.$ZodIssue | undefined, path: readonly PropertyKey[]): string {
  if (issue?.code === 'unrecognized_keys') return `an entry has no field ${issue.keys.join(', ')}`;
  const field = path.findLast((part) => typeof part === 'string') ?? 'the list';
  return `${field} is missing, or not as it should be`;
}

/** The rows of a file, and the error for one of them. */
function read<T>(file: string, text: string, schema: z.ZodMiniType<T[]>) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path as string[], true) as Node | undefined;
    return lines.linePos(node?.range?.[0] ?? 0).line;
  };
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new LessonError(file, line, broken.message.split('\n')[0] ?? '');
  }
  const checked = schema.safeParse(document.toJS());
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const path = issue?.path ?? [];
    throw new LessonError(file, lineOf(path), describe(issue, path));
  }
  const wrong = (row: number, why: string): LessonError =>
    new LessonError(file, lineOf([row]), why);
  return { rows: checked.data, wrong };
}
