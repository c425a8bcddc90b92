import type { Trace } from '../../trace/trace.ts';

/** A place on the slider with a name: a lesson's page, or a marker of the recording. */
export interface Mark {
  readonly position: number;
  readonly title: string;
  /** Number of the lesson's page, from 1. */
  readonly page?: number;
}

/** A page of a lesson: what it is called, and the event that it hangs on. */
export interface PageOf {
  readonly page: number;
  readonly title: string;
  readonly seq: number;
}

/** Marks in the order of the recording: the lesson's pages, else what the recording itself names. */
export function marksOf(trace: Trace, pages: readonly PageOf[] | undefined): readonly Mark[] {
  if (pages !== undefined) {
    return pages
      .map(({ seq, title, page }) => ({ position: trace.positionOf(seq), title, page }))
      .filter(({ position }) => position >= 0);
  }
  return [...trace.ofKind('marker')].flatMap((position): readonly Mark[] => {
    const event = trace.at(position);
    if (event.kind !== 'marker') return [];
    const about = event.call === undefined ? -1 : trace.positionOf(event.call);
    return [{ position: about >= 0 ? about : position, title: event.text }];
  });
}

/** Page of the lesson, from 1, that the playhead is on: the last whose cue has happened. */
export function pageAt(marks: readonly Mark[], position: number): number {
  const at = Math.max(marks.filter((mark) => mark.position <= position).length, 1);
  return marks[at - 1]?.page ?? at;
}

/** The mark after or before the playhead; undefined where there is none. */
export function nextMark(marks: readonly Mark[], position: number, way: 1 | -1): Mark | undefined {
  return way === 1
    ? marks.find((mark) => mark.position > position)
    : marks.findLast((mark) => mark.position < position);
}

/** The thread that the event at the playhead is of; where it has none, that of the one before. */
export function threadAt(trace: Trace, position: number): number | undefined {
  for (let at = position; at >= 0; at--) {
    const thread = trace.threads[at] ?? 0;
    if (thread !== 0) return thread;
  }
  return undefined;
}
