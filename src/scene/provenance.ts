/** Follows bytes: from the send that gave one, through the queue, to the recv that took it. */
import type { DirectionScene, Span, SpanList } from './scene.ts';

/** Bytes [from, to) that the send gave and the recv took. */
export interface Arrow {
  readonly send: number;
  readonly recv: number;
  readonly from: number;
  readonly to: number;
}

/** The span that a byte of the stream belongs to; undefined where none has it. */
export function spanOf(spans: SpanList, offset: number): Span | undefined {
  const span = spanFrom(spans, offset);
  return span !== undefined && span.from <= offset ? span : undefined;
}

/** The first span that ends behind `offset`; undefined where none does. */
export function spanFrom(spans: SpanList, offset: number): Span | undefined {
  return spans.at(firstAfter(spans, offset));
}

/** The spans that have bytes of [from, to). */
export function spansIn(spans: SpanList, from: number, to: number): readonly Span[] {
  const found: Span[] = [];
  for (let n = firstAfter(spans, from); n < spans.length; n++) {
    const span = spans.at(n) as Span;
    if (span.from >= to) break;
    found.push(span);
  }
  return found;
}

/** The sends whose bytes one recv took. */
export function arrowsInto(direction: DirectionScene, recv: Span): readonly Arrow[] {
  return spansIn(direction.sends, recv.from, recv.to).map((send) => ({
    send: send.seq,
    recv: recv.seq,
    from: Math.max(send.from, recv.from),
    to: Math.min(send.to, recv.to),
  }));
}

/** Every pair of a send and a recv that took bytes of it, in the order of the stream. An arrow is
 *  there once its recv has returned: the future is not drawn. */
export function arrowsOf(direction: DirectionScene): readonly Arrow[] {
  const { recvs } = direction;
  const every = Array.from({ length: recvs.length }, (_, n) => recvs.at(n) as Span);
  return every.flatMap((recv) => arrowsInto(direction, recv));
}

/** Bytes that were sent and neither taken nor seen waiting: in the sender's kernel or on the way.
 *  Derived; undefined where one of the three is not recorded, or the queue was measured before the
 *  last change. */
export function unaccounted(direction: DirectionScene): number | undefined {
  const { sent, taken, waiting } = direction;
  if (sent === undefined || taken === undefined || waiting === undefined) return undefined;
  const lastTake = direction.recvs.at(-1);
  if (lastTake !== undefined && lastTake.seq > waiting.seq) return undefined;
  return Math.max(0, sent - taken - waiting.bytes);
}

/** Index of the first span that ends after `offset`. */
function firstAfter(spans: SpanList, offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans.at(middle) as Span).to <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
