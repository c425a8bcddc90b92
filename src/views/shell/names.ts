/** How what is open is called: in the browser's tab, and to tell whether it is another thing. */
import type { Link } from '../../replay/link.ts';
import { visible } from '../../trace/visible.ts';
import type { OpenRecording } from './sources.ts';

/** What the browser's tab says of pages that show no recording. */
export const PAGE_NAMES: Readonly<Partial<Record<Link['page'], string>>> = {
  recordings: 'Recordings',
  live: 'Live',
  lab: 'Byte lab',
  glossary: 'Glossary',
  errors: 'Error finder',
  worksheet: 'Worksheet',
};

/** Two links with the same key show the same recording. */
export function keyOf(link: Link): string | undefined {
  if (link.page === 'lesson') return `lesson/${link.slug}`;
  if (link.page === 'preset') return `preset/${link.name}`;
  return link.page === 'recording' ? `recording/${link.id}` : undefined;
}

/** Two links to moments of the same thing. */
export function samePlace(one: Link | undefined, other: Link | undefined): boolean {
  return one?.page === other?.page && (one && keyOf(one)) === (other && keyOf(other));
}

/** A recording's own title, or that of its lesson. */
export function titleOf({ lesson, parsed }: OpenRecording): string {
  const { title } = parsed.trace.header;
  return visible(lesson ? `Lesson ${lesson.number}: ${lesson.title}` : title);
}
