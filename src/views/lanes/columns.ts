import { NOT_A_STOP, type TraceEvent } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';
import { label } from './labels.ts';

/** An event's place on the step scale: every event one column. Lines and plain returns are narrow. */
export interface Column {
  readonly index: number;
  readonly event: TraceEvent;
  readonly x: number;
  readonly width: number;
}

const NARROW = 7;
const GAP = 3;
/** Width of a character of the 12 px monospace label, and the box's own room beside it. */
const CHARACTER = 7.25;
const SIDES = 15;

/**
 * The columns that fit into `room` pixels and end with the event at `position`. They begin at the
 * left while all fit; after that the newest stays at the right edge and the oldest leave.
 */
export function columnsUpTo(trace: Trace, position: number, room: number): readonly Column[] {
  const found: { index: number; event: TraceEvent; width: number }[] = [];
  let total = 0;
  for (let index = position; index >= 0; index--) {
    const event = trace.at(index);
    if (NOT_A_STOP.has(event.kind)) continue;
    const width = columnWidth(event);
    if (total + width > room && found.length > 0) break;
    total += width;
    found.push({ index, event, width });
  }
  let x = 0;
  return found.reverse().map((column) => {
    const placed = { ...column, x };
    x += column.width;
    return placed;
  });
}

/** Where the columns end: the playhead. */
export function playheadX(columns: readonly Column[]): number {
  const last = columns.at(-1);
  return last === undefined ? 0 : last.x + last.width;
}

function columnWidth(event: TraceEvent): number {
  const text = label(event);
  return text === undefined ? NARROW : text.length * CHARACTER + SIDES + GAP;
}
