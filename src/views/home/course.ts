/** What of the course the start page offers, and where a student goes on. */
import type { LessonEntry } from '../../course/lesson.ts';

/** How a student takes the course. */
export const PATHS = ['whole', 'short'] as const;
export type CoursePath = (typeof PATHS)[number];

/** How far a student is; the page's `Progress` is one. */
export interface Standing {
  readonly last: { readonly slug: string; readonly page: number } | undefined;
  pageOf(slug: string): number | undefined;
  seenOf(slug: string): number;
  rightOf(slug: string): number;
}

/** The one thing to do next. */
export interface Next {
  /** `again`: everything is seen, and one can only begin anew. */
  readonly doing: 'start' | 'continue' | 'again';
  readonly entry: LessonEntry;
  readonly page: number;
}

/** The lessons that belong to the course itself. */
export function ofCourse(entries: readonly LessonEntry[]): readonly LessonEntry[] {
  return entries.filter(({ own }) => own !== true);
}

/** The lessons from a person's own folder, also those that cannot be shown. */
export function ofOwn(entries: readonly LessonEntry[]): readonly LessonEntry[] {
  return entries.filter(({ own }) => own === true);
}

export function onPath(entries: readonly LessonEntry[], path: CoursePath): readonly LessonEntry[] {
  return path === 'whole' ? entries : entries.filter(({ short }) => short);
}

/** Where one goes on: in the lesson that was left, or in the next one of the path that is not done. */
export function nextOf(
  entries: readonly LessonEntry[],
  path: CoursePath,
  standing: Standing,
): Next | undefined {
  const open = entries.filter(({ problem }) => problem === undefined);
  const { last } = standing;
  const left = open.find(({ slug }) => slug === last?.slug);
  if (left && last && standing.seenOf(left.slug) < left.steps) {
    return { doing: 'continue', entry: left, page: Math.min(last.page, left.steps) };
  }
  const lessons = onPath(ofCourse(open), path);
  const isDone = ({ slug, steps }: LessonEntry): boolean => standing.seenOf(slug) >= steps;
  const after = lessons.filter(({ number }) => left === undefined || number > left.number);
  const entry = after.find((one) => !isDone(one)) ?? lessons.find((one) => !isDone(one));
  if (entry === undefined) return lessons[0] && { doing: 'again', entry: lessons[0], page: 1 };
  const page = standing.pageOf(entry.slug);
  return { doing: page === undefined ? 'start' : 'continue', entry, page: page ?? 1 };
}

/** "12 lessons, about 3 hours"; without the time where a lesson does not say how long it takes. */
export function sizeOf(entries: readonly LessonEntry[]): string {
  const count = entries.length === 1 ? '1 lesson' : `${entries.length} lessons`;
  const minutes = entries.reduce((sum, one) => sum + (one.minutes ?? NaN), 0);
  if (!(minutes > 0)) return count;
  if (minutes <= 120) return `${count}, ${minutes} minutes`;
  return `${count}, about ${Math.round(minutes / 30) / 2} hours`;
}

/** "12 pages · 15 minutes · 4 questions". */
export function describe({ steps, minutes, questions }: LessonEntry): string {
  const parts = [count(steps, 'page')];
  if (minutes !== undefined) parts.push(count(minutes, 'minute'));
  if (questions > 0) parts.push(count(questions, 'question'));
  return parts.join(' · ');
}

/** "5 of 12 pages seen, 3 of 4 answers right"; undefined before the first page. */
export function howFar(
  { slug, steps, questions }: LessonEntry,
  standing: Pick<Standing, 'seenOf' | 'rightOf'>,
): string | undefined {
  const seen = Math.min(standing.seenOf(slug), steps);
  if (seen === 0) return undefined;
  const pages = seen === steps ? 'All pages seen' : `${seen} of ${steps} pages seen`;
  return questions === 0
    ? pages
    : `${pages}, ${standing.rightOf(slug)} of ${questions} answers right`;
}

/** "23 of 131 pages seen, 12 of 40 answers right." */
export function total(
  entries: readonly LessonEntry[],
  standing: Pick<Standing, 'seenOf' | 'rightOf'>,
): string {
  const sum = (of: (entry: LessonEntry) => number): number =>
    entries.reduce((all, entry) => all + of(entry), 0);
  const seen = sum(({ slug, steps }) => Math.min(standing.seenOf(slug), steps));
  if (seen === 0) return 'You have not begun yet.';
  const right = sum(({ slug }) => standing.rightOf(slug));
  const pages = `${seen} of ${sum(({ steps }) => steps)} pages seen`;
  return `${pages}, ${right} of ${sum(({ questions }) => questions)} answers right.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
