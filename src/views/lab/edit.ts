/** Changes to one message: its text, single bytes, and where its sends are cut. */
import { bytesOfHex, hexOfText } from '../../trace/hex.ts';
import { headerFor, HEADER_BYTES } from '../../lab/message.ts';
import { utf8 } from '../../trace/chunk.ts';
import { payloadOf, sizeOf, type DraftMessage } from './draft.ts';

const SPACE = '20';

/** The text of the payload, or of what is repeated; undefined where the bytes are no UTF-8. */
export function textOf({ unit }: DraftMessage): string | undefined {
  return utf8(bytesOfHex(unit));
}

/** Whether the header is the one that the payload should have. */
export function isRight(message: DraftMessage): boolean {
  return message.header === headerFor(payloadOf(message));
}

/** Another payload. A header that was right stays right; one that was edited stays as it is. */
export function withPayload(message: DraftMessage, unit: string, times = 1): DraftMessage {
  const changed = { ...message, unit, times };
  const header = isRight(message) ? headerFor(payloadOf(changed)) : message.header;
  return clipped({ ...changed, header });
}

export function withText(message: DraftMessage, text: string): DraftMessage {
  return withPayload(message, hexOfText(text), message.times);
}

export function withRightHeader(message: DraftMessage): DraftMessage {
  const header = headerFor(payloadOf(message));
  const grown = header.length / 2 - message.header.length / 2;
  const cuts = message.cuts.map((cut) => (cut >= message.header.length / 2 ? cut + grown : cut));
  return clipped({ ...message, header, cuts });
}

/** Whether single bytes can be changed: not those of a repetition. */
export function isFree(message: DraftMessage, at: number): boolean {
  return at < message.header.length / 2 || message.times === 1;
}

/** Bytes in place of those at `at`; in the payload, and only there, what is beyond the end is added. */
export function overwrite(message: DraftMessage, at: number, hex: string): DraftMessage {
  const header = message.header.length / 2;
  if (!isFree(message, at)) return message;
  if (at < header) {
    const written = put(message.header, at, hex).slice(0, message.header.length);
    return { ...message, header: written };
  }
  return withPayload(message, put(message.unit, at - header, hex));
}

function put(hex: string, at: number, bytes: string): string {
  return hex.slice(0, 2 * at) + bytes + hex.slice(2 * at + bytes.length);
}

/** One more byte before `at`: a space. Cuts behind it move along. */
export function insert(message: DraftMessage, at: number): DraftMessage {
  const moved = { ...message, cuts: message.cuts.map((cut) => (cut > at ? cut + 1 : cut)) };
  return splice(moved, at, (hex, from) => hex.slice(0, 2 * from) + SPACE + hex.slice(2 * from));
}

/** One byte less. A header that was right follows a shorter payload. */
export function remove(message: DraftMessage, at: number): DraftMessage {
  const moved = { ...message, cuts: message.cuts.map((cut) => (cut > at ? cut - 1 : cut)) };
  return splice(moved, at, (hex, from) => hex.slice(0, 2 * from) + hex.slice(2 * from + 2));
}

function splice(
  message: DraftMessage,
  at: number,
  edit: (hex: string, from: number) => string,
): DraftMessage {
  const header = message.header.length / 2;
  if (!isFree(message, at)) return message;
  if (at < header) return clipped({ ...message, header: edit(message.header, at) });
  return withPayload(message, edit(message.unit, at - header));
}

/** A send begins at `at`, or no longer does. */
export function toggleCut(message: DraftMessage, at: number): DraftMessage {
  // An emptied field gives no number.
  if (!(at > 0 && at < sizeOf(message))) return message;
  const pauseAt = new Map(message.cuts.map((cut, n) => [cut, message.pauses[n] ?? 0]));
  if (!pauseAt.delete(at)) pauseAt.set(at, 0);
  return withCuts(message, pauseAt);
}

/** The common ways to cut, by name. */
export const CUTTINGS = {
  whole: 'One send',
  parts: 'Header, payload',
  bytes: 'Every byte',
} as const;
export type Cutting = keyof typeof CUTTINGS;

/** The most bytes that `bytes` cuts one by one; a client sends no more often than 512 times. */
export const MOST_SINGLE = 256;

export function cutAs(message: DraftMessage, how: Cutting): DraftMessage {
  const size = sizeOf(message);
  const all = Array.from({ length: Math.min(size, MOST_SINGLE) - 1 }, (_, n) => n + 1);
  const cuts = { whole: [], parts: [message.header.length / 2], bytes: all }[how];
  const kept = cuts.map((cut): [number, number] => {
    const before = message.cuts.indexOf(cut);
    return [cut, message.pauses[before] ?? 0];
  });
  return withCuts(message, new Map(kept));
}

/** How the message is cut; undefined where it is cut otherwise. */
export function cuttingOf(message: DraftMessage): Cutting | undefined {
  const now = inside(message).join();
  const ways = Object.keys(CUTTINGS) as Cutting[];
  return ways.find((how) => inside(cutAs(message, how)).join() === now);
}

function inside(message: DraftMessage): readonly number[] {
  const size = sizeOf(message);
  return message.cuts.filter((cut) => cut > 0 && cut < size);
}

function withCuts(message: DraftMessage, pauseAt: ReadonlyMap<number, number>): DraftMessage {
  const cuts = [...pauseAt.keys()].sort((a, b) => a - b);
  return { ...message, cuts, pauses: cuts.map((cut) => pauseAt.get(cut) ?? 0) };
}

/** The pause before the send that begins at the cut; before all of them where there is no cut. */
export function withPause(
  message: DraftMessage,
  cut: number | undefined,
  ms: number,
): DraftMessage {
  const pauses = message.cuts.map((one, n) =>
    cut === undefined || one === cut ? ms : (message.pauses[n] ?? 0),
  );
  return { ...message, pauses };
}

/** Cuts stay between bytes; the one before the payload stays even while that is empty. */
function clipped(message: DraftMessage): DraftMessage {
  const size = sizeOf(message);
  const border = message.header.length / 2;
  const kept = message.cuts
    .map((cut, n): [number, number] => [cut, message.pauses[n] ?? 0])
    .filter(([cut]) => cut > 0 && (cut < size || (cut === border && border >= HEADER_BYTES / 2)));
  return withCuts(message, new Map(kept));
}
