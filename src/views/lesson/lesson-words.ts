import type { CuedBlock, CuedLesson, LessonNode, Stage } from '../../course/lesson.ts';

export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  predict: 'Predict',
  run: 'Run',
  investigate: 'Investigate',
  modify: 'Modify',
  make: 'Make',
};

/** What the progress bar says of a page: nothing of one that is still hidden. */
export function pageTitle(lesson: CuedLesson, page: number, open: number | undefined): string {
  const title = lesson.steps[page - 1]?.title ?? '';
  return open !== undefined && page > open ? `Page ${page}` : title;
}

/** A page's text as it is shown: what is plain text first, then all else, which is loaded later. */
export interface Parts {
  readonly texts: readonly LessonNode[];
  readonly rest: readonly CuedBlock[];
}

/** While the page's question is open, what stands after it is hidden. */
export function partsOf(body: readonly CuedBlock[], isOpen: boolean): Parts {
  const first = body.findIndex(({ block }) => block !== 'text');
  const from = first < 0 ? body.length : first;
  const question = body.findIndex(({ block }) => block === 'question');
  const texts = body.slice(0, from).flatMap((part) => (part.block === 'text' ? [part.node] : []));
  return { texts, rest: body.slice(from, isOpen && question >= 0 ? question + 1 : undefined) };
}

/** Address of two runs side by side. A bare name is a recording of the same lesson. */
export function runsHref(slug: string, left: string, right: string): string {
  const side = (name: string): string => {
    if (name.includes('/')) return name;
    return /^\d\d-/.test(name) ? `lesson/${name}` : `lesson/${slug}.${name}`;
  };
  return `#/compare/${side(left)}/${side(right)}`;
}

/** Minutes that a presenter needs for the pages up to this one; without a page for all of them. */
export function minutesUpTo(lesson: CuedLesson, page?: number): number {
  const steps = lesson.steps.slice(0, page);
  return steps.reduce((sum, { notes }) => sum + (notes?.minutes ?? 0), 0);
}
