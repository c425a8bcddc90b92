import type { Frame, Range } from '../../protocol/frame.ts';
import { spanOf } from '../../scene/provenance.ts';
import type { DirectionScene } from '../../scene/scene.ts';
import { knownBytes } from '../../scene/stream.ts';

/** A list that gives each entry when it is asked for: frames may be made then, and no earlier. */
export interface Lazy<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** Where the attention is: the first byte not taken, else the last one. −1 where there is none. */
export function focusOffset(direction: DirectionScene): number {
  const length = knownBytes(direction);
  return direction.taken !== undefined && direction.taken < length ? direction.taken : length - 1;
}

/** Index of the frame that holds `offset`; −1 where none does. */
export function frameAt(frames: Lazy<Frame>, offset: number): number {
  let low = 0;
  let high = frames.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const frame = frames.at(middle);
    if (frame === undefined) break;
    if (offset < frame.header.from) high = middle - 1;
    else if (offset >= endOf(frame)) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Where the frame's bytes end, as far as there are any. */
export function endOf({ header, payload }: Frame): number {
  return payload?.to ?? header.to;
}

/**
 * The bytes of an unframed stream to show with the byte at `offset`: those that one recv took, or
 * that wait to be taken, with the whole of every send that gave them.
 */
export function replyAround(direction: DirectionScene, offset: number): Range | undefined {
  const known = knownBytes(direction);
  if (offset < 0 || offset >= known) return undefined;
  const { sends, recvs, taken } = direction;
  const waits = taken !== undefined && offset >= taken;
  const range = waits
    ? { from: taken, to: known }
    : spanOf(taken === undefined ? sends : recvs, offset);
  if (range === undefined) return undefined;
  const from = Math.min(range.from, spanOf(sends, range.from)?.from ?? range.from);
  const to = Math.max(range.to, spanOf(sends, range.to - 1)?.to ?? range.to);
  return { from, to: Math.min(to, known) };
}
