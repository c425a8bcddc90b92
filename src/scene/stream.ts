/** The bytes of a connection's streams, put together from the chunks of its calls. */
import type { Trace } from '../trace/trace.ts';
import { spanFrom, spanOf } from './provenance.ts';
import type { DirectionScene, Span, SpanList } from './scene.ts';

/** Bytes that one call has, and where in the stream the first of them is. */
export interface Piece {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** The bytes that one send gave or one recv took: those of its event that lie in its span. What an
 *  imported recording cut off its end is not among them. */
export function spanBytes(trace: Trace, span: Span): Uint8Array {
  const event = trace.at(trace.positionOf(span.seq));
  if (event.kind !== 'send' && event.kind !== 'recv.ret') return new Uint8Array(0);
  return event.bytes.subarray(span.from - event.offset, span.to - event.offset);
}

/** How many bytes of a direction are known: what was sent, or where the sender is not recorded,
 *  what was taken. Which of them those bytes are, an imported recording may not say. */
export function knownBytes(direction: DirectionScene): number {
  return direction.sent ?? direction.taken ?? 0;
}

/** The bytes [from, to) of a direction, as far as they are known, up to the first that no call has. */
export function readStream(
  trace: Trace,
  direction: DirectionScene,
  from: number,
  to: number,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  let at = from;
  for (const piece of piecesIn(trace, direction, from, to)) {
    if (piece.from > at) break;
    pieces.push(piece.bytes);
    at += piece.bytes.length;
  }
  return joined(pieces, at - from);
}

/**
 * The bytes of [from, to) that calls have, ascending and without overlap. What lies between them is
 * known to have been there, and no more: an imported recording cut it off, or missed it.
 */
export function* piecesIn(
  trace: Trace,
  direction: DirectionScene,
  from: number,
  to: number,
): Generator<Piece> {
  const end = Math.min(to, knownBytes(direction));
  const { sent, sends, recvs } = direction;
  const lists = sent === undefined ? [recvs] : [sends, recvs];
  for (let at = from; at < end;) {
    let piece: Piece | undefined;
    for (const list of lists) {
      const span = spanOf(list, at);
      piece = span && pieceAt(spanBytes(trace, span), span.from, at, end);
      if (piece !== undefined) break;
    }
    if (piece === undefined) {
      // Behind a span that has nothing more, or before the next one.
      at = Math.min(end, ...lists.map((list) => nextAfter(list, at)));
      continue;
    }
    yield piece;
    at += piece.bytes.length;
  }
}

/** What of a span's bytes lies in [at, end); undefined where it has none at `at`. */
function pieceAt(bytes: Uint8Array, from: number, at: number, end: number): Piece | undefined {
  const rest = bytes.subarray(at - from, end - from);
  return rest.length === 0 ? undefined : { from: at, bytes: rest };
}

/** Where the list may have a byte again, of which it has none at `at`. */
function nextAfter(spans: SpanList, at: number): number {
  const span = spanFrom(spans, at);
  if (span === undefined) return Infinity;
  return span.from > at ? span.from : span.to;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only.slice();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
