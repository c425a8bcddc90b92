/** The bytes of a connection's streams, put together from the chunks of its calls. */
import type { Trace } from '../trace/trace.ts';
import { spansIn } from './provenance.ts';
import type { DirectionScene, Span } from './scene.ts';

/** The bytes that one send gave or one recv took: those of its event that lie in its span. */
export function spanBytes(trace: Trace, span: Span): Uint8Array {
  const event = trace.at(trace.positionOf(span.seq));
  if (event.kind !== 'send' && event.kind !== 'recv.ret') return new Uint8Array(0);
  return event.bytes.subarray(span.from - event.offset, span.to - event.offset);
}

/** How many bytes of a direction are known: what was sent, or where the sender is not recorded,
 *  what was taken. */
export function knownBytes(direction: DirectionScene): number {
  return direction.sent ?? direction.taken ?? 0;
}

/** The bytes [from, to) of a direction, as far as they are known; a byte that no call has is 0. */
export function readStream(
  trace: Trace,
  direction: DirectionScene,
  from: number,
  to: number,
): Uint8Array {
  const end = Math.max(from, Math.min(to, knownBytes(direction)));
  const bytes = new Uint8Array(end - from);
  const spans = direction.sent === undefined ? direction.recvs : direction.sends;
  for (const span of spansIn(spans, from, end)) {
    const chunk = spanBytes(trace, span);
    const skip = Math.max(0, from - span.from);
    const at = span.from + skip - from;
    bytes.set(chunk.subarray(skip, skip + end - from - at), at);
  }
  return bytes;
}
