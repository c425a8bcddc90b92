import type { TimeWindow } from '../../replay/look.ts';
import type { Trace } from '../../trace/trace.ts';
import { niceStep } from './ticks.ts';
import type { Extent } from './ruler.ts';

/** Closer than this no clock that recorded it can tell two events apart: nanoseconds. */
export const SHORTEST = 1000;
/** Of the window's length: where a step forward leads when it leaves the window, from its left. */
const AFTER_STEP = 0.3;

/** Time of the playhead: that of its event, or the recording's first where it is before all. */
export function timeAt(trace: Trace, position: number): number {
  return trace.ats[Math.max(position, trace.stops[0] ?? 0)] ?? 0;
}

/**
 * All that has happened; with the future, all there is. Its end is rounded up, so that single steps
 * move the playhead and not everything else.
 */
export function fitWindow(trace: Trace, { horizon, position }: Extent): TimeWindow {
  const from = timeAt(trace, -1);
  const length = Math.max(timeAt(trace, horizon) - from, SHORTEST);
  if (horizon > position) return { from, to: from + Math.ceil(length * 1.03) };
  const grid = niceStep(length / 6);
  return { from, to: from + Math.ceil((length * 1.04) / grid) * grid };
}

/** `factor` < 1 looks closer. The time `about` stays where it is on screen. */
export function zoomBy(
  { from, to }: TimeWindow,
  factor: number,
  about: number,
  all: TimeWindow,
): TimeWindow | undefined {
  const length = Math.max((to - from) * factor, SHORTEST);
  if (length >= all.to - all.from) return undefined;
  const share = (about - from) / (to - from);
  return within({ from: about - share * length, to: about + (1 - share) * length }, all);
}

/** Moves the window by a share of its length; 1 is one screen to the right. */
export function panBy({ from, to }: TimeWindow, share: number, all: TimeWindow): TimeWindow {
  const by = share * (to - from);
  return within({ from: from + by, to: to + by }, all);
}

/** The window moved, if it must be, so that `time` is in sight; itself where it is. */
export function keepInSight(window: TimeWindow, time: number): TimeWindow {
  const { from, to } = window;
  const length = to - from;
  if (time >= from && time <= to - 0.02 * length) return window;
  const share = time < from ? 1 - AFTER_STEP : AFTER_STEP;
  const begin = Math.max(0, Math.round(time - share * length));
  return { from: begin, to: begin + length };
}

/** As much of the window stays on the recording as the recording has. */
function within({ from, to }: TimeWindow, all: TimeWindow): TimeWindow {
  const length = to - from;
  const begin = Math.round(Math.max(all.from, Math.min(from, Math.max(all.from, all.to - length))));
  return { from: begin, to: begin + Math.round(length) };
}
