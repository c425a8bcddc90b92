import type { Arrow } from './arrows.ts';

/** How tall things are, in pixels. A row is a lane; its track begins `top` below the row's top. */
export interface Geometry {
  readonly names: number;
  readonly pitch: number;
  readonly top: number;
}

export const TRACK = 26;
/** Narrower than this, a lane's name stands above its track. */
const NARROW = 520;
const NAMES = 176;

/** Rows by the room there is: `width` of the panel, `height` of the window, how many lanes. */
export function geometryOf(width: number, height: number, lanes: number): Geometry {
  if (width < NARROW) return { names: 0, pitch: 56, top: 26 };
  const pitch = height < 820 ? (lanes > 4 ? 30 : 34) : lanes > 4 ? 36 : 42;
  return { names: NAMES, pitch, top: (pitch - TRACK) / 2 };
}

/** An arrow as it is drawn. */
export interface Curve {
  readonly path: string;
  /** The tip, where there is one to see. */
  readonly head?: string;
  /** Words at the end that cannot be drawn. */
  readonly stub?: {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly anchor: 'start' | 'end';
  };
}

const STUB = 16;

/** The curve of an arrow between rows; `badge` names the thread of a folded lane. */
export function curveOf(
  { from, to, x1, x2, missing }: Arrow,
  rows: ReadonlyMap<number, number>,
  { pitch, top }: Geometry,
  room: number,
  badge: (thread: number) => string,
): Curve {
  const start = rows.get(from) ?? (rows.get(to) ?? 0) - 1;
  const end = rows.get(to) ?? start + 1;
  const down = start < end;
  const y1 = start * pitch + top + (down ? TRACK : 0);
  const y2 = end * pitch + top + (down ? -1 : TRACK + 1);
  const way = down ? 1 : -1;
  const head = `M ${x2} ${y2} l -3.5 ${-6 * way} h 7 z`;
  const lift = way * Math.min(pitch - TRACK, 12);
  switch (missing) {
    case 'from': {
      const path = `M ${x2 - STUB} ${y2 - lift} Q ${x2} ${y2 - lift} ${x2} ${y2 - 5 * way}`;
      const x = x2 - STUB - 3;
      const text = `from ${badge(from)}`;
      return { path, head, stub: { text, ...besideStub(x, text, x2), y: y2 - lift + 4 } };
    }
    case 'to': {
      const path = `M ${x1} ${y1} q 0 ${lift} ${STUB} ${lift}`;
      const text = `to ${badge(to)}`;
      return { path, stub: { text, x: x1 + STUB + 3, y: y1 + lift + 4, anchor: 'start' } };
    }
    case 'left': {
      const path = `M 0 ${y1} C 30 ${y1 + lift} ${x2} ${y2 - 3 * lift} ${x2} ${y2 - 5 * way}`;
      return { path, head, stub: { text: '◂ earlier', x: 2, y: y1 + lift, anchor: 'start' } };
    }
    case 'right': {
      const path = `M ${x1} ${y1} C ${x1} ${y1 + lift} ${room - 30} ${y2 - lift} ${room} ${y2 - lift}`;
      return { path, stub: { text: 'later ▸', x: room, y: y2 - lift - 3, anchor: 'end' } };
    }
    case undefined: {
      const bend = (y2 - y1) * 0.45;
      const last = y2 - 5 * way;
      return {
        path: `M ${x1} ${y1} C ${x1} ${y1 + bend} ${x2} ${last - bend} ${x2} ${last}`,
        head,
      };
    }
  }
}

/** Words left of the stub, else, where they would leave the track, right of it. */
function besideStub(x: number, text: string, x2: number) {
  const fits = x - text.length * 7.25 >= 0;
  return fits ? { x, anchor: 'end' as const } : { x: x2 + 6, anchor: 'start' as const };
}

/** The playhead: one line, but where names stand above the tracks a piece beside each track. */
export function playheadPath(x: number, lanes: number, { names, pitch, top }: Geometry): string {
  if (names > 0) return `M ${x} 0 V ${lanes * pitch}`;
  const pieces = Array.from({ length: lanes }, (_, row) => `M ${x} ${row * pitch + top - 2} v 30`);
  return pieces.join(' ');
}
