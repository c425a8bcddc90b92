/** What the dialog says besides what the formats say of themselves. */
import { size } from '../home/recording-row.ts';

export const REDACTION =
  'Message bytes, printed and typed text become * of the same length, addresses become example addresses, paths lose their folders, and values of variables are left out. Lengths, times and the digits of headers stay.';

/** The dissector is of no event. */
export const OF_NO_EVENT =
  'It holds no events of this recording: only the ports of its servers, and whether their replies have headers.';

/** A recording of a lesson goes without the lesson. */
export const WITHOUT_LESSON =
  'The text and the questions of the lesson are not in it: “Save as one file” in the list of lessons takes those too.';

export const NO_TEMPLATE =
  'This page is a single file itself and cannot make another: give this file away as it is, or open the recording in wirestep.';

/** What is known of a file's size. */
export function fileSize(bytes: number | undefined, whole: boolean): string {
  if (bytes === undefined) return 'size not known yet';
  return whole ? size(bytes) : `about ${size(bytes)}`;
}

/** A recording that is cut off by a question, or still being written: what is missing, and why. */
export function limitWords(hidden: boolean, live: boolean, events: number): string {
  const upTo = `up to event ${events}`;
  if (hidden)
    return `A question is open, so nothing after it may be seen: what is saved goes ${upTo}. Answer or skip it to take the rest.`;
  return live
    ? `This recording is still being written: what is saved goes ${upTo}, as far as it was when you opened this.`
    : '';
}

/** More files than a browser will save at once. */
export const MOST_FILES = 40;

export function tooMany(files: number): string {
  return `These are ${files} files, more than a page can save: choose one connection, or use wirestep export in a terminal.`;
}
