/** A lesson: as its author wrote it, and as the page gets it. Plain data, no HTML. */
import type { Kind } from '../trace/format.ts';

export const TAGS = ['p', 'ul', 'ol', 'li', 'pre', 'code', 'strong', 'em', 'a', 'term'] as const;
export type Tag = (typeof TAGS)[number];

/** A piece of lesson text. `href` only on `a`; `term`, the glossary's name for it, only on `term`. */
export interface LessonNode {
  readonly tag: Tag;
  readonly href?: string;
  readonly term?: string;
  readonly children: readonly (LessonNode | string)[];
}

/** What a lesson can show, and a step can ask for. */
export const VIEWS = ['lesson', 'threads', 'bytes', 'source', 'calls', 'terminals'] as const;
export type View = (typeof VIEWS)[number];

/** The parts of every lesson, in their order. */
export const STAGES = ['predict', 'run', 'investigate', 'modify', 'make'] as const;
export type Stage = (typeof STAGES)[number];

/** What a step points at in the views. */
export interface Highlight {
  readonly view?: View;
  readonly byte?: { readonly way: 'up' | 'down'; readonly offset: number };
  /** Name of the thread, without the `(target)` that Python adds. */
  readonly thread?: string;
  readonly panel?: 'locals' | 'thread';
}

/** Fact → what must hold for it: a word, or for numbers `12`, `<64`, `<=64`, `>64`, `>=64`. */
export type Conditions = Readonly<Record<string, string>>;

/**
 * An event by predicate, never by number or time, so that it survives a new recording.
 * Every condition must hold; `nth` counts the events for which they do, from 1.
 */
export interface Cue {
  readonly kind: Kind | 'any';
  readonly nth: number;
  readonly where: Conditions;
  /** Id of a step: only events after its event count. */
  readonly after?: string;
}

/** What the author says of an event: `wirestep check` holds it against the recording. */
export interface Claim {
  readonly cue: Cue;
  /** The right answer; of a choice, the place of the option marked `right`. */
  readonly is?: string;
  /** Line in `lesson.md`. */
  readonly line: number;
}

interface Asked {
  /** Unique in the lesson; answers are kept under it. */
  readonly id: string;
  readonly prompt: readonly LessonNode[];
  /** Shown with the answer. */
  readonly reason: readonly LessonNode[];
}

/**
 * A prediction. `A` is the event that answers it: the author's claim, and once it is found in the
 * recording, its `seq`.
 */
export type Question<A = Claim> = Asked &
  (
    | {
        readonly kind: 'number';
        readonly unit?: string;
        readonly fact: string;
        readonly answer: A;
      }
    | { readonly kind: 'text'; readonly fact: string; readonly answer: A }
    | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly answer: A }
    /** `cells` bytes to fill in. */
    | { readonly kind: 'bytes'; readonly cells: number; readonly answer: A }
    /** Items in the right order. */
    | { readonly kind: 'order'; readonly items: readonly Item<A>[] }
    /** `target`: the byte's offset or the line, where it is not the event's own. */
    | {
        readonly kind: 'point';
        readonly at: 'byte' | 'line' | 'call';
        readonly target?: number;
        readonly answer: A;
      }
  );
export type CuedQuestion = Question<number>;
export type QuestionKind = Question['kind'];

export interface Option {
  readonly label: string;
  /** It is right where all of these hold for the answer's event. */
  readonly conditions: Conditions;
}

export interface Item<A = Claim> {
  readonly label: string;
  readonly event: A;
}

/** What a lesson can show of the machine that the page runs on. */
export const MEASURES = ['threads'] as const;
export type Measure = (typeof MEASURES)[number];

/** A part of a step's text. */
export type LessonBlock<A = Claim> =
  | { readonly block: 'text'; readonly node: LessonNode }
  | { readonly block: 'aside'; readonly title: string; readonly nodes: readonly LessonNode[] }
  /** Two recordings side by side, as links name them: `lesson/SLUG.NAME`, `preset/NAME`. */
  | {
      readonly block: 'runs';
      readonly left: string;
      readonly right: string;
      readonly label: string;
    }
  | { readonly block: 'lab'; readonly preset: string; readonly label: string }
  /** A figure of the machine at hand. */
  | { readonly block: 'measure'; readonly what: Measure }
  | { readonly block: 'question'; readonly question: Question<A> };
export type CuedBlock = LessonBlock<number>;

/** For the presenter only. */
export interface StepNotes {
  readonly minutes?: number;
  readonly nodes: readonly LessonNode[];
}

interface Step<A> {
  readonly title: string;
  readonly stage: Stage;
  /** Name of the recording that this step is about. */
  readonly recording: string;
  /** The views on screen; absent: all. */
  readonly show?: readonly View[];
  readonly highlight?: Highlight;
  readonly body: readonly LessonBlock<A>[];
  readonly notes?: StepNotes;
  /** Name of the step in links. */
  readonly id?: string;
}

/** Something that must be so in the recording, or the text would be wrong. */
export interface Hold {
  readonly cue: Cue;
  /** How many such events there are; absent: at least `cue.nth`. `never` is 0. */
  readonly count?: number;
  readonly line: number;
}

export interface LessonStep extends Step<Claim> {
  /** What the step hangs on, as written in the lesson. */
  readonly cue: Cue;
  /** Line of the cue in `lesson.md`, for messages. */
  readonly line: number;
  readonly holds: readonly Hold[];
}

/** Something outside the lesson that it names, and where it does. */
export interface Reference {
  readonly what: 'link' | 'term' | 'lab' | 'recording';
  readonly name: string;
  readonly line: number;
}

interface About {
  readonly slug: string;
  /** From the folder's name: 1 of `01-hello-world`. */
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly minutes?: number;
  /** Part of the short path. */
  readonly short: boolean;
}

export interface Lesson extends About {
  readonly steps: readonly LessonStep[];
  readonly references: readonly Reference[];
}

/** A step as the page gets it: the cue resolved to its event's `seq` in the recording. */
export interface CuedStep extends Step<number> {
  readonly seq: number;
}

/** A recording of a lesson; `main` where there is only one. */
export interface LessonRecording {
  readonly name: string;
  readonly title: string;
}

export interface CuedLesson extends About {
  readonly recordings: readonly LessonRecording[];
  readonly steps: readonly CuedStep[];
}

/** One line of `lessons/index.json`. */
export interface LessonEntry extends About {
  readonly steps: number;
  readonly questions: number;
  /** The lesson's text without markup, for the search. */
  readonly words: string;
  /** From a folder of the person's own. */
  readonly own?: true;
  /** Why this own lesson cannot be shown: one sentence with file and line. */
  readonly problem?: string;
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
