import { join } from 'node:path';
import { buildLessons, readLessons } from './lessons.ts';
import { buildPresets } from './presets.ts';
import { buildReference } from './reference.ts';
import { buildShared } from './shared.ts';
import { buildSources } from './sources.ts';

/** What the page shows besides itself: the lessons, and the programs' sources in colour. */
export async function buildContent(root: string, page: string): Promise<void> {
  const programs = join(root, 'server', 'programs');
  await buildSources([programs, join(programs, 'python')], page);
  const lessons = join(root, 'lessons');
  await buildLessons(lessons, page);
  buildPresets(lessons, page);
  buildReference(
    lessons,
    readLessons(lessons).map(({ lesson }) => lesson),
    page,
  );
  await buildShared(page);
}
