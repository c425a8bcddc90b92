/** Bytes as a Python expression that a student can read: `b"12" + b" " * 62`. */
import { bytesOfHex, hexByte } from './hex.ts';
import { periodOf } from './repeat.ts';
import { utf8 } from '../trace/chunk.ts';

/** From so many equal bytes on they are written once, with how many there are. */
const LONG_RUN = 9;
/** What is longer may be a repetition of something. */
const LONG_TEXT = 64;

/** The expression whose value is these bytes, on one line. */
export function pythonBytes(hex: string): string {
  const bytes = bytesOfHex(hex);
  const terms: string[] = [];
  let plainFrom = 0;
  const plain = (to: number): void => {
    if (to > plainFrom) terms.push(...repetition(bytes.subarray(plainFrom, to)));
  };
  for (let from = 0; from < bytes.length;) {
    let to = from + 1;
    while (bytes[to] === bytes[from] && to < bytes.length) to++;
    if (to - from >= LONG_RUN) {
      plain(from);
      terms.push(`${literal(bytes.subarray(from, from + 1))} * ${to - from}`);
      plainFrom = to;
    }
    from = to;
  }
  plain(bytes.length);
  return terms.length === 0 ? 'b""' : terms.join(' + ');
}

function repetition(bytes: Uint8Array): readonly string[] {
  const period = bytes.length > LONG_TEXT ? periodOf(bytes) : bytes.length;
  const times = Math.floor(bytes.length / period);
  if (times < 3) return [literal(bytes)];
  const rest = bytes.subarray(times * period);
  const repeated = `${literal(bytes.subarray(0, period))} * ${times}`;
  return rest.length === 0 ? [repeated] : [repeated, literal(rest)];
}

function literal(bytes: Uint8Array): string {
  const text = bytes.every((byte) => byte < 0x80) ? undefined : utf8(bytes);
  if (text !== undefined && SHOWN.test(text)) {
    return `"${text.replaceAll(/["\\]/g, '\\$&')}".encode("utf-8")`;
  }
  let out = '';
  for (const byte of bytes) out += escaped(byte);
  return `b"${out}"`;
}

/** Characters that show in a listing as what they are. */
const SHOWN = /^[ \p{L}\p{N}\p{P}\p{S}]+$/u;

function escaped(byte: number): string {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte === 0x0a) return '\\n';
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hexByte(byte)}`;
}
