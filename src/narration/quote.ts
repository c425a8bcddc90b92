/** Bytes and texts in a line of prose or of a log: short, visible, in double quotes. */
import { utf8 } from '../trace/chunk.ts';
import { hexByte } from '../trace/hex.ts';
import { visible } from '../trace/visible.ts';

/** strace shows as many; more would push the result off the line. */
const MAX_SHOWN = 32;

/** A text in quotes; `…` behind it where more follows, be it only padding. Nothing but spaces is
 *  shown as three of them. */
export function quoteText(text: string, most = MAX_SHOWN): string {
  const characters = Array.from(text);
  // Alone, spaces would be seen as nothing.
  const words = /^ +$/.test(text) ? '␣'.repeat(Math.min(text.length, 3)) : text;
  const trimmed = Array.from(words.replace(/ {2,}$/, ''));
  const shown = trimmed.slice(0, most).join('');
  const more = Math.min(trimmed.length, most) < characters.length ? '…' : '';
  return `"${visible(shown).replace(/["\\]/g, '\\$&')}"${more}`;
}

/** Bytes in quotes: as text where they are UTF-8, else one by one, `\xff` for those above ASCII. */
export function quoteBytes(bytes: Uint8Array, most = MAX_SHOWN): string {
  const text = utf8(bytes);
  if (text !== undefined) return quoteText(text, most);
  let shown = '';
  for (const byte of bytes.subarray(0, most)) {
    if (byte > 0x7f) shown += `\\x${hexByte(byte)}`;
    else shown += visible(String.fromCharCode(byte)).replace(/["\\]/g, '\\$&');
  }
  return `"${shown}"${bytes.length > most ? '…' : ''}`;
}
