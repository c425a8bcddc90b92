import type { Box } from './boxes.ts';

export type DrawnBoxes = ReadonlyMap<number, readonly Box[]>;

export const NO_BOXES: DrawnBoxes = new Map();

/**
 * The same boxes, but each that is as it was before is the very object that it was: what did not
 * change is not drawn again.
 */
export function reuseBoxes(before: DrawnBoxes, now: DrawnBoxes): DrawnBoxes {
  return new Map([...now].map(([thread, boxes]) => [thread, reuseLane(before.get(thread), boxes)]));
}

function reuseLane(before: readonly Box[] | undefined, now: readonly Box[]): readonly Box[] {
  if (before === undefined) return now;
  const known = new Map(before.map((box) => [box.key, box]));
  let same = before.length === now.length;
  const boxes = now.map((box, place) => {
    const was = known.get(box.key);
    const kept = was !== undefined && isSame(was, box) ? was : box;
    same &&= kept === before[place];
    return kept;
  });
  return same ? before : boxes;
}

function isSame(one: Box, other: Box): boolean {
  return (
    one.x === other.x &&
    one.width === other.width &&
    one.text === other.text &&
    one.look === other.look &&
    one.count === other.count &&
    one.now === other.now &&
    one.later === other.later &&
    one.open === other.open &&
    one.beside === other.beside &&
    one.index === other.index
  );
}
