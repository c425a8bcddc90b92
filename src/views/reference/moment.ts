import type { LessonMoment } from '../../course/reference.ts';

/** Address of a page of a lesson. */
export function hrefOf({ slug, page }: LessonMoment): string {
  return `#/lesson/${slug}/${page}`;
}

/** "lesson 3, page 2", as the folder of the lesson counts. */
export function nameOf({ slug, page }: LessonMoment): string {
  return `lesson ${Number.parseInt(slug, 10)}, page ${page}`;
}
