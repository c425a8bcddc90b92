/** Whether a header said another number than its message has bytes: above all, its characters. */
import { dissectHeader } from '../protocol/header.ts';
import { utf8 } from '../trace/chunk.ts';
import type { Trace } from '../trace/trace.ts';
import { chunkAt } from './diagnosis-detector.ts';

export interface Miscount {
  /** The header's number. */
  readonly says: number;
  /** How many bytes the message has. */
  readonly bytes: number;
  /** The number is that of its characters. */
  readonly characters: boolean;
}

/**
 * Compares what a header said with what was sent.
 *
 * @param message position of the recv's return that took the message
 * @param client the sender's socket; undefined where it is not recorded: then the bytes that were
 * left over must tell
 * @param next position of the return that took what came behind the message; −1 for none, or where
 * the message itself was short
 */
export function miscount(
  trace: Trace,
  message: number,
  client: number | undefined,
  next: number,
): Miscount | undefined {
  const says = trace.sizes[trace.positionOf(trace.calls[message] as number)] as number;
  if (client === undefined) return guess(trace, message, says, next);
  const sent = meant(trace, client, trace.offsets[message] as number, says);
  if (sent === undefined || sent.length === says) return undefined;
  return { says, bytes: sent.length, characters: isLength(utf8(sent), says) };
}

/** The bytes that a client sent from an offset on: until they are as many as its header said, or
 *  more, or its next header comes. Undefined where no send begins there. */
function meant(trace: Trace, client: number, from: number, says: number): Uint8Array | undefined {
  const size = trace.header.protocol.header_bytes;
  const own = trace.ofSocket(client);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let n = firstAt(trace, own, from); n < own.length && length < says; n++) {
    const position = own[n] as number;
    if (trace.kindAt(position) !== 'send') continue;
    if (parts.length === 0 && trace.offsets[position] !== from) return undefined;
    const bytes = chunkAt(trace, position);
    const isHeader = bytes.length === size && dissectHeader(bytes).malformed === undefined;
    if (isHeader && parts.length > 0) break;
    parts.push(bytes);
    length += bytes.length;
  }
  return parts.length === 0 ? undefined : join(parts);
}

/** Index of the first send of a socket at or behind an offset. */
function firstAt(trace: Trace, own: Int32Array, from: number): number {
  const n = own.findIndex(
    (position) => trace.kindAt(position) === 'send' && (trace.offsets[position] as number) >= from,
  );
  return n < 0 ? own.length : n;
}

/**
 * The sender is not recorded. Bytes waited behind the message; with the first of them it has just as
 * many characters as the header says, and behind those nothing follows, or the next header's digit.
 */
function guess(trace: Trace, message: number, says: number, next: number): Miscount | undefined {
  const waiting = trace.queued[message] as number;
  const took = chunkAt(trace, message);
  if (waiting <= 0 || took.length !== says) return undefined;
  if (next < 0 || next === message) return guessUntaken(took, says, waiting);
  const behind = chunkAt(trace, next);
  for (let left = 1; left <= Math.min(behind.length, waiting); left++) {
    const text = utf8(join([took, behind.subarray(0, left)]));
    if (!isLength(text, says)) continue;
    const digit = behind[left];
    if (digit !== undefined && !(digit >= 0x30 && digit <= 0x39)) return undefined;
    return { says, bytes: says + left, characters: true };
  }
  return undefined;
}

/** The message was cut inside a character, so that nothing behind it was ever taken: what waits
 *  must be able to hold just the characters that are missing. */
function guessUntaken(took: Uint8Array, says: number, waiting: number): Miscount | undefined {
  const start = took.findLastIndex((byte) => byte >= 0xc0);
  const lead = took[start] ?? 0;
  const cut = start + (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2) - took.length;
  const whole = utf8(took.subarray(0, start));
  if (start < 0 || cut <= 0 || whole === undefined) return undefined;
  const missing = says - Array.from(whole).length - 1;
  const rest = waiting - cut;
  if (missing < 0 || rest < missing || rest > 4 * missing) return undefined;
  return { says, bytes: says + waiting, characters: true };
}

/** Python counts code points, JavaScript and Java count UTF-16 units. */
function isLength(text: string | undefined, says: number): boolean {
  if (text === undefined) return false;
  return Array.from(text).length === says || text.length === says;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
