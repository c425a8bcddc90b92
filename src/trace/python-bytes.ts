/** Bytes and texts in Python's own notation: `b"12" + b" " * 62`. */
import { utf8 } from './chunk.ts';
import { hexByte } from './hex.ts';
import { periodOf } from './repeat.ts';

/** From so many equal bytes on they are written once, with how many there are. */
const LONG_RUN = 9;
/** What is longer may be a repetition of something. */
const LONG_TEXT = 64;

type Quote = '"' | "'";

/** The expression whose value is these bytes, on one line, as a student can read it. */
export function pythonBytes(bytes: Uint8Array, quote: Quote = '"'): string {
  const terms: string[] = [];
  let plainFrom = 0;
  const plain = (to: number): void => {
    if (to > plainFrom) terms.push(...repetition(bytes.subarray(plainFrom, to), quote));
  };
  for (let from = 0; from < bytes.length;) {
    let to = from + 1;
    while (bytes[to] === bytes[from] && to < bytes.length) to++;
    if (to - from >= LONG_RUN) {
      plain(from);
      terms.push(`${term(bytes.subarray(from, from + 1), quote)} * ${to - from}`);
      plainFrom = to;
    }
    from = to;
  }
  plain(bytes.length);
  return terms.length === 0 ? `b${quote}${quote}` : terms.join(' + ');
}

/** The bytes as one literal, as Python's own `repr` writes it. */
export function pythonLiteral(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  return literal(bytes, quote);
}

/** A text as a literal in single quotes: what cannot be seen is escaped. */
export function pythonText(text: string): string {
  const shown = Array.from(text, (character) => {
    if (SHOWN.test(character)) return character.replace(/['\\]/, '\\$&');
    return escapedCode(character.codePointAt(0) ?? 0);
  });
  return `'${shown.join('')}'`;
}

function repetition(bytes: Uint8Array, quote: Quote): readonly string[] {
  const period = bytes.length > LONG_TEXT ? periodOf(bytes) : bytes.length;
  const times = Math.floor(bytes.length / period);
  if (times < 3) return [term(bytes, quote)];
  const rest = bytes.subarray(times * period);
  const repeated = `${term(bytes.subarray(0, period), quote)} * ${times}`;
  return rest.length === 0 ? [repeated] : [repeated, term(rest, quote)];
}

/** Text beyond ASCII is written as text: a literal of bytes may not show it. */
function term(bytes: Uint8Array, quote: Quote): string {
  const text = bytes.every((byte) => byte < 0x80) ? undefined : utf8(bytes);
  if (text === undefined || !SHOWN.test(text)) return literal(bytes, quote);
  const escaped = text.replaceAll(quote === '"' ? /["\\]/g : /['\\]/g, '\\$&');
  return `${quote}${escaped}${quote}.encode(${quote}utf-8${quote})`;
}

function literal(bytes: Uint8Array, quote: Quote): string {
  let out = '';
  for (const byte of bytes) out += escapedByte(byte, quote);
  return `b${quote}${out}${quote}`;
}

/** Characters that show in a listing as what they are. */
const SHOWN = /^[ \p{L}\p{N}\p{P}\p{S}]+$/u;
const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };

function escapedByte(byte: number, quote: Quote): string {
  const character = String.fromCharCode(byte);
  if (character === quote || character === '\\') return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : escapedCode(byte);
}

/** `\n`, `\xff`, `\u2028` or `\U000e0001`. */
function escapedCode(code: number): string {
  const named = NAMED[code];
  if (named !== undefined) return named;
  if (code <= 0xff) return `\\x${hexByte(code)}`;
  const digits = code.toString(16);
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
