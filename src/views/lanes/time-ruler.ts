import type { TimeWindow } from '../../replay/look.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Extent, Ruler } from './ruler.ts';
import { timeAt } from './time-window.ts';

/** Events closer together than this many pixels share one mark. */
const SPOT = 8;

/** The time scale: the place of an event is its recorded time. */
export function timeRuler(
  trace: Trace,
  { from, to }: TimeWindow,
  { position, horizon }: Extent,
  room: number,
): Ruler {
  const { ats } = trace;
  const perNs = room / (to - from);
  const spot = SPOT / perNs;
  const place = (event: number): number => ((ats[event] ?? 0) - from) * perNs;
  return {
    room,
    playhead: (timeAt(trace, position) - from) * perNs,
    gap: 1,
    timed: true,
    left: place,
    right: place,
    inSight: (own) => {
      const end = countUpTo(own, horizon);
      return [firstFrom(ats, own, from, 0, end), firstFrom(ats, own, to + 1, 0, end)];
    },
    spotEnd: (own, index, end) => {
      // Spots lie on a grid of time, not of the screen: they stay the same while one pans.
      const next = (Math.floor((ats[own[index] as number] as number) / spot) + 1) * spot;
      return Math.max(index + 1, firstFrom(ats, own, next, index, end));
    },
  };
}

/** The first index in [low, high) of `own` whose event is not before `time`, else `high`. */
function firstFrom(
  ats: Float64Array,
  own: Int32Array,
  time: number,
  low: number,
  high: number,
): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ats[own[middle] as number] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
