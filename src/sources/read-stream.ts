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
  const all = new Collected(whole ?? 0);
  // A stream is no async iterable everywhere yet.
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      signal?.throwIfAborted();
      all.add(read.value);
      const { bytes } = all;
      onprogress?.({ doing: 'reading', fraction: whole && Math.min(bytes / whole, 1), bytes });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return all.joined();
}

/** How many bytes an answer will have; a compressed one's length says nothing of what it holds. */
export function lengthOf({ headers }: Pick<Response, 'headers'>): number | undefined {
  if (headers.has('content-encoding')) return undefined;
  const length = Number(headers.get('content-length') ?? NaN);
  return length > 0 ? length : undefined;
}

/** Chunks on their way into one array: written where they belong as they come, as far as it was
 *  known how many bytes there will be. Twice a large trace would be more than there is room for. */
class Collected {
  bytes = 0;
  readonly #all: Uint8Array<ArrayBuffer>;
  /** What came beyond the bytes that were announced. */
  readonly #more: Uint8Array[] = [];

  constructor(announced: number) {
    this.#all = new Uint8Array(announced);
  }

  add(chunk: Uint8Array): void {
    const fits = this.#more.length === 0 && this.bytes + chunk.length <= this.#all.length;
    if (fits) this.#all.set(chunk, this.bytes);
    else this.#more.push(chunk);
    this.bytes += chunk.length;
  }

  joined(): Uint8Array<ArrayBuffer> {
    if (this.bytes === this.#all.length && this.#more.length === 0) return this.#all;
    const before = this.bytes - this.#more.reduce((sum, { length }) => sum + length, 0);
    const joined = new Uint8Array(this.bytes);
    joined.set(this.#all.subarray(0, before));
    let at = before;
    for (const chunk of this.#more) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    return joined;
  }
}
