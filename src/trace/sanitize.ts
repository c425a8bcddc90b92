import { visible } from './visible.ts';

/** Line ends, tab and backspace; colours (SGR), with bounded parameters; "erase line". */
const OBEYED = /([\b\t\n\r]|\u001b\[[0-9;:]{0,32}m|\u001b\[[012]?K)/;

/**
 * What of a recorded terminal's text may reach a terminal emulator. Everything but words and the
 * few sequences above is drawn (`␛[2J`), not obeyed: an escape sequence can make the emulator
 * answer, rename the window or hide text, and a trace may come from anyone. Links stay words.
 */
export function sanitize(text: string): string {
  return text
    .split(OBEYED)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join('');
}

/** A sequence that has begun and not ended: what follows may change what it is. */
const UNFINISHED = /\u001b(\[[0-9;:]*)?$/;

/** `next`, sanitised; where it only continues `before`, which has become `known`, only the rest. */
export function harmless(next: string, before: string, known: string): string {
  const appends = before !== '' && next.startsWith(before) && !UNFINISHED.test(before.slice(-200));
  return appends ? known + sanitize(next.slice(before.length)) : sanitize(next);
}
