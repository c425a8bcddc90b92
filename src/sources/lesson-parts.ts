import type { CuedLesson } from '../course/lesson.ts';
import { fetchLesson, fetchLessonTrace, fetchTemplate } from './api.ts';

/** What a lesson's file is made of, besides what every lesson shares. */
export interface LessonParts {
  /** The page that the lesson is put into. */
  readonly template: string;
  readonly lesson: CuedLesson;
  readonly recordings: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Fails with a sentence where a part cannot be had. */
export async function lessonParts(slug: string): Promise<LessonParts> {
  const [template, lesson] = await Promise.all([fetchTemplate(), fetchLesson(slug)]);
  const recordings = await Promise.all(
    lesson.recordings.map(async ({ name }) => ({
      name,
      bytes: await fetchLessonTrace(slug, name),
    })),
  );
  return { template, lesson, recordings };
}
