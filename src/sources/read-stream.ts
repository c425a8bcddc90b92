import type { Opening } from './progress.ts';

/**
 * All bytes of a stream, telling how many have come.
 * @param whole how many there will be; undefined where nobody knows
 * @throws what the stream throws where it breaks, and the signal's reason where it is aborted
 */
export async function readStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  whole: number | undefined,
  { signal, onprogress }: Opening = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // A stream is no async iterable everywhere yet.
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      signal?.throwIfAborted();
      chunks.push(read.value);
      bytes += read.value.length;
      onprogress?.({ doing: 'reading', fraction: whole && Math.min(bytes / whole, 1), bytes });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return joined(chunks, bytes);
}

/** How many bytes an answer will have; a compressed one's length says nothing of what it holds. */
export function lengthOf({ headers }: Pick<Response, 'headers'>): number | undefined {
  if (headers.has('content-encoding')) return undefined;
  const length = Number(headers.get('content-length') ?? NaN);
  return length > 0 ? length : undefined;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
