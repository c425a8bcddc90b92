import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { FORMAT_NAME } from '../../src/trace/format.ts';
import { readHeader } from '../../src/trace/header.ts';

/** What a trace file says about itself in its first and its last line. */
export interface Summary {
  readonly title: string;
  /** ISO 8601, or undefined where the header does not tell. */
  readonly started?: string;
  readonly ended: boolean;
  readonly events?: number;
  readonly problem?: string;
}

const HEAD_BYTES = 8 * 1024;
/** A header is some hundred bytes; beyond this a file is not searched for its end. */
const HEADER_LIMIT = 64 * 1024;
const TAIL_BYTES = 4 * 1024;
const TITLE_LENGTH = 200;

// Not defined on Windows, where neither links nor pipes can lie in wait in a folder like this.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Opens a trace for reading, but no link out of the folder and no pipe, which would wait for a
 * writer. Throws as `open` does, and an Error in words where it is not a plain file.
 */
export async function openTraceFile(file: string): Promise<FileHandle> {
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('It is not a file.');
}

/** Reads the two ends of an open trace of `bytes` bytes; never more, however long it is. */
export async function summarize(handle: FileHandle, bytes: number): Promise<Summary> {
  if (bytes === 0) return broken('The file is empty: its writer stopped before the first line.');
  let head = await readAt(handle, 0, Math.min(bytes, HEAD_BYTES));
  if (!head.includes('\n') && bytes > HEAD_BYTES) {
    head = await readAt(handle, 0, Math.min(bytes, HEADER_LIMIT));
  }
  const end = head.indexOf('\n');
  if (end < 0) return broken('The file has no whole first line.');
  const header = ofHeader(head.slice(0, end));
  if (header.problem !== undefined) return header;
  const from = Math.max(0, bytes - TAIL_BYTES);
  return { ...header, ...lastEvent(await readAt(handle, from, bytes - from), from) };
}

function ofHeader(line: string): Summary {
  const header = readHeader(parseObject(line));
  if (typeof header === 'string') return broken(`It cannot be opened: ${header}.`);
  const title = header.title.slice(0, TITLE_LENGTH);
  return { title, started: startOf(header.epoch_ns), ended: false };
}

/** `from` tells whether the text begins at the file's first byte, where its first line is whole. */
function lastEvent(tail: string, from: number): Pick<Summary, 'ended' | 'events'> {
  const lines = tail.split('\n');
  // What follows the last line end is a line that was being written.
  lines.pop();
  const line = lines.length > (from === 0 ? 0 : 1) ? lines.at(-1) : undefined;
  const event = line === undefined ? undefined : parseObject(line);
  const events = typeof event?.i === 'number' ? event.i : undefined;
  return { ended: event?.k === 'end', events: event?.format === FORMAT_NAME ? 0 : events };
}

/** Undefined for a time beyond what a date can hold. */
function startOf(epochNs: string): string | undefined {
  const date = new Date(Number(BigInt(epochNs) / 1_000_000n));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('utf8', 0, bytesRead);
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // A damaged line: the caller says so.
    return undefined;
  }
}

function broken(problem: string): Summary {
  return { title: '', ended: false, problem };
}
