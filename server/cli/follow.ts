/** A recording while it is written: what is there, then whatever is added. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { ImportError } from '../../src/trace/import-error.ts';
import { FOREIGN, OWN } from '../../src/trace/limits.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';

/** Between two looks at the file's size: soon for a person, nothing for the machine. */
const LOOK_MS = 200;

/** How to follow. */
export interface Following {
  /** Ends it. */
  readonly stop: AbortSignal;
  /** The file is not there yet, and is waited for. */
  readonly onWait: () => void;
}

/**
 * The trace as it is now, then again each time that it has grown, until it is closed.
 * @throws {ImportError} where the bytes are no trace
 */
export async function* growingTrace(
  chunks: AsyncIterable<Uint8Array>,
  stop: AbortSignal,
): AsyncGenerator<ParsedTrace, void> {
  let parsed: ParsedTrace | undefined;
  let beginning = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (parsed === undefined) {
      beginning = Buffer.concat([beginning, chunk]);
      if (!beginning.includes('\n') && beginning.length < FOREIGN.lineBytes) continue;
      parsed = parseTrace(beginning, OWN);
    } else {
      parsed = extendTrace(parsed, chunk, OWN);
    }
    yield parsed;
    if (parsed.ended) return;
  }
  // Without a whole line it is no trace; who stopped it knows why there is none.
  if (parsed === undefined && !stop.aborted) parseTrace(beginning, OWN);
}

/**
 * The bytes of a file, then each time all that has been added. Never ends by itself.
 * @throws as `open` and `stat` of it or its folder; a file that is missing alone is waited for
 */
export async function* growingFile(
  path: string,
  { stop, onWait }: Following,
): AsyncGenerator<Uint8Array, void> {
  const handle = await openWhenThere(path, stop, onWait);
  if (handle === undefined) return;
  try {
    if (!(await handle.stat()).isFile()) {
      yield* untilStopped(createReadStream(path, { fd: handle, autoClose: false }), stop);
      return;
    }
    for (let read = 0; !stop.aborted;) {
      const { size } = await handle.stat();
      if (size < read) {
        throw new ImportError(1, 0, `it had ${read} bytes and now has ${size}: it was begun anew`);
      }
      if (size === read) await pause(stop);
      else {
        const chunk = await readTo(handle, read, size);
        read += chunk.length;
        yield chunk;
      }
    }
  } finally {
    await handle.close();
  }
}

/** A stream's chunks; a stop ends it in order. */
export async function* untilStopped(
  stream: Readable,
  stop: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const end = (): void => void stream.destroy();
  stop.addEventListener('abort', end);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    stop.removeEventListener('abort', end);
  }
}

async function openWhenThere(
  path: string,
  stop: AbortSignal,
  onWait: () => void,
): Promise<FileHandle | undefined> {
  for (let waited = false; !stop.aborted; waited = true) {
    try {
      return await open(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    // A name in a folder that is not there is a wrong name.
    await stat(dirname(path));
    if (!waited) onWait();
    await pause(stop);
  }
  return undefined;
}

async function readTo(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(to - from);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, from + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

async function pause(stop: AbortSignal): Promise<void> {
  await wait(LOOK_MS, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}
