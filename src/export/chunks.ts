/** Pieces of a size that is good to write: about 64 KiB, never all at once. */
import type { Part } from './part.ts';

const SIZE = 64 * 1024;

/** What a writer yields while it has nothing to write yet: others can do something meanwhile. */
export const PAUSE = '';

/** Joins many short texts; takes no more of them than it gives. Pauses stay pauses. */
export function* inChunks(texts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (text === PAUSE) yield PAUSE;
    if (chunk.length < SIZE) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** Joins many short pieces of bytes, as copies. */
export function* inByteChunks(pieces: Iterable<Uint8Array>): Generator<Uint8Array<ArrayBuffer>> {
  let chunk = new Uint8Array(SIZE);
  let length = 0;
  for (const piece of pieces) {
    if (length + piece.length > SIZE && length > 0) {
      yield chunk.subarray(0, length);
      chunk = new Uint8Array(SIZE);
      length = 0;
    }
    if (piece.length > SIZE) yield* cutBytes(piece);
    else {
      chunk.set(piece, length);
      length += piece.length;
    }
  }
  if (length > 0) yield chunk.subarray(0, length);
}

/** The bytes in pieces, as copies. */
export function* cutBytes(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += SIZE) yield bytes.slice(at, at + SIZE);
}

/** Moves `done` of a part along where its events are not gone through in their order: to `upTo` of
 *  all, 0 to 1. */
export function pace(part: Part): (upTo: number) => void {
  const walk = part.positions()[Symbol.iterator]();
  let next = walk.next();
  return (upTo) => {
    while (!next.done && part.done < upTo) next = walk.next();
  };
}
