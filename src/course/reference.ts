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

/** An error as a platform names it. */
export interface PlatformError {
  /** Absent where the platform gives none: Python's own errors. */
  readonly number?: number;
  readonly name?: string;
  readonly text: string;
}

/** One entry of `errors.json`: what several platforms call the same thing. */
export interface ErrorEntry {
  /** Class of the exception in Python: `ConnectionRefusedError`. */
  readonly python: string;
  readonly linux: PlatformError;
  /** As Microsoft documents it: these words were not recorded here. */
  readonly windows?: PlatformError;
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
