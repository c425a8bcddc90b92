/** What the course explains besides its lessons: its words, and errors that students meet. */

/** A page of a lesson where the thing can be seen. */
export interface LessonMoment {
  readonly slug: string;
  /** From 1. */
  readonly page: number;
}

/** One entry of `glossary.json`, in the order of the alphabet. */
export interface GlossaryEntry {
  readonly term: string;
  /** Other forms that mean the same: plurals, abbreviations. */
  readonly also: readonly string[];
  readonly meaning: string;
  readonly at?: LessonMoment;
}

/** An error as a system names it. */
export interface SystemError {
  readonly number: number;
  readonly name: string;
  readonly text: string;
}

export const SYSTEMS = ['linux', 'windows', 'macos'] as const;
export type System = (typeof SYSTEMS)[number];

/**
 * One entry of `errors.json`: what the systems call the same thing. Windows' and macOS' words are
 * those that their makers document: they were not recorded here. Python's own errors have none.
 */
export interface ErrorEntry extends Readonly<Partial<Record<System, SystemError>>> {
  /** In plain words. */
  readonly title: string;
  /** Class of the exception in Python: `ConnectionRefusedError`. */
  readonly python: string;
  /** Other names of the exception. */
  readonly also: readonly string[];
  /** Words of Python itself, as parts of its message. */
  readonly says: readonly string[];
  readonly meaning: string;
  readonly remedy: string;
  readonly at?: LessonMoment;
}

/** The entry of a word, whatever its case and form; undefined where the glossary has none. */
export function findTerm(
  entries: readonly GlossaryEntry[],
  word: string,
): GlossaryEntry | undefined {
  const wanted = word.trim().toLowerCase();
  return entries.find(({ term, also }) =>
    [term, ...also].some((form) => form.toLowerCase() === wanted),
  );
}

/** Name of a term in an address: `end of stream` → `end-of-stream`. */
export function termName(term: string): string {
  return term
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
