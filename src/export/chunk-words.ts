/** The bytes of a chunk, and those that are missing, in a few words. */
import { quoteChunk } from '../narration/quote.ts';
import { bytes, counted } from '../narration/words.ts';
import type { EventOf } from '../trace/format.ts';
import { visible } from '../trace/visible.ts';

/** What of an event these words need. */
interface ChunkLike {
  readonly bytes: Uint8Array;
  readonly cut?: number;
}

/** `64 bytes "12"…`; `64 bytes "ab"…, 62 of them not recorded`; `0 bytes`. */
export function chunkWords(chunk: ChunkLike, most?: number): string {
  const cut = chunk.cut ?? 0;
  const length = chunk.bytes.length + cut;
  if (length === 0) return bytes(0);
  const lacks = cut > 0 ? `, ${cut} of them not recorded` : '';
  return `${bytes(length)} ${quoteChunk(chunk, most)}${lacks}`;
}

/** `2 events missing: why`; of a gap in the bytes alone, `bytes missing: why`. */
export function gapWords({ count, why }: EventOf<'gap'>): string {
  const what = count === 0 ? 'bytes' : counted(count, 'event', 'events');
  return `${what} missing: ${visible(why)}`;
}
