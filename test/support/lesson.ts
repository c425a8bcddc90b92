import type {
  CuedLesson,
  CuedStep,
  LessonBlock,
  LessonEntry,
  LessonNode,
} from '../../src/course/lesson.ts';

/** A line of the list of lessons. */
export function entry(given: Partial<LessonEntry> = {}): LessonEntry {
  const about = { slug: '01-a', number: 1, title: 'A lesson', summary: 'About it.', short: false };
  return { ...about, steps: 4, questions: 0, words: '', ...given };
}

/** A step of a lesson, about the only recording. */
export function step(given: Partial<CuedStep> & { readonly seq: number }): CuedStep {
  return { title: 'A step', stage: 'investigate', recording: 'main', body: [], ...given };
}

/** A lesson of these steps. */
export function lesson(steps: readonly CuedStep[], given: Partial<CuedLesson> = {}): CuedLesson {
  const about = { slug: '01-a', number: 1, title: 'A lesson', summary: '', short: false };
  return { ...about, recordings: [{ name: 'main', title: 'A run' }], steps, ...given };
}

/** A paragraph of plain text. */
export function paragraph(text: string): LessonBlock<never> {
  return { block: 'text', node: { tag: 'p', children: [text] } };
}

/** A question: how many bytes the `recv` takes that the event `answer` ends. */
export function howMany(id: string, answer: number, reason = ''): LessonBlock<number> {
  const asked = { id, prompt: [words('How many bytes?')], reason: [words(reason)] };
  return { block: 'question', question: { kind: 'number', fact: 'n', answer, ...asked } };
}

function words(text: string): LessonNode {
  return { tag: 'p', children: [text] };
}
