/** Bytes and texts in a line of prose or of a log: short, visible, in double quotes. */
import { utf8 } from '../trace/chunk.ts';
import { hexByte } from '../trace/hex.ts';
import { visible } from '../trace/visible.ts';

/** strace shows as many; more would push the result off the line. */
const MAX_SHOWN = 32;
const SPACE = 0x20;
/** Printable ASCII that needs no backslash: nearly every text. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text in quotes; `…` behind it where more follows, be it only padding. Nothing but spaces is
 *  shown as three of them. */
export function quoteText(text: string, most = MAX_SHOWN): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === SPACE) end--;
  // Alone, spaces would be seen as nothing; one behind a word is the text's own, more are padding.
  const words =
    end === 0
      ? '␣'.repeat(Math.min(text.length, 3))
      : end + 1 < text.length
        ? text.slice(0, end)
        : text;
  // A character is two units at most.
  const start = words.slice(0, 2 * most);
  if (PLAIN.test(start)) return quoted(start.slice(0, most), text);
  const shown = Array.from(start).slice(0, most).join('');
  return quoted(shown, text, visible(shown).replace(/["\\]/g, '\\$&'));
}

function quoted(shown: string, text: string, escaped = shown): string {
  return `"${escaped}"${shown.length < text.length ? '…' : ''}`;
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

/** The bytes of a chunk in quotes; `…` behind them where the recording lacks the others, too. */
export function quoteChunk(
  { bytes, cut = 0 }: { readonly bytes: Uint8Array; readonly cut?: number },
  most = MAX_SHOWN,
): string {
  const shown = quoteBytes(bytes, most);
  return cut > 0 && !shown.endsWith('…') ? `${shown}…` : shown;
}
