/** The messages of the course: a header of 64 bytes that says how long the payload is. */
import type { ComposedMessage } from './composition.ts';
import { hexOfText } from '../trace/hex.ts';

export const HEADER_BYTES = 64;
/** The payload that says goodbye. */
export const GOODBYE = '!DISCONNECT';

const SPACE = '20';

/** A header with this text in it, padded with spaces to 64 bytes; longer texts stay as they are. */
export function headerOfText(text: string): string {
  return hexOfText(text).padEnd(2 * HEADER_BYTES, SPACE);
}

/** The header that a payload should have: its length in bytes, padded with spaces. */
export function headerFor(payload: string): string {
  return headerOfText(String(payload.length / 2));
}

/** A message as the course's client sends it, in two sends, then it reads; `given` makes it another. */
export function messageOf(text: string, given: Partial<ComposedMessage> = {}): ComposedMessage {
  const payload = given.payload ?? hexOfText(text);
  const cuts = payload === '' ? [] : [HEADER_BYTES];
  const plain = { payload, header: headerFor(payload), cuts, pauses: [] };
  return { ...plain, reads: true, ...given };
}
