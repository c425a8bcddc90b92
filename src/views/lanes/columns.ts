import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';
import { label, textWidth } from './labels.ts';
import type { Extent, Ruler } from './ruler.ts';

/** The columns in sight on the step scale, by their rank among the trace's stops. */
export interface Columns {
  /** Ranks [from, to) that have a column. */
  readonly from: number;
  readonly to: number;
  /** Left edge of each column in pixels, and where the last one ends. */
  readonly edges: readonly number[];
}

const NARROW = 7;
const GAP = 3;
/** Of the track, what lies at most beyond the playhead where the future is shown. */
const AHEAD = 0.45;

/** Every event one column: as wide as its label; lines and plain returns are narrow. */
export function columnWidth(trace: Trace, position: number): number {
  const text = label(trace, position);
  return text === undefined ? NARROW : textWidth(text) + GAP;
}

/**
 * The columns that fit into `room` pixels. `anchor` is the rank after the column at the right end;
 * undefined: the playhead's column, or with the future shown as much of that as is seemly. They
 * begin at the left while all fit.
 */
export function columnsIn(
  trace: Trace,
  { position, horizon }: Extent,
  room: number,
  anchor?: number,
): Columns {
  const limit = countUpTo(trace.stops, horizon);
  const rank = countUpTo(trace.stops, position);
  const ahead = horizon > position ? shiftBy(trace, rank, room * AHEAD, limit) : rank;
  let end = Math.min(anchor ?? ahead, trace.stops.length);
  let from = end;
  let total = 0;
  const width = (place: number): number => columnWidth(trace, trace.stops[place] as number);
  while (from > 0 && (total + width(from - 1) <= room || from === end)) total += width(--from);
  while (from === 0 && end < limit && total + width(end) <= room) total += width(end++);
  const to = Math.max(from, Math.min(end, limit));
  const edges = [0];
  for (let place = from; place < to; place++) edges.push((edges.at(-1) ?? 0) + width(place));
  return { from, to, edges };
}

/** The rank that is `pixels` of columns to the right of `rank` (to the left: negative). */
export function shiftBy(trace: Trace, rank: number, pixels: number, limit: number): number {
  let at = rank;
  let left = Math.abs(pixels);
  const way = Math.sign(pixels);
  while (left > 0 && (way > 0 ? at < limit : at > 1)) {
    left -= columnWidth(trace, trace.stops[way > 0 ? at : at - 1] as number);
    if (left >= 0) at += way;
  }
  return at;
}

/** The step scale: the place of an event is that of its column. */
export function stepRuler(
  trace: Trace,
  { from, to, edges }: Columns,
  { position }: Extent,
  room: number,
): Ruler {
  const { stops } = trace;
  const edge = (rank: number): number =>
    rank < from ? -Infinity : (edges[rank - from] ?? Infinity);
  return {
    room,
    playhead: edge(countUpTo(stops, position)),
    gap: GAP,
    timed: false,
    left: (place) => edge(countUpTo(stops, place - 1)),
    right: (place) => edge(countUpTo(stops, place)),
    inSight: (own) => [
      countUpTo(own, (stops[from] ?? 0) - 1),
      to <= from ? 0 : countUpTo(own, stops[to - 1] ?? -1),
    ],
    spotEnd: (_own, index) => index + 1,
  };
}
