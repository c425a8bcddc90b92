/** Rows of a terminal, both ends included. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * The rows after Shift with an arrow: up takes one more above, down gives the uppermost back. The
 * first press takes the row of the cursor, or the one above it where Up was pressed.
 */
export function extendRows(rows: Rows | undefined, way: 1 | -1, cursor: number): Rows {
  if (rows === undefined) {
    const first = Math.max(0, way === -1 ? cursor - 1 : cursor);
    return { from: first, to: first };
  }
  return { from: Math.min(Math.max(0, rows.from + way), rows.to), to: rows.to };
}
