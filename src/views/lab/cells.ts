/** The bytes of a message as the editor draws them. */
import { bytesOfHex, hexByte } from '../../trace/hex.ts';
import { dissectHeader, type HeaderRole } from '../../protocol/header.ts';
import { dissectUtf8, type Utf8Piece } from '../../protocol/utf8.ts';
import { byteGlyph } from '../../trace/visible.ts';
import { wideGlyph } from '../bytes/characters.ts';

export interface EditCell {
  /** Place in header + payload. */
  readonly offset: number;
  readonly hex: string;
  readonly glyph: string;
  readonly tone: HeaderRole | 'payload';
  /** Part of a character of several bytes. */
  readonly joins?: 'first' | 'inner' | 'last';
  /** int() or decode() fails at it. */
  readonly bad: boolean;
  /** Spoken: what the byte is. */
  readonly says: string;
}

/** The cells of a header: `hex` is all of it. */
export function headerCells(hex: string): readonly EditCell[] {
  const bytes = bytesOfHex(hex);
  const { parts, malformed } = dissectHeader(bytes);
  const { from = -1, to = -1 } = malformed?.culprit ?? {};
  const roleAt = (at: number): HeaderRole =>
    parts.find((part) => part.from <= at && at < part.to)?.role ?? 'odd';
  return cellsOf(bytes, 0, (at) => ({ tone: roleAt(at), bad: from <= at && at < to }));
}

/** The cells of as many bytes of a payload as are shown, behind a header of `header` bytes. */
export function payloadCells(hex: string, header: number): readonly EditCell[] {
  return cellsOf(bytesOfHex(hex), header, () => ({ tone: 'payload', bad: false }));
}

function cellsOf(
  bytes: Uint8Array,
  start: number,
  about: (at: number) => Pick<EditCell, 'tone' | 'bad'>,
): readonly EditCell[] {
  return dissectUtf8(bytes).flatMap((piece) =>
    Array.from({ length: piece.to - piece.from }, (_, n): EditCell => {
      const at = piece.from + n;
      const value = bytes[at] ?? 0;
      const { tone, bad } = about(at);
      const hex = hexByte(value);
      const faulty = 'fault' in piece;
      return {
        offset: start + at,
        hex,
        glyph: glyphOf(value, piece, n, tone),
        tone,
        joins: joinsOf(piece, at),
        bad: bad || faulty,
        says: `${wordsOf(value, piece, tone)}, hex ${hex}`,
      };
    }),
  );
}

function glyphOf(value: number, piece: Utf8Piece, n: number, tone: EditCell['tone']): string {
  if (value === 0x20) return tone === 'padding' || tone === 'leading' ? '·' : '␣';
  const plain = byteGlyph(value);
  if (plain !== undefined) return plain;
  if ('fault' in piece) return '×';
  return n === 0 ? wideGlyph(piece.code) : '‥';
}

function joinsOf({ from, to }: Utf8Piece, at: number): EditCell['joins'] {
  if (to - from < 2) return undefined;
  return at === from ? 'first' : at === to - 1 ? 'last' : 'inner';
}

function wordsOf(value: number, piece: Utf8Piece, tone: EditCell['tone']): string {
  if (value === 0x20) return tone === 'padding' ? 'padding space' : 'space';
  if ('fault' in piece) return 'no UTF-8';
  const character = String.fromCodePoint(piece.code);
  const role = tone === 'digits' ? 'digit ' : tone === 'odd' ? 'not of a number ' : '';
  return `${role}${byteGlyph(value) ?? character}`;
}
