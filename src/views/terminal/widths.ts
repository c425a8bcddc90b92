import type { IUnicodeVersionProvider } from '@xterm/xterm';

/** Drawn over the character before them. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
/** First and last of the blocks whose characters are two cells wide (Unicode TR 11, W and F). */
const WIDE = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
] as const;

/** How many cells of a terminal a character takes. */
export function cellsOf(code: number): 0 | 1 | 2 {
  if (code < 0x300) return 1;
  const character = String.fromCodePoint(code);
  if (NONE.test(character)) return 0;
  if (EMOJI.test(character)) return 2;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** The emulator's own table is of 2010: an emoji had one cell, and hid what followed it. */
export const WIDTHS: IUnicodeVersionProvider = {
  version: 'wirestep',
  wcwidth: cellsOf,
  charProperties(code, preceding) {
    const width = cellsOf(code);
    const before = (preceding >> 1) & 3;
    const joins = width === 0 && before > 0;
    // Bits 1 and 2: the cells; bit 0: belongs to the character before it.
    return ((joins ? before : width) << 1) | (joins ? 1 : 0);
  },
};
