/** What a key does in the cells of a message. Pure: the same keys always do the same. */
import { hexByte, hexOfText } from '../../trace/hex.ts';
import { sizeOf, type DraftMessage } from './draft.ts';
import { insert, isFree, overwrite, remove, toggleCut } from './edit.ts';

/** A message, the byte that is edited, and how typing is read. */
export interface Editing {
  readonly message: DraftMessage;
  readonly at: number;
  /** Two hex digits are one byte; `high` is the first of them where it was typed. */
  readonly hex: boolean;
  readonly high?: string | undefined;
}

/** Which bytes stand in one grid, and in how many columns. */
export interface Field {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const SPACE = '20';

/** What comes of a key; undefined where it is none of the editor's. */
export function press(editing: Editing, field: Field, event: Key): Editing | undefined {
  const { key } = event;
  const command = event.ctrlKey || event.metaKey || event.altKey;
  const moved = moveBy(editing, field, key, command);
  if (moved !== undefined) return { ...editing, at: moved, high: undefined };
  if (command) return undefined;
  const { message, at } = editing;
  const next = (changed: DraftMessage, to = at): Editing => ({
    ...editing,
    message: changed,
    at: Math.max(field.from, Math.min(to, Math.max(field.from, sizeOf(changed)))),
    high: undefined,
  });
  switch (key) {
    case 'Enter':
      return next(toggleCut(message, at));
    case 'Insert':
      return next(insert(message, at));
    case 'Delete':
      return next(clear(message, at));
    case 'Backspace':
      return at === field.from ? editing : next(clear(message, at - 1), at - 1);
    default:
      return Array.from(key).length === 1 ? type(editing, field, key) : undefined;
  }
}

/** In a header, which has its length, a space; in a payload one byte less. */
function clear(message: DraftMessage, at: number): DraftMessage {
  const inHeader = at < message.header.length / 2;
  return inHeader ? overwrite(message, at, SPACE) : remove(message, at);
}

function type(editing: Editing, field: Field, key: string): Editing {
  const { message, at, hex, high } = editing;
  if (!isFree(message, at)) return editing;
  if (!hex) return paste(editing, field, key);
  if (!/^[\da-f]$/i.test(key)) return editing;
  const digit = key.toLowerCase();
  if (high === undefined) return { ...editing, high: digit };
  return { ...paste({ ...editing, high: undefined }, field, high + digit), high: undefined };
}

/** Text, or hex digits, written over the bytes from here on. */
export function paste(editing: Editing, field: Field, text: string): Editing {
  const { message, at, hex } = editing;
  const digits = text.replaceAll(/[^\da-f]/gi, '').toLowerCase();
  const bytes = hex ? digits.slice(0, digits.length & ~1) : hexOfText(text);
  const changed = overwrite(message, at, bytes);
  const end = at < message.header.length / 2 ? field.to - 1 : sizeOf(changed);
  return {
    ...editing,
    message: changed,
    at: Math.min(at + bytes.length / 2, end),
    high: undefined,
  };
}

function moveBy(
  { at }: Editing,
  { from, to, columns }: Field,
  key: string,
  command: boolean,
): number | undefined {
  if (command && key !== 'Home' && key !== 'End') return undefined;
  const row = from + Math.floor((at - from) / columns) * columns;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns < from ? at : at - columns,
    ArrowDown: at + columns > to ? at : at + columns,
    Home: command ? from : row,
    End: command ? to : row + columns - 1,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.max(from, Math.min(target, to));
}

/** The byte at a place, as two hex digits; undefined behind the last. */
export function byteAt({ header, unit }: DraftMessage, at: number): string | undefined {
  const hex = (header + unit).slice(2 * at, 2 * at + 2);
  return hex === '' ? undefined : hex;
}

/** The byte of a typed hex number: `7` is 07; undefined where it is none. */
export function readHexByte(text: string): string | undefined {
  return /^[\da-f]{1,2}$/i.test(text) ? hexByte(Number.parseInt(text, 16)) : undefined;
}
