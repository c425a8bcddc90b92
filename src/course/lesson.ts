/** A lesson as the page gets it: made from `lesson.md` by the build, plain data, no HTML. */

export const TAGS = ['p', 'ul', 'ol', 'li', 'pre', 'code', 'strong', 'em', 'a'] as const;
export type Tag = (typeof TAGS)[number];

/** A piece of lesson text. `href` only on `a`. */
export interface LessonNode {
  readonly tag: Tag;
  readonly href?: string;
  readonly children: readonly (LessonNode | string)[];
}

export interface LessonStep {
  readonly title: string;
  readonly body: readonly LessonNode[];
  /** What the step hangs on, as written in the lesson. */
  readonly cue: Cue;
  /** Line of the cue in `lesson.md`, for messages. */
  readonly line: number;
}

export interface Lesson {
  readonly slug: string;
  /** From the folder's name: 1 of `01-hello-world`. */
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly steps: readonly LessonStep[];
}

/** A step as the page gets it: the cue resolved to its event's `seq` in the committed recording. */
export interface CuedStep extends Omit<LessonStep, 'cue' | 'line'> {
  readonly seq: number;
}

export interface CuedLesson extends Omit<Lesson, 'steps'> {
  readonly steps: readonly CuedStep[];
}

/** One line of `lessons/index.json`. */
export interface LessonEntry {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly steps: number;
}

/**
 * An event by predicate, never by number or time, so that it survives a new recording.
 * Every condition given must hold; `nth` counts the events for which they do, from 1.
 */
export interface Cue {
  readonly kind: string;
  readonly nth: number;
  /** Name of the thread, without the `(target)` that Python adds. */
  readonly thread?: string;
  /** Name of the program. */
  readonly program?: string;
  readonly n?: number;
  readonly max?: number;
  readonly len?: number;
  readonly line?: number;
  readonly function?: string;
  /** Part of the text of an `out` or `input.ret`. */
  readonly text?: string;
}

/** The one error of the course's parser: what, where, in the author's file. */
export class LessonError extends Error {
  readonly file: string;
  readonly line: number;
  readonly reason: string;

  constructor(file: string, line: number, reason: string) {
    super(`${file}:${line}: ${reason}`);
    this.name = 'LessonError';
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}
