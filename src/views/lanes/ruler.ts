/**
 * Where events are on a lane's track. The step scale and the time scale are two rulers; everything
 * that is drawn asks one of them and does not know which.
 */
export interface Ruler {
  /** Width of the track, in pixels. */
  readonly room: number;
  /** Where the playhead is, in pixels; outside 0 … room it is out of sight. */
  readonly playhead: number;
  /** Between one box and the next, in pixels. */
  readonly gap: number;
  /** True where a box's width is its duration: a label must not widen it. */
  readonly timed: boolean;
  /** Edges of an event, in pixels; beyond the track for what is out of sight. */
  left(position: number): number;
  right(position: number): number;
  /** The part [from, to) of a thread's positions that is in sight. */
  inSight(own: Int32Array): readonly [from: number, to: number];
  /** Index after the last of `own` (up to `end`) that falls on the same spot as `own[index]`. */
  spotEnd(own: Int32Array, index: number, end: number): number;
}

/** What of a trace is drawn, whatever the ruler. */
export interface Extent {
  /** The playhead. */
  readonly position: number;
  /** Position of the last event that is drawn: the playhead, or the trace's end with the future. */
  readonly horizon: number;
}
