/** gzip (RFC 1952), inflated no further than a limit. */
import { ImportError } from '../trace/import-error.ts';
import type { Problems } from './problems.ts';

/** Bytes handed over at a time. */
const SLICE = 16 * 1024;
/** More than text or packets ever shrink. */
const MOST_RATIO = 100;
/** So much may come of any file, however small it is. */
const FREE = 8 * 1024 * 1024;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What was packed. Of a damaged file all that came before the damage, which is reported. Inflated
 * twice, first only to be counted: a bomb is never held, and what is none is held once.
 * @param most bytes that may come of it
 * @throws {ImportError} where nothing comes of it, or too much
 */
export async function gunzip(
  packed: Uint8Array,
  most: number,
  problems: Problems,
): Promise<Uint8Array> {
  let size = 0;
  const limit = Math.min(most, packed.length * MOST_RATIO + FREE);
  const isWhole = await inflate(packed, (chunk) => {
    size += chunk.length;
    if (size > limit) throw new ImportError(0, 0, tooMuch(packed.length, limit, most));
  });
  if (!isWhole) {
    if (size === 0) throw new ImportError(0, 0, 'the gzip file is damaged: nothing comes of it');
    problems.report(packed.length, `the gzip file is damaged: ${size} bytes come of it`);
  }
  const unpacked = new Uint8Array(size);
  let at = 0;
  await inflate(packed, (chunk) => {
    unpacked.set(chunk.subarray(0, size - at), at);
    at = Math.min(size, at + chunk.length);
  });
  return unpacked.subarray(0, at);
}

/** Hands over all that comes of the file; false where it is damaged. Throws what `take` throws. */
async function inflate(packed: Uint8Array, take: (chunk: Uint8Array) => void): Promise<boolean> {
  const reader = inflated(packed).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) take(read.value);
    return true;
  } catch (error) {
    if (error instanceof ImportError) throw error;
    return false;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
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
