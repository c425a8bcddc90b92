/**
 * The trace on disk: created new, only appended to, every write ending at a line end. Trouble
 * with the disk ends the recording with a sentence, never the run.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { freeSpace, RESERVED_BYTES } from '../data/space.ts';

/** How often the disk is flushed and its room looked at, ms. */
const CHECK_MS = 1000;

export class TraceFile {
  readonly path: string;
  readonly #fd: number;
  #bytes = 0;
  #checked = 0;
  #dirty = false;
  #flushing = false;
  #flushError: Error | undefined;

  /** @throws Error with one sentence: the file exists, the folder is missing or not writable */
  constructor(path: string) {
    this.path = path;
    try {
      this.#fd = openSync(path, 'ax', 0o600);
    } catch (error) {
      throw new Error(sentence(path, error), { cause: error });
    }
  }

  /** Bytes written so far: whole lines. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends whole lines. @throws Error with one sentence; what was whole before stays whole */
  append(bytes: Uint8Array): void {
    let written = 0;
    try {
      // A full disk first shows as a short write; the next one says why.
      while (written < bytes.length) {
        written += writeSync(this.#fd, bytes, written, bytes.length - written);
      }
    } catch (error) {
      this.#cutTornLine(bytes.subarray(0, written));
      throw new Error(sentence(this.path, error), { cause: error });
    }
    this.#bytes += bytes.length;
    this.#dirty = true;
  }

  /**
   * Looks after the disk, once a second, and has it flushed beside the writing: waiting for that
   * would stop all threads that record. True if it did; the event loop then should have a turn.
   * @throws Error with one sentence
   */
  check(now: number): boolean {
    if (now - this.#checked < CHECK_MS || !this.#dirty) return false;
    this.#checked = now;
    this.#dirty = false;
    try {
      if (this.#flushError !== undefined) throw this.#flushError;
      if (fstatSync(this.#fd).nlink === 0) {
        throw new Error(`${this.path} has been deleted while it was being written`);
      }
      if (freeSpace(dirname(this.path)) < RESERVED_BYTES) {
        throw new Error(
          `less than 64 MiB are free in ${dirname(this.path)}: make room, then start again`,
        );
      }
    } catch (error) {
      throw new Error(sentence(this.path, error), { cause: error });
    }
    this.#flush();
    return true;
  }

  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    fdatasync(this.#fd, (error) => {
      this.#flushing = false;
      this.#flushError = error ?? undefined;
    });
  }

  close(): void {
    try {
      fdatasyncSync(this.#fd);
    } finally {
      closeSync(this.#fd);
    }
  }

  /** Keeps the whole lines of a write that stopped in the middle. */
  #cutTornLine(written: Uint8Array): void {
    this.#bytes += written.lastIndexOf(0x0a) + 1;
    try {
      ftruncateSync(this.#fd, this.#bytes);
    } catch {
      // The torn line stays; readers count it as bytes after the last line end.
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'exists already: choose another name, nothing is ever overwritten',
  ENOENT: 'cannot be made: its folder does not exist',
  ENOTDIR: 'cannot be made: part of its path is a file, not a folder',
  EACCES: 'cannot be written: the folder does not allow it',
  EPERM: 'cannot be written: the folder does not allow it',
  EROFS: 'cannot be written: the disk is read-only',
  ENOSPC: 'cannot grow: the disk is full. Make room, then start again',
  EDQUOT: 'cannot grow: your disk quota is used up. Make room, then start again',
  EIO: 'cannot be written: the disk reports an error',
  EISDIR: 'is a folder: give the name of a file',
};

function sentence(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code ?? ''];
  return reason === undefined ? `recording to ${path}: ${message}` : `${path} ${reason}`;
}
