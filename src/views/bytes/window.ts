/** Which rows of a long field are in sight, and where keys lead. Rows and offsets count from 0. */

/** A grid of `length` cells, of whose rows `visible` are in sight. */
export interface Geometry {
  readonly length: number;
  readonly columns: number;
  readonly visible: number;
}

/** Of cells, in pixels; the gap is that of the style. */
const WIDE = 27;
const NARROW = 21;
export const GAP = 3;

/** Browsers draw nothing below some 33 million pixels: above this height a scroll bar is a scale. */
const TALLEST = 4_000_000;

export function rowsOf({ length, columns }: Geometry): number {
  return Math.ceil(length / columns);
}

/** The last row that can be the first in sight. */
export function lastTop(geometry: Geometry): number {
  return Math.max(0, rowsOf(geometry) - geometry.visible);
}

/** The first row in sight, moved as little as needed to have the cell `index` in sight. */
export function topFor(geometry: Geometry, top: number, index: number): number {
  const row = Math.floor(index / geometry.columns);
  const moved = row < top ? row : Math.max(top, row - geometry.visible + 1);
  return Math.max(0, Math.min(moved, lastTop(geometry)));
}

/** The cell that a key leads to from `index`; undefined for keys that do not move. */
export function moved(geometry: Geometry, key: string, index: number): number | undefined {
  const { length, columns, visible } = geometry;
  const last = length - 1;
  const page = columns * Math.max(1, visible - 1);
  const clamp = (wanted: number): number => Math.max(0, Math.min(wanted, last));
  switch (key) {
    case 'ArrowLeft':
      return clamp(index - 1);
    case 'ArrowRight':
      return clamp(index + 1);
    case 'ArrowUp':
      return index < columns ? index : index - columns;
    case 'ArrowDown':
      return index + columns > last ? index : index + columns;
    case 'PageUp':
      return clamp(index - page);
    case 'PageDown':
      return clamp(index + page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Height in pixels of what is scrolled, with rows `row` pixels high. */
export function scrollHeight(geometry: Geometry, row: number): number {
  return Math.min(rowsOf(geometry) * row, Math.max(TALLEST, geometry.visible * row));
}

/** The first row in sight of what is scrolled to `pixels`. */
export function topAt(geometry: Geometry, row: number, pixels: number): number {
  const room = scrollHeight(geometry, row) - geometry.visible * row;
  if (room <= 0) return 0;
  return Math.round((Math.min(pixels, room) / room) * lastTop(geometry));
}

/** Where to scroll to for `top` to be the first row in sight. */
export function pixelsOf(geometry: Geometry, row: number, top: number): number {
  const room = scrollHeight(geometry, row) - geometry.visible * row;
  return lastTop(geometry) === 0 ? 0 : (top / lastTop(geometry)) * room;
}

/** Columns that fit beside each other: a power of two, so that offsets are easy to read. */
export function columnsFor(width: number, cell: number, gap: number): number {
  const fit = Math.floor((width + gap) / (cell + gap));
  return [32, 16, 8].find((columns) => columns <= fit) ?? 4;
}

/** Cells in pixels, and how many stand beside each other. */
export interface Pitch {
  readonly columns: number;
  readonly cell: number;
}

/**
 * Wide cells; narrower ones where a field that would just not be in sight whole then is: nobody has
 * to scroll for the last word of a sentence. Narrow cells still stand 24 pixels apart.
 */
export function pitchFor(length: number, rows: number, width: number): Pitch {
  const wide = { columns: columnsFor(width, WIDE, GAP), cell: WIDE };
  const narrow = { columns: Math.floor((width + GAP) / (NARROW + GAP)), cell: NARROW };
  const fits = ({ columns }: Pitch): boolean => length <= rows * columns;
  return !fits(wide) && fits(narrow) ? narrow : wide;
}

/** An offset as a person types it: decimal, or hexadecimal with 0x; undefined for anything else. */
export function typedNumber(text: string): number | undefined {
  const plain = text.trim().replaceAll(/[_,\s]/g, '');
  return /^(\d{1,15}|0x[\da-f]{1,12})$/i.test(plain) ? Number(plain) : undefined;
}
