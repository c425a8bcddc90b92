/**
 * A file of any program that wirestep opens → a trace. What a file is, its first bytes say, never its
 * name: an own trace, a capture (pcap, pcapng), a log of strace, or one of them packed with gzip.
 */
import { ImportError } from '../trace/import-error.ts';
import { FOREIGN } from '../trace/limits.ts';
import type { Limits } from '../trace/limits.ts';
import { captureTrace } from './capture-trace.ts';
import { gunzip, isGzip } from './gzip.ts';
import type { ImportedFile, OnRead } from './imported-file.ts';
import { isPcap, readPcap } from './pcap.ts';
import { isPcapng, readPcapng } from './pcapng.ts';
import { Problems } from './problems.ts';
import { isStraceLog } from './strace-lines.ts';
import { importStrace } from './strace.ts';

/** What the sentences about files name. */
const OPENS = 'wirestep opens its own recordings, captures (pcap, pcapng) and logs of strace';

const BRACE = 0x7b;

/**
 * @param onread is told now and then which part of the file is read
 * @throws {ImportError} where the file is none of those, or larger than the limits; nothing else,
 * whatever the bytes are.
 */
export async function importFile(
  bytes: Uint8Array,
  limits: Limits = FOREIGN,
  onread?: OnRead,
): Promise<ImportedFile> {
  if (bytes.length > limits.bytes) {
    throw new ImportError(0, 0, `the file has ${bytes.length} bytes; the limit is ${limits.bytes}`);
  }
  if (bytes.length === 0) throw new ImportError(0, 0, 'the file is empty');
  if (!isGzip(bytes)) return importPlain(bytes, limits, onread);
  const problems = new Problems();
  const unpacked = await gunzip(bytes, limits.bytes, problems);
  if (isGzip(unpacked)) throw new ImportError(0, 0, 'a gzip file inside a gzip file');
  const imported = importPlain(unpacked, limits, onread);
  const damage = [...problems.damage, ...imported.damage];
  return { ...imported, damage, damaged: problems.damaged + imported.damaged };
}

function importPlain(bytes: Uint8Array, limits: Limits, onread?: OnRead): ImportedFile {
  if (isPcapng(bytes))
    return captureTrace(readPcapng(bytes, half(onread, 0)), limits, half(onread, 1));
  if (isPcap(bytes)) return captureTrace(readPcap(bytes, half(onread, 0)), limits, half(onread, 1));
  if (bytes[0] === BRACE) return { trace: bytes, damage: [], damaged: 0, from: 'trace' };
  if (isStraceLog(bytes)) return importStrace(bytes, limits, onread);
  throw new ImportError(0, 0, `the file begins with ${shown(bytes)}; ${OPENS}`);
}

/** A capture is gone through twice: for its packets, and for their connections. */
function half(onread: OnRead | undefined, done: number): OnRead | undefined {
  return onread && ((part) => onread((done + part) / 2));
}

/** The file's beginning, as text where it is one. */
function shown(bytes: Uint8Array): string {
  const line = bytes.subarray(0, 24);
  const end = line.findIndex((byte) => byte < 0x20 || byte > 0x7e);
  const text = String.fromCharCode(...line.subarray(0, end < 0 ? line.length : end));
  if (text.length > 3) return JSON.stringify(text);
  return Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
