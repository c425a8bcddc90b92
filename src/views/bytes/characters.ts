import { UTF8_LONGEST, utf8Piece, utf8Start, type Utf8Fault } from '../../protocol/utf8.ts';
import { visible } from '../../trace/visible.ts';

/** A character of a field, or bytes that are none, with offsets in the stream. */
export interface Character {
  readonly from: number;
  readonly to: number;
  /** Code point. */
  readonly code?: number;
  /** `unfinished`: the rest of the character may still come. */
  readonly fault?: Utf8Fault | 'unfinished';
}

/** A field's bytes: `read` gives those of [from, to), which is within the field. */
export interface Text {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

/**
 * The characters that have bytes in [from, to) of a field. Only that window is read, and as many
 * bytes around it as a character may reach.
 */
export function charactersIn(
  field: Text,
  from: number,
  to: number,
  read: (from: number, to: number) => Uint8Array,
): readonly Character[] {
  const first = Math.max(field.from, from - UTF8_LONGEST + 1);
  const end = Math.min(field.to, to + UTF8_LONGEST - 1);
  const bytes = read(first, end);
  const characters: Character[] = [];
  for (let at = utf8Start(bytes, from - first); at < to - first;) {
    const piece = utf8Piece(bytes, at);
    if (piece === undefined) break;
    at = piece.to;
    if (at <= from - first) continue;
    const open = 'fault' in piece && piece.fault === 'unexpected end of data';
    characters.push({
      from: first + piece.from,
      to: first + piece.to,
      ...('code' in piece ? { code: piece.code } : {}),
      ...('fault' in piece ? { fault: open && !field.whole ? 'unfinished' : piece.fault } : {}),
    });
  }
  return characters;
}

/** "U+00E9": at least four digits, as Unicode writes it. */
export function codePointText(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A character of several bytes as it is drawn in a cell: it may neither hide nor reach outside. */
export function wideGlyph(code: number): string {
  const character = String.fromCodePoint(code);
  if (visible(character) !== character) return '‹›';
  return /\p{M}/u.test(character) ? `◌${character}` : character;
}
