/** Writes a file so that its name never stands for half of it. */
import { randomUUID } from 'node:crypto';
import { link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { visible } from '../../src/trace/visible.ts';
import { writeProblem } from './disk-reasons.ts';
import { Failure } from './outcome.ts';

type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface WriteOptions {
  /** A file that is there may be replaced, once the new one is whole. */
  readonly replace: boolean;
  readonly stop: AbortSignal;
  /** After each chunk. */
  readonly onChunk?: () => void;
}

/**
 * Writes the chunks to a file beside the one that is wanted, and gives it the name when it is whole.
 * A pipe or a device of that name is written to itself.
 * @throws {Failure} one sentence; then nothing of this file is left
 */
export async function writeWhole(
  path: string,
  chunks: () => Chunks,
  options: WriteOptions,
): Promise<void> {
  try {
    if (await isSpecial(path)) await writeChunks(await open(path, 'w'), chunks(), options);
    else await writeBeside(path, chunks, options);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (!isSystemError(error)) throw error;
    throw new Failure(`${visible(path)} cannot be written: ${writeProblem(error)}.`, {
      cause: error,
    });
  }
}

/** @throws {Failure} where there is a file of that name that may not be replaced */
export async function mustBeFree(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isFile() === true) throw exists(path);
}

async function writeBeside(path: string, chunks: () => Chunks, options: WriteOptions) {
  // Where the name is a link to a file, that file is replaced, not the link.
  const final = options.replace ? await realpath(path).catch(() => path) : path;
  const beside = join(dirname(final), `.wirestep-${randomUUID()}.part`);
  try {
    await writeChunks(await open(beside, 'wx'), chunks(), options);
    await (options.replace ? rename(beside, final) : publish(beside, final));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeChunks(handle: FileHandle, chunks: Chunks, { stop, onChunk }: WriteOptions) {
  try {
    for await (const chunk of chunks) {
      if (stop.aborted) throw new Failure('Stopped: what was not whole is gone.');
      await handle.writeFile(chunk);
      onChunk?.();
    }
  } finally {
    await handle.close();
  }
}

/** Gives a file its name, but never that of another: between two steps of ours one may appear. */
async function publish(beside: string, final: string): Promise<void> {
  try {
    await link(beside, final);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw exists(final);
    // Not every disk has a second name for a file.
    await mustBeFree(final);
    await rename(beside, final);
    return;
  }
  await rm(beside, { force: true });
}

async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

function exists(path: string): Failure {
  return new Failure(
    `${visible(path)} exists already: choose another name with -o, or replace it with --force.`,
  );
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
