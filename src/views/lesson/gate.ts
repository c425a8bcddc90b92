/** What of a lesson may be seen: as far as its first open question. Pages count from 1. */
import type { CuedLesson, CuedQuestion, CuedStep } from '../../course/lesson.ts';

/** Before the first event of any recording. */
const BEFORE_ALL = 0;

/** True for a question that is neither answered nor skipped. */
export type IsOpen = (question: CuedQuestion) => boolean;

export function questionOf(step: CuedStep | undefined): CuedQuestion | undefined {
  return step?.body.find((part) => part.block === 'question')?.question;
}

/** The page of the first open question: nothing of the pages after it may be seen. */
export function openPage({ steps }: CuedLesson, isOpen: IsOpen): number | undefined {
  const at = steps.findIndex((step) => opens(step, isOpen));
  return at < 0 ? undefined : at + 1;
}

/**
 * The event after which a recording of the lesson is hidden; undefined: all of it may be seen. That
 * is where its own first open question stands. One that the lesson has not come to yet is hidden from
 * its beginning: it would answer questions about the others.
 */
export function hiddenAfter(
  lesson: CuedLesson,
  recording: string,
  isOpen: IsOpen,
): number | undefined {
  const own = lesson.steps.filter((step) => step.recording === recording);
  const open = openPage(lesson, isOpen) ?? Infinity;
  const [first] = own;
  if (first !== undefined && lesson.steps.indexOf(first) >= open) return BEFORE_ALL;
  return own.find((step) => opens(step, isOpen))?.seq;
}

/** The page that an event of a recording belongs to: the last whose event is not after it. */
export function pageOfEvent({ steps }: CuedLesson, recording: string, seq: number): number {
  const own = steps.filter((step) => step.recording === recording);
  const step = own.findLast((one) => one.seq <= seq) ?? own[0];
  return step === undefined ? 1 : steps.indexOf(step) + 1;
}

/** The open questions that stand before a moment, in their order: of its recording those asked at
 *  an earlier event, of others those on earlier pages. `seq` undefined: the beginning of the page. */
export function openBefore(
  { steps }: CuedLesson,
  { page, seq }: Moment,
  isOpen: IsOpen,
): readonly CuedQuestion[] {
  const wanted = steps[page - 1];
  const event = seq ?? wanted?.seq ?? 0;
  return steps.flatMap((step, at) => {
    const before = step.recording === wanted?.recording ? step.seq < event : at + 1 < page;
    const question = questionOf(step);
    return before && question !== undefined && isOpen(question) ? [question] : [];
  });
}

/** Where a link to a moment leads: to the moment, else to the open question that stands before it. */
export function landing(
  lesson: CuedLesson,
  { page, seq }: Moment,
  isOpen: IsOpen,
): { readonly moment: Moment; readonly beyond: Moment | undefined } {
  const wanted = { page: Math.min(Math.max(page, 1), lesson.steps.length), seq };
  if (openBefore(lesson, wanted, isOpen).length === 0) return { moment: wanted, beyond: undefined };
  const open = openPage(lesson, isOpen) ?? 1;
  return { moment: { page: open, seq: undefined }, beyond: wanted };
}

/** A place in a lesson, as links have it. */
export interface Moment {
  readonly page: number;
  readonly seq: number | undefined;
}

function opens(step: CuedStep, isOpen: IsOpen): boolean {
  const question = questionOf(step);
  return question !== undefined && isOpen(question);
}
