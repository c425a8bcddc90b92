/** What the fields of a question make of what was typed and moved. */
import type { CuedQuestion } from '../../course/lesson.ts';
import { hexByte } from '../../trace/hex.ts';

/** A number as a person types it; undefined where it is none. */
export function numberOf(typed: string): number | undefined {
  const text = typed.trim().replace(',', '.');
  return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** Columns of the cells that are filled by hand. */
export const COLUMNS = 8;

/** The cell that a key leads to; undefined where the key means nothing here. */
export function cellAfterKey(key: string, at: number, count: number): number | undefined {
  const way = MOVES[key];
  if (way !== undefined) return Math.max(0, Math.min(at + way, count - 1));
  if (key === 'Home') return at - (at % COLUMNS);
  if (key === 'End') return Math.min(at - (at % COLUMNS) + COLUMNS, count) - 1;
  return undefined;
}

const MOVES: Readonly<Partial<Record<string, number>>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS,
  ArrowDown: COLUMNS,
};

/** The byte of a typed character as two hex digits; undefined for all that is not one ASCII byte. */
export function byteOf(character: string): string | undefined {
  return /^[\x20-\x7e]$/.test(character) ? hexByte(character.charCodeAt(0)) : undefined;
}

/** What a cell shows of its byte: a space as a mark, as in the bytes' view. */
export function glyphOf(byte: string | undefined): string {
  if (byte === undefined) return '';
  if (byte === '20') return '·';
  return byte === '00' ? '␀' : String.fromCharCode(Number.parseInt(byte, 16));
}

/** What fills the empty cells at once. */
export const FILLERS = [
  { byte: '20', name: 'spaces' },
  { byte: '30', name: 'the digit 0' },
  { byte: '00', name: 'zero bytes' },
] as const;

/** The items of an order as they are shown first: mixed, always in the same way, never in order. */
export function mixed({ id, kind, ...question }: CuedQuestion): readonly number[] {
  const count = 'items' in question ? question.items.length : 0;
  let seed = [...`${kind} ${id}`].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) >>> 0, 7);
  const places = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    seed = (seed * 1_103_515_245 + 12_345) >>> 0;
    const with_ = (seed >>> 8) % (at + 1);
    [places[at], places[with_]] = [places[with_] as number, places[at] as number];
  }
  const inOrder = places.every((place, at) => place === at);
  return inOrder ? [...places.slice(1), ...places.slice(0, 1)] : places;
}

/** The same items with one moved by a place; itself where there is no such place. */
export function movedItem(items: readonly number[], at: number, way: 1 | -1): readonly number[] {
  const to = at + way;
  const [item, other] = [items[at], items[to]];
  if (item === undefined || other === undefined) return items;
  return items.with(at, other).with(to, item);
}
