/** The end of a long transcript: all that the emulator is handed. */
export interface TextWindow {
  /** How many characters before it are left out. */
  readonly from: number;
  readonly text: string;
}

/** It is moved in strides, so that most steps only append. */
const STRIDE = 30_000;
const LEAST = 2 * STRIDE;

/** The last 60,000 to 90,000 characters, from the beginning of a line where there is one near. */
export function windowOf(text: string): TextWindow {
  const wanted = Math.floor((text.length - LEAST) / STRIDE) * STRIDE;
  if (wanted <= 0) return { from: 0, text };
  const from = lineFrom(text, wanted);
  return { from, text: text.slice(from) };
}

function lineFrom(text: string, wanted: number): number {
  const end = text.indexOf('\n', wanted);
  if (end >= 0 && end < wanted + STRIDE / 2) return end + 1;
  const low = text.charCodeAt(wanted);
  return low >= 0xdc00 && low <= 0xdfff ? wanted + 1 : wanted;
}

/** "The first 4,910,000 characters are not shown."; empty where all are. */
export function cutNote(from: number): string {
  if (from === 0) return '';
  return `The first ${from.toLocaleString('en')} characters are not shown.`;
}
