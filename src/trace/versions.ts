/**
 * Older versions of the format → the present one, through a chain of pure functions: each makes the
 * lines of its version those of the next. A version that has been written is read for ever.
 */
import { utf8 } from './chunk.ts';
import type { Fields } from './fields.ts';

/** One step of the chain, on parsed lines. Sets everything but the version's number itself. */
export interface Conversion {
  readonly header: (line: Fields) => Fields;
  readonly event: (line: Fields) => Fields;
}

/** The conversion of version n is at n − 1. Version 1 is the first: nothing is older. */
export const CONVERSIONS: readonly Conversion[] = [];

const NEWLINE = 0x0a;

/**
 * A parsed first line as this version has it.
 * @returns why not, in words, where it is of a version that nobody here knows
 */
export function currentHeader(
  line: Fields,
  chain: readonly Conversion[] = CONVERSIONS,
): Fields | string {
  const version = line['version'];
  const newest = chain.length + 1;
  if (version === newest) return line;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    return `\`version\` must be a whole number from 1, not ${JSON.stringify(version)?.slice(0, 20)}`;
  }
  if (version > newest) {
    return `made by a newer wirestep: it has version ${version} of the format, this one reads up to version ${newest}`;
  }
  const converted = chain.slice(version - 1).reduce((old, step) => step.header(old), line);
  return { ...converted, version: newest };
}

/**
 * A whole trace as this version has it; the bytes themselves where they are already, or where nobody
 * can tell. Lines that are no JSON objects stay as they are: who reads them reports them.
 */
export function currentTrace(
  bytes: Uint8Array,
  chain: readonly Conversion[] = CONVERSIONS,
): Uint8Array {
  const end = bytes.indexOf(NEWLINE);
  const first = end < 0 ? undefined : objectIn(bytes.subarray(0, end));
  const version = first?.['version'];
  if (first === undefined || typeof version !== 'number' || version > chain.length) return bytes;
  const header = currentHeader(first, chain);
  if (typeof header === 'string') return bytes;
  const steps = chain.slice(version - 1);
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [encoder.encode(`${JSON.stringify(header)}\n`)];
  let next = end + 1;
  for (let to = bytes.indexOf(NEWLINE, next); to >= 0; to = bytes.indexOf(NEWLINE, next)) {
    const line = objectIn(bytes.subarray(next, to));
    const event = line && steps.reduce((old, step) => step.event(old), line);
    pieces.push(
      event ? encoder.encode(`${JSON.stringify(event)}\n`) : bytes.subarray(next, to + 1),
    );
    next = to + 1;
  }
  return joined([...pieces, bytes.subarray(next)]);
}

function objectIn(line: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(utf8(line) ?? '');
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Fields) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
