import { AuthorFile, lineOf } from './author-file.ts';
import { labelsFirst } from './directives.ts';
import { readFrontMatter } from './front-matter.ts';
import { LessonError } from './lesson.ts';
import type { Claim, Cue, Lesson, LessonStep, Stage } from './lesson.ts';
import { markdown, type Content } from './markdown.ts';
import { readStep, type Section } from './parse-step.ts';

const SLUG = /^(\d\d)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Number of the lesson with this folder's name; undefined where it is no lesson's name. */
export function lessonNumber(slug: string): number | undefined {
  const number = SLUG.exec(slug)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** A lesson's text, read as far as it goes. */
export interface ReadLesson {
  /** Absent where something is wrong. */
  readonly lesson?: Lesson;
  /** The first thing wrong in the front matter, or in each of the steps. */
  readonly problems: readonly LessonError[];
}

/**
 * `lesson.md` → lesson: front matter, then a step for each `##`. The directives are listed, each with
 * an example, in `lessons/README.md`.
 * Throws `LessonError` with the file and line of the first thing that is not so.
 */
export function parseLesson(path: string, slug: string, text: string): Lesson {
  const { lesson, problems } = readLesson(path, slug, text);
  if (lesson === undefined) throw problems[0] as LessonError;
  return lesson;
}

/** The same, with a list of everything that is wrong. */
export function readLesson(path: string, slug: string, text: string): ReadLesson {
  const file = new AuthorFile(path);
  const problems: LessonError[] = [];
  const about = tried(problems, () => readAbout(file, slug, text));
  if (about === undefined) return { problems };
  const { nodes, ...front } = about;
  const steps: LessonStep[] = [];
  let before: { readonly stage: Stage; readonly recording: string } = {
    stage: 'predict',
    recording: 'main',
  };
  for (const section of tried(problems, () => sections(file, nodes)) ?? []) {
    const step = tried(problems, () => {
      const read = readStep(file, section, before);
      // What a broken step is called is not known.
      if (problems.length === 0) checkAfter(file, read, steps);
      return read;
    });
    if (step === undefined) continue;
    steps.push(step);
    before = { stage: step.stage, recording: step.recording };
  }
  if (steps.length + problems.length === 0) {
    problems.push(new LessonError(path, 1, 'a lesson has at least one ## step'));
  }
  if (problems.length > 0) return { problems };
  return { lesson: { ...front, steps, references: file.references }, problems };
}

function readAbout(file: AuthorFile, slug: string, text: string) {
  const number = lessonNumber(slug);
  if (number === undefined) {
    return file.fail(1, `a lesson's folder is named 01-some-words, not "${slug}"`);
  }
  const [first, ...nodes] = markdown.parse(labelsFirst(text)).children;
  return { slug, number, ...readFrontMatter(file, first), nodes };
}

/** The result; undefined where there is none, and then why among the problems. */
function tried<T>(problems: LessonError[], action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    problems.push(error);
    return undefined;
  }
}

/** Every claim that a step makes about events, besides its own cue. */
export function claimsOf(step: LessonStep): readonly Pick<Claim, 'cue' | 'line'>[] {
  const asked = step.body.flatMap((block) => {
    if (block.block !== 'question') return [];
    const { question } = block;
    return question.kind === 'order' ? question.items.map((item) => item.event) : [question.answer];
  });
  return [...asked, ...step.holds];
}

/** `after` names a step of the same recording: an earlier one, or for an answer the step itself. */
function checkAfter(file: AuthorFile, step: LessonStep, before: readonly LessonStep[]): void {
  const check = ({ after }: Cue, line: number, steps: readonly LessonStep[]): void => {
    if (after === undefined) return;
    const found = steps.find(({ id }) => id === after);
    if (found === undefined) file.fail(line, `no step above has the cue #${after}`);
    if (found.recording !== step.recording) {
      file.fail(line, `#${after} is about another recording, ${found.recording}`);
    }
  };
  check(step.cue, step.line, before);
  for (const { cue, line } of claimsOf(step)) check(cue, line, [...before, step]);
}

function sections(file: AuthorFile, nodes: readonly Content[]): readonly Section[] {
  const found: { heading: Section['heading']; content: Content[] }[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 2) found.push({ heading: node, content: [] });
    else if (found.length === 0) file.fail(lineOf(node), 'text before the first ## step');
    else found.at(-1)?.content.push(node);
  }
  return found;
}
