/** The end of a long transcript: all that the emulator is handed. */
export interface TextWindow {
  /** How many characters before it are left out. */
  readonly from: number;
  readonly text: string;
}

/** It is moved in strides, so that most steps only append. */
const STRIDE = 30_000;
const LEAST = 2 * STRIDE;

/** A text, or a terminal that reads only what is asked for. */
interface Transcript {
  readonly length: number;
  slice(from: number): string;
}

/** The last 60,000 to 90,000 characters, from the beginning of a line where there is one near. */
export function windowOf(transcript: Transcript): TextWindow {
  const wanted = Math.floor((transcript.length - LEAST) / STRIDE) * STRIDE;
  const text = transcript.slice(Math.max(wanted, 0));
  if (wanted <= 0) return { from: 0, text };
  const skipped = lineFrom(text);
  return { from: wanted + skipped, text: text.slice(skipped) };
}

function lineFrom(text: string): number {
  const end = text.indexOf('\n');
  if (end >= 0 && end < STRIDE / 2) return end + 1;
  const low = text.charCodeAt(0);
  return low >= 0xdc00 && low <= 0xdfff ? 1 : 0;
}

/** "The first 4,910,000 characters are not shown."; empty where all are. */
export function cutNote(from: number): string {
  if (from === 0) return '';
  return `The first ${from.toLocaleString('en')} characters are not shown.`;
}
