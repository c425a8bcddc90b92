import type { Trace } from '../../src/trace/trace.ts';
import { boxesOf, type Box } from '../../src/views/lanes/boxes.ts';
import { columnsIn, stepRuler } from '../../src/views/lanes/columns.ts';
import type { Extent, Ruler } from '../../src/views/lanes/ruler.ts';
import { timeRuler } from '../../src/views/lanes/time-ruler.ts';
import { fitWindow } from '../../src/views/lanes/time-window.ts';

export const WIDE = 10_000;

/** What the lanes of a trace draw: on the step scale, or in a window of the time scale. */
export function draw(trace: Trace, seq: number, how: Partial<How> = {}) {
  const position = trace.positionOf(seq);
  const extent: Extent = { position, horizon: how.future ? trace.length - 1 : position };
  const room = how.room ?? WIDE;
  const ruler: Ruler =
    how.time === undefined
      ? stepRuler(trace, columnsIn(trace, extent, room, how.anchor), extent, room)
      : timeRuler(trace, how.time === 'fit' ? fitWindow(trace, extent) : how.time, extent, room);
  const threads = how.threads ?? trace.threadIds;
  const boxes = boxesOf(
    trace,
    threads.map((id) => ({ id })),
    ruler,
    extent,
  );
  const all = [...boxes.values()].flat();
  const boxOf = (of: number, later = false): Box | undefined =>
    all.find((box) => box.position === trace.positionOf(of) && box.later === later);
  return { extent, ruler, boxes, all, boxOf };
}

interface How {
  readonly room: number;
  readonly future: boolean;
  readonly anchor: number;
  readonly time: 'fit' | { readonly from: number; readonly to: number };
  readonly threads: readonly number[];
}
