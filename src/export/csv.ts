/**
 * A table for Excel and pandas: one row an event (RFC 4180: CRLF, quotes doubled), UTF-8 with a byte
 * order mark, by which Excel knows that it is UTF-8. Times are whole nanoseconds.
 */
import type { Part } from './part.ts';
import { inChunks } from './chunks.ts';
import { COLUMNS, createRows } from './csv-row.ts';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

export function writeCsv(part: Part): Iterable<string> {
  return inChunks(lines(part));
}

function* lines(part: Part): Generator<string> {
  yield `\ufeff${lineOf(COLUMNS)}`;
  const rowOf = createRows(part.trace);
  for (const position of part.positions()) yield lineOf(rowOf(position));
}

function lineOf(cells: readonly (string | number)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A cell; with `'` before what would be calculated (CWE-1236), negative numbers too. */
function cellOf(cell: string | number): string {
  if (cell === '' || (typeof cell === 'number' && cell >= 0)) return String(cell);
  const text = String(cell);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
