/**
 * Strict UTF-8 as CPython's decoder reads it: the same boundaries, and its words for what is wrong
 * (Unicode 15, table 3-7 and section 3.9, "maximal subpart"; Objects/stringlib/codecs.h).
 */
import type { Range } from './frame.ts';

/** Python's words in a UnicodeDecodeError. */
export type Utf8Fault =
  'invalid start byte' | 'invalid continuation byte' | 'unexpected end of data';

/** Bytes [from, to) that are one character, with its code point. */
export interface Utf8Character extends Range {
  readonly code: number;
}

/** Bytes [from, to) that the decoder refuses together: it would go on at `to`. */
export interface Utf8Error extends Range {
  readonly fault: Utf8Fault;
}

export type Utf8Piece = Utf8Character | Utf8Error;

/** The longest sequence: how far a piece may reach beyond its first byte, plus one. */
export const UTF8_LONGEST = 4;

/**
 * The piece that starts at `at`, which must be a start (`utf8Start`); undefined at the end.
 * Its offsets count from the first of `bytes`.
 */
export function utf8Piece(bytes: Uint8Array, at: number): Utf8Piece | undefined {
  const lead = bytes[at];
  if (lead === undefined) return undefined;
  if (lead < 0x80) return { from: at, to: at + 1, code: lead };
  if (lead < 0xc2 || lead > 0xf4) return { from: at, to: at + 1, fault: 'invalid start byte' };
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let code = lead & (0x7f >> length);
  for (let n = 1; n < length; n++) {
    const byte = bytes[at + n];
    const to = at + n;
    if (byte === undefined) return { from: at, to, fault: 'unexpected end of data' };
    const [low, high] = n === 1 ? secondByte(lead) : ANY;
    if (byte < low || byte > high) return { from: at, to, fault: 'invalid continuation byte' };
    code = (code << 6) | (byte & 0x3f);
  }
  return { from: at, to: at + length, code };
}

/** Every piece of the bytes, in order: together they cover each byte once. */
export function dissectUtf8(bytes: Uint8Array): readonly Utf8Piece[] {
  const pieces: Utf8Piece[] = [];
  for (let at = 0; ;) {
    const piece = utf8Piece(bytes, at);
    if (piece === undefined) return pieces;
    pieces.push(piece);
    at = piece.to;
  }
}

/**
 * Where a piece starts at or before `at`, so that a part of a long text can be read on its own: a
 * byte that continues nothing starts one, and no piece is longer than `UTF8_LONGEST`.
 */
export function utf8Start(bytes: Uint8Array, at: number): number {
  for (let start = at; start > at - UTF8_LONGEST && start >= 0; start--) {
    if (((bytes[start] ?? 0) & 0xc0) !== 0x80) return start;
  }
  return at;
}

/** The first bytes that the decoder refuses; undefined where all of them are UTF-8. */
export function firstUtf8Error(bytes: Uint8Array): Utf8Error | undefined {
  for (let at = 0; ;) {
    const piece = utf8Piece(bytes, at);
    if (piece === undefined) return undefined;
    if ('fault' in piece) return piece;
    at = piece.to;
  }
}

const ANY = [0x80, 0xbf] as const;

/** The second byte's range keeps out overlong forms, surrogates and what lies above U+10FFFF. */
function secondByte(lead: number): readonly [low: number, high: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : ANY;
}
