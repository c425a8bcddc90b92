import type { CuedLesson } from '../../course/lesson.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Sources } from '../shell/sources.ts';

/** A lesson with all its recordings, by their names. */
export async function loadLesson(
  sources: Pick<Sources, 'openLesson'>,
  slug: string,
): Promise<{ readonly lesson: CuedLesson; readonly traces: ReadonlyMap<string, Trace> }> {
  const opened = await sources.openLesson(slug);
  const { lesson, name = 'main', parsed, other } = opened;
  if (lesson === undefined) throw new Error(`${slug} is no lesson.`);
  const traces = new Map([[name, parsed.trace]]);
  for (const recording of lesson.recordings) {
    if (traces.has(recording.name) || other === undefined) continue;
    traces.set(recording.name, (await other(recording.name)).trace);
  }
  opened.close();
  return { lesson, traces };
}
