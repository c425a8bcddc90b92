/** Rows drawn above and below those in sight. */
const SPARE = 12;
const WIDE = 30;
const NARROW = 50;

/** Where both sides do not fit beside each other a row has two lines. */
export function rowHeight(width: number): number {
  return width < 640 ? NARROW : WIDE;
}

/** The rows [from, to) that are drawn. */
export function rowsInSight(count: number, top: number, height: number, row: number) {
  const above = Math.floor(top / row) - SPARE;
  const below = Math.ceil((top + height) / row) + SPARE;
  const to = Math.min(count, below);
  return { from: Math.max(0, Math.min(above, to)), to };
}
