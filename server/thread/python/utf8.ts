import { firstUtf8Error } from '../../../src/protocol/utf8.ts';
import { hexByte } from '../../../src/trace/hex.ts';
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

function decodeError(bytes: Uint8Array): PythonError {
  const error = firstUtf8Error(bytes);
  if (error === undefined) throw new Error('bytes refused as UTF-8 hold no fault');
  const { from, to, fault } = error;
  const which =
    to - from === 1
      ? `byte 0x${hexByte(bytes[from] ?? 0)} in position ${from}`
      : `bytes in position ${from}-${to - 1}`;
  return new PythonError('UnicodeDecodeError', `'utf-8' codec can't decode ${which}: ${fault}`);
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
