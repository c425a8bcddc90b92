/** Which rows of a very long list are in sight. Lengths in pixels. */

export const ROW = 24;
/** Rows above and below what is in sight, so that scrolling shows no gap. */
const SPARE = 6;
/** Lists as short as this are drawn whole. */
const FEW = 100;
/** No browser draws an element of any height; the lowest limit is at 17.9 million. */
const HIGHEST = 8_000_000;

/** A list that is scrolled. */
export interface Scrolled {
  readonly count: number;
  readonly scrollTop: number;
  /** Height of what is in sight. */
  readonly height: number;
}

export interface Sight {
  /** Rows [from, to) are to be drawn. */
  readonly from: number;
  readonly to: number;
  /** Height of what scrolls: of all rows, or of as much as a browser can. */
  readonly whole: number;
  /** Where row 0 is inside it; rows follow one below the other. */
  readonly offset: number;
}

export function sightOf({ count, scrollTop, height }: Scrolled): Sight {
  const whole = Math.min(count * ROW, HIGHEST);
  const top = scrollTop * scaleOf(count, height);
  if (count <= FEW) return { from: 0, to: count, whole, offset: 0 };
  const first = Math.min(Math.floor(top / ROW), count - Math.ceil(height / ROW));
  const from = Math.max(0, first - SPARE);
  const to = Math.min(count, first + Math.ceil(height / ROW) + 1 + SPARE);
  return { from, to, whole, offset: scrollTop - top };
}

/** How far the list must be scrolled to have a row in sight; as it is where that row already is. */
export function scrollTo(row: number, { count, scrollTop, height }: Scrolled): number {
  const scale = scaleOf(count, height);
  const top = scrollTop * scale;
  const above = row * ROW;
  const below = above + ROW - height;
  if (above >= top && below <= top) return scrollTop;
  return Math.max(0, above < top ? above : below) / scale;
}

/** Pixels of rows for each pixel of scrolling: 1, but for lists that are higher than can be. */
function scaleOf(count: number, height: number): number {
  const total = count * ROW;
  return total <= HIGHEST ? 1 : (total - height) / (HIGHEST - height);
}

/** The row to go to from a row by a key; undefined where the key is none of the list's. */
export function rowByKey(
  key: string,
  row: number,
  count: number,
  page: number,
): number | undefined {
  const to = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(to, count - 1));
}
