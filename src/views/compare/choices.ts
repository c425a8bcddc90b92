import type { LessonEntry } from '../../course/lesson.ts';
import type { RecordingRow } from '../../live/api.ts';
import { formatLink, type Link, type Source } from '../../replay/link.ts';
import { visible } from '../../trace/visible.ts';

/** Something that what is open can be compared with. */
export interface Choice {
  readonly title: string;
  /** Address of the comparison. */
  readonly href: string;
}

/** What of an address can be compared; undefined where it is neither lesson nor recording. */
export function sourceOf(link: Link | undefined): Source | undefined {
  if (link?.page === 'lesson') return { page: 'lesson', slug: link.slug };
  if (link?.page === 'preset') return { page: 'preset', name: link.name };
  return link?.page === 'recording' ? { page: 'recording', id: link.id } : undefined;
}

/** Every lesson and recording but the one that is open. */
export function choicesFor(
  link: Link | undefined,
  lessons: readonly LessonEntry[],
  rows: readonly RecordingRow[],
): readonly Choice[] {
  const left = sourceOf(link);
  if (left === undefined) return [];
  const all = [
    ...lessons.map(({ slug, number, title }) => ({
      right: { page: 'lesson', slug } as const,
      title: `Lesson ${number}: ${title}`,
    })),
    ...rows
      .filter(({ problem }) => problem === undefined)
      .map(({ id, title }) => ({ right: { page: 'recording', id } as const, title })),
  ];
  return all
    .map(({ right, title }) => ({ right, title: visible(title) }))
    .filter(({ right }) => JSON.stringify(right) !== JSON.stringify(left))
    .map(({ right, title }) => ({ title, href: compareHref(left, right) }));
}

/** Address of a comparison. */
export function compareHref(left: Source, right: Source): string {
  return formatLink({ page: 'compare', left, right });
}

/** The two that are picked, after one more click: a third takes the place of the first. */
export function pick(picked: readonly string[], id: string): readonly string[] {
  return picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id].slice(-2);
}

/** Address of the comparison of two recordings; undefined where not two are picked. */
export function hrefOfPicked([left, right]: readonly string[]): string | undefined {
  if (left === undefined || right === undefined) return undefined;
  return compareHref({ page: 'recording', id: left }, { page: 'recording', id: right });
}
