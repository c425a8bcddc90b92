/** The views of the player as panes: which edge of each can be dragged, and how far. */

/** The views, in the order in which they stand and in which tabs name them. */
export const VIEWS = ['lesson', 'threads', 'bytes', 'source', 'calls', 'terminals'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Sizes that a person chose, in pixels; a pane without one fits its content or its share. */
export type Sizes = Readonly<Partial<Record<ViewName, number>>>;

/** The edge that is dragged. `share` is the part of the room that the pane may take. */
export interface Edge {
  readonly side: 'right' | 'left' | 'bottom';
  readonly label: string;
  readonly least: number;
  readonly share: number;
}

/** What the calls and the rest of the source's row get is what the others leave. */
export const EDGES: Readonly<Partial<Record<ViewName, Edge>>> = {
  lesson: { side: 'right', label: 'Width of the lesson', least: 200, share: 0.3 },
  threads: { side: 'bottom', label: 'Height of the threads', least: 72, share: 0.4 },
  bytes: { side: 'bottom', label: 'Height of the bytes', least: 72, share: 0.4 },
  source: { side: 'right', label: 'Width of the source', least: 240, share: 0.5 },
  terminals: { side: 'left', label: 'Width of the terminals', least: 200, share: 0.4 },
};

const STEP = 16;

/** The least and the largest size of a pane in a room of this size. */
export function bounds({ side, least, share }: Edge, room: Room): { min: number; max: number } {
  const whole = side === 'bottom' ? room.height : room.width;
  return { min: least, max: Math.max(least, Math.floor(whole * share)) };
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** The size after a key, undefined where the key means nothing here. Arrows move the edge itself. */
export function sizeAfterKey(edge: Edge, key: string, now: number, room: Room): number | undefined {
  const { min, max } = bounds(edge, room);
  if (key === 'Home') return min;
  if (key === 'End') return max;
  const [less, more] = KEYS[edge.side];
  if (key !== less && key !== more) return undefined;
  return clamp(now + (key === more ? STEP : -STEP), min, max);
}

/** The size after the pointer has moved the edge by `moved` pixels, to the right or down. */
export function sizeAfterDrag(edge: Edge, start: number, moved: number, room: Room): number {
  const { min, max } = bounds(edge, room);
  return clamp(start + (edge.side === 'left' ? -moved : moved), min, max);
}

/** Custom properties for the grid: `--lesson`. Kept within the room, however small it is now. */
export function styleOf(sizes: Sizes): string {
  return VIEWS.flatMap((view) => {
    const [size, edge] = [sizes[view], EDGES[view]];
    if (size === undefined || edge === undefined) return [];
    return [`--${view}: clamp(${edge.least}px, ${size}px, ${edge.share * 100}%)`];
  }).join('; ');
}

/** What was remembered; nothing where it is no longer understood. */
export function readSizes(text: string | undefined): Sizes {
  const known = (text ?? '').split(' ').flatMap((entry) => {
    const [name = '', size = ''] = entry.split('=');
    const view = VIEWS.find((one) => one === name);
    return view !== undefined && view in EDGES && /^\d{1,5}$/.test(size)
      ? [[view, Number(size)] as const]
      : [];
  });
  return Object.fromEntries(known);
}

/** What to remember; undefined where everything is as it was at first. */
export function writeSizes(sizes: Sizes): string | undefined {
  const text = Object.entries(sizes).map(([view, size]) => `${view}=${Math.round(size)}`);
  return text.length === 0 ? undefined : text.join(' ');
}

const KEYS: Readonly<Record<Edge['side'], readonly [less: string, more: string]>> = {
  right: ['ArrowLeft', 'ArrowRight'],
  left: ['ArrowRight', 'ArrowLeft'],
  bottom: ['ArrowUp', 'ArrowDown'],
};

function clamp(size: number, min: number, max: number): number {
  return Math.round(Math.min(Math.max(size, min), max));
}
