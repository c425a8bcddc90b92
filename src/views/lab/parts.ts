/** A message's sends, one by one, as the list beside its cells shows them. */
import { payloadOf, sizeOf, type DraftMessage } from './draft.ts';

export interface Part {
  /** Bytes [from, to) of header + payload. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds before it. */
  readonly pause: number;
  /** "header", "payload", "header bytes 1–63", … */
  readonly what: string;
}

export function partsOfDraft(message: DraftMessage): readonly Part[] {
  const size = sizeOf(message);
  const starts = [0, ...message.cuts.filter((cut) => cut > 0 && cut < size)];
  return starts.map((from, n) => {
    const to = starts[n + 1] ?? size;
    const pause = n === 0 ? message.wait : (message.pauses[message.cuts.indexOf(from)] ?? 0);
    return { from, to, pause, what: whatOf(message, from, to) };
  });
}

function whatOf(message: DraftMessage, from: number, to: number): string {
  const header = message.header.length / 2;
  const size = header + payloadOf(message).length / 2;
  const pieces = [
    piece('header', Math.min(from, header), Math.min(to, header), header),
    piece('payload', Math.max(from, header) - header, Math.max(to, header) - header, size - header),
  ];
  return pieces.filter((text) => text !== '').join(' and ') || 'no bytes';
}

function piece(name: string, from: number, to: number, size: number): string {
  if (to <= from) return '';
  if (from === 0 && to === size) return name;
  return to - from === 1 ? `${name} byte ${from}` : `${name} bytes ${from}–${to - 1}`;
}
