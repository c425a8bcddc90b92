/** gzip (RFC 1952), inflated no further than a limit. */
import { ImportError } from '../trace/import-error.ts';
import type { Problems } from './problems.ts';

/** Bytes handed over at a time: what comes of them is no more than some ten megabytes. */
const SLICE = 16 * 1024;
/** More than text or packets ever shrink. */
const MOST_RATIO = 100;
/** So much may come of any file, however small it is. */
const FREE = 1024 * 1024;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What was packed. Of a damaged file all that came before the damage, which is reported.
 * @param most bytes that may come of it
 * @throws {ImportError} where nothing comes of it, or too much
 */
export async function gunzip(
  packed: Uint8Array,
  most: number,
  problems: Problems,
): Promise<Uint8Array> {
  const limit = Math.min(most, Math.max(packed.length * MOST_RATIO, FREE));
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = inflated(packed).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > limit) throw new ImportError(0, 0, tooMuch(packed.length, limit, most));
      chunks.push(read.value);
    }
  } catch (error) {
    if (error instanceof ImportError) throw error;
    if (size === 0) throw new ImportError(0, 0, 'the gzip file is damaged: nothing comes of it');
    problems.report(packed.length, `the gzip file is damaged: ${size} bytes come of it`);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return joined(chunks, size);
}

function inflated(packed: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= packed.length) return controller.close();
      controller.enqueue(packed.slice(at, (at += SLICE)));
    },
  });
  return source.pipeThrough(new DecompressionStream('gzip'));
}

function tooMuch(packed: number, limit: number, most: number): string {
  const why = limit === most ? '' : ` for a file of ${packed}`;
  return `more than ${limit} bytes come of the gzip file; the limit is ${limit}${why}`;
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
