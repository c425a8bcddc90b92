import { AuthorFile, lineOf } from './author-file.ts';
import { labelsFirst } from './directives.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Claim, Cue, Lesson, LessonStep, Stage } from './lesson.ts';
import { markdown, type Content } from './markdown.ts';
import { readStep, type Section } from './parse-step.ts';

const SLUG = /^(\d\d)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Number of the lesson with this folder's name; undefined where it is no lesson's name. */
export function lessonNumber(slug: string): number | undefined {
  const number = SLUG.exec(slug)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * `lesson.md` → lesson: front matter, then a step for each `##`. The directives are listed, each with
 * an example, in `lessons/README.md`.
 * Throws `LessonError` with the file and line of the first thing that is not so.
 */
export function parseLesson(path: string, slug: string, text: string): Lesson {
  const file = new AuthorFile(path);
  const number = lessonNumber(slug);
  if (number === undefined) {
    return file.fail(1, `a lesson's folder is named 01-some-words, not "${slug}"`);
  }
  const [first, ...rest] = markdown.parse(labelsFirst(text)).children;
  const about = readFrontMatter(file, first);
  const steps: LessonStep[] = [];
  let before: { readonly stage: Stage; readonly recording: string } = {
    stage: 'predict',
    recording: 'main',
  };
  for (const section of sections(file, rest)) {
    const step = readStep(file, section, before);
    checkAfter(file, step, steps);
    steps.push(step);
    before = { stage: step.stage, recording: step.recording };
  }
  if (steps.length === 0) file.fail(1, 'a lesson has at least one ## step');
  return { slug, number, ...about, steps, references: file.references };
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
