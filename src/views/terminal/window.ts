/** The end of a long transcript: all that the emulator is handed. */
export interface TextWindow {
  /** How many characters before it are left out. */
  readonly from: number;
  readonly text: string;
}

/** Characters of a terminal that a step may cost, and those that a person may ask for. */
export const FEW = 6_000;
export const MANY = 1_000_000;

/** A text, or a terminal that reads only what is asked for. */
interface Transcript {
  readonly length: number;
  slice(from: number): string;
}

/**
 * The last characters: `least`, and up to half as many more. Its beginning is at a line where there
 * is one near, and moves in strides, so that most steps only append.
 */
export function windowOf(transcript: Transcript, least = FEW): TextWindow {
  const stride = least / 2;
  const wanted = Math.floor((transcript.length - least) / stride) * stride;
  const text = transcript.slice(Math.max(wanted, 0));
  if (wanted <= 0) return { from: 0, text };
  const skipped = lineFrom(text, stride / 2);
  return { from: wanted + skipped, text: text.slice(skipped) };
}

function lineFrom(text: string, near: number): number {
  const end = text.indexOf('\n');
  if (end >= 0 && end < near) return end + 1;
  const low = text.charCodeAt(0);
  return low >= 0xdc00 && low <= 0xdfff ? 1 : 0;
}

/** "The first 4,910,000 characters are not shown."; empty where all are. */
export function cutNote(from: number): string {
  if (from === 0) return '';
  return `The first ${from.toLocaleString('en')} characters are not shown.`;
}
