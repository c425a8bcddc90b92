/**
 * Arrow keys among the boxes of the lanes: left and right in a lane, up and down between lanes, Home
 * and End to a lane's first and last. Gives what gets the focus; undefined where the key is another.
 */
export function nextBox(key: string, from: HTMLElement): HTMLElement | undefined {
  const track = from.closest<HTMLElement>('[data-track]') ?? undefined;
  const boxes = boxesOf(track);
  const place = boxes.indexOf(from);
  switch (key) {
    case 'ArrowLeft':
      return boxes[place - 1] ?? from;
    case 'ArrowRight':
      return boxes[place + 1] ?? from;
    case 'Home':
      return boxes[0] ?? from;
    case 'End':
      return boxes.at(-1) ?? from;
    case 'ArrowUp':
      return nearest(from, boxesOf(neighbour(track, -1))) ?? from;
    case 'ArrowDown':
      return nearest(from, boxesOf(neighbour(track, 1))) ?? from;
    default:
      return undefined;
  }
}

function boxesOf(track: HTMLElement | undefined): HTMLElement[] {
  return [...(track?.querySelectorAll<HTMLElement>('[data-box]') ?? [])];
}

/** The next track with a box in that direction. */
function neighbour(track: HTMLElement | undefined, way: 1 | -1): HTMLElement | undefined {
  if (track === undefined) return undefined;
  const all = [...(track.closest('ul')?.querySelectorAll<HTMLElement>('[data-track]') ?? [])];
  const after = way > 0 ? all.slice(all.indexOf(track) + 1) : undefined;
  const candidates = after ?? all.slice(0, all.indexOf(track)).reverse();
  return candidates.find((each) => each.querySelector('[data-box]') !== null);
}

function nearest(from: HTMLElement, boxes: readonly HTMLElement[]): HTMLElement | undefined {
  const x = from.offsetLeft;
  const away = (box: HTMLElement): number => Math.abs(box.offsetLeft - x);
  return boxes.reduce<HTMLElement | undefined>(
    (best, box) => (best === undefined || away(box) < away(best) ? box : best),
    undefined,
  );
}
