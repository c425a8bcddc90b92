import { PythonError } from './errors.ts';
import { escapeCode } from './repr.ts';

/** Strict, and keeps a byte order mark, as Python's utf-8 codec does. */
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
/** Texts up to this length are worth a loop of our own. */
const SHORT = 64;
/** With the `u` flag a pair is one character, so this finds lone surrogates only. */
const LONE_SURROGATES = /[\ud800-\udfff]+/u;

/**
 * Python's `bytes.decode(encoding)`, for UTF-8.
 * @throws PythonError UnicodeDecodeError, in Python's words.
 */
export function decode(bytes: Uint8Array, encoding = 'utf-8'): string {
  requireUtf8(encoding);
  try {
    return DECODER.decode(bytes);
  } catch {
    throw decodeError(bytes);
  }
}

/**
 * Python's `str.encode(encoding)`, for UTF-8.
 * @throws PythonError UnicodeEncodeError where the text has a lone surrogate.
 */
export function encode(text: string, encoding = 'utf-8'): Uint8Array {
  requireUtf8(encoding);
  if (text.length <= SHORT) {
    const ascii = encodeAscii(text);
    if (ascii !== undefined) return ascii;
  }
  const lone = LONE_SURROGATES.exec(text);
  if (lone) throw encodeError(text, lone);
  return ENCODER.encode(text);
}

/** An eighth of the general encoder's time for a short text; undefined where it is not ASCII. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

function requireUtf8(encoding: string): void {
  if (encoding === 'utf-8' || /^utf[-_]?8$/i.test(encoding)) return;
  throw new PythonError('LookupError', `unknown encoding: ${encoding}`);
}

/** What is wrong with a sequence: how many of its bytes Python blames, and why. */
interface Fault {
  readonly length: number;
  readonly reason: string;
}

function decodeError(bytes: Uint8Array): PythonError {
  let at = 0;
  let fault: Fault | number = 0;
  do {
    at += fault;
    fault = sequence(bytes, at);
  } while (typeof fault === 'number' && fault > 0);
  if (typeof fault === 'number') throw new Error('bytes refused as UTF-8 hold no fault');
  const which =
    fault.length === 1
      ? `byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')} in position ${at}`
      : `bytes in position ${at}-${at + fault.length - 1}`;
  return new PythonError(
    'UnicodeDecodeError',
    `'utf-8' codec can't decode ${which}: ${fault.reason}`,
  );
}

/** The length of the sequence that starts at `at` (0 at the end), or its fault (Unicode, table 3-7). */
function sequence(bytes: Uint8Array, at: number): number | Fault {
  const lead = bytes[at];
  if (lead === undefined) return 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return { length: 1, reason: 'invalid start byte' };
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let n = 1; n < length; n++) {
    const byte = bytes[at + n];
    if (byte === undefined) return { length: n, reason: 'unexpected end of data' };
    const [low, high] = n === 1 ? secondByte(lead) : [0x80, 0xbf];
    if (byte < low || byte > high) return { length: n, reason: 'invalid continuation byte' };
  }
  return length;
}

/** The second byte's range keeps out overlong forms, surrogates and what lies above U+10FFFF. */
function secondByte(lead: number): readonly [low: number, high: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

/** Positions count code points, as Python's do. */
function encodeError(text: string, lone: RegExpExecArray): PythonError {
  const first = Array.from(text.slice(0, lone.index)).length;
  const count = lone[0].length;
  const which =
    count === 1
      ? `character '${escapeCode(lone[0].charCodeAt(0))}' in position ${first}`
      : `characters in position ${first}-${first + count - 1}`;
  return new PythonError(
    'UnicodeEncodeError',
    `'utf-8' codec can't encode ${which}: surrogates not allowed`,
  );
}
