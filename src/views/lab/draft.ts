/** A composition while it is being edited: a payload may be a text many times over. */
import type { ComposedMessage, Composition } from '../../lab/composition.ts';
import { bytesOfHex } from '../../trace/hex.ts';
import { messageOf } from '../../lab/message.ts';
import { periodOf } from '../../trace/repeat.ts';

export interface DraftMessage extends Omit<ComposedMessage, 'payload' | 'wait' | 'readsAfter'> {
  /** Tells it from its neighbours while they are moved. */
  readonly id: number;
  /** Hex; `times` of it are the payload. */
  readonly unit: string;
  readonly times: number;
  readonly wait: number;
  readonly readsAfter: number;
  readonly joined: boolean;
}

export interface Draft extends Omit<Composition, 'messages'> {
  readonly messages: readonly DraftMessage[];
}

/** What is longer, and repeats itself, is shown as a repetition. */
const LONG = 200;

let lastId = 0;

export function draftOf(composition: Composition): Draft {
  return { ...composition, messages: composition.messages.map(draftMessage) };
}

export function draftMessage(message: ComposedMessage): DraftMessage {
  const { payload, wait = 0, readsAfter = 0, joined = false, pauses, ...same } = message;
  const bytes = bytesOfHex(payload);
  const period = bytes.length > LONG ? periodOf(bytes) : bytes.length;
  const whole = period === 0 || bytes.length % period !== 0;
  const times = whole ? 1 : bytes.length / period;
  const unit = whole ? payload : payload.slice(0, 2 * period);
  const all = same.cuts.map((_, n) => pauses[n] ?? 0);
  return { ...same, id: ++lastId, unit, times, wait, readsAfter, joined, pauses: all };
}

export function newMessage(text: string): DraftMessage {
  return draftMessage(messageOf(text));
}

export function payloadOf({ unit, times }: DraftMessage): string {
  return unit.repeat(times);
}

/** Bytes of header and payload. */
export function sizeOf({ header, unit, times }: DraftMessage): number {
  return (header.length + unit.length * times) / 2;
}

export function compositionOf(draft: Draft): Composition {
  return { ...draft, messages: draft.messages.map(composedOf) };
}

function composedOf(draft: DraftMessage): ComposedMessage {
  const { header, reads, wait, readsAfter, joined } = draft;
  const size = sizeOf(draft);
  // The cut before the payload stays in the draft while there is none.
  const cuts = draft.cuts.filter((cut) => cut > 0 && cut < size);
  const pauses = draft.cuts.flatMap((cut, n) => (cuts.includes(cut) ? [draft.pauses[n] ?? 0] : []));
  while (pauses.at(-1) === 0) pauses.pop();
  return {
    payload: payloadOf(draft),
    header,
    cuts,
    pauses,
    reads,
    ...(wait > 0 && { wait }),
    ...(reads && readsAfter > 0 && { readsAfter }),
    ...(joined && { joined }),
  };
}
