/** The bytes of a send or of a recv's return in a few words. */
import { quoteBytes } from '../narration/quote.ts';
import { bytes } from '../narration/words.ts';

/** What of an event these words need. */
interface ChunkLike {
  readonly bytes: Uint8Array;
  readonly cut?: number;
}

/** `"Hello"…`: behind bytes that the recording lacks stands `…` as well. */
export function quotedChunk(chunk: ChunkLike, most?: number): string {
  const quoted = quoteBytes(chunk.bytes, most);
  return (chunk.cut ?? 0) > 0 && !quoted.endsWith('…') ? `${quoted}…` : quoted;
}

/** `64 bytes "12"…`; `64 bytes "ab"…, 62 of them not recorded`; `0 bytes`. */
export function chunkWords(chunk: ChunkLike, most?: number): string {
  const cut = chunk.cut ?? 0;
  const length = chunk.bytes.length + cut;
  if (length === 0) return bytes(0);
  const lacks = cut > 0 ? `, ${cut} of them not recorded` : '';
  return `${bytes(length)} ${quotedChunk(chunk, most)}${lacks}`;
}
