import { isPrintable } from './printable.ts';

const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** Python's `repr(str)`: quotes, escapes, and what `str.isprintable` refuses as `\x`, `\u`, `\U`. */
export function repr(value: string): string {
  if (PLAIN.test(value)) return `'${value}'`;
  const quote = quoteFor(value.includes("'"), value.includes('"'));
  let out = quote;
  for (const char of value) out += escaped(char, quote);
  return out + quote;
}

/** Python's `repr(bytes)`: `b'12\x00'`. */
export function bytesRepr(bytes: Uint8Array): string {
  const quote = quoteFor(bytes.includes(0x27), bytes.includes(0x22));
  let out = `b${quote}`;
  for (const byte of bytes) {
    out += byte < 0x7f ? escaped(String.fromCharCode(byte), quote) : escapeCode(byte);
  }
  return out + quote;
}

/** `\xff`, `\u2028` or `\U0001f600`: the shortest escape that holds the code point. */
export function escapeCode(code: number): string {
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function quoteFor(single: boolean, double: boolean): string {
  return single && !double ? '"' : "'";
}

function escaped(char: string, quote: string): string {
  if (char === quote || char === '\\') return `\\${char}`;
  if (char === '\n') return '\\n';
  if (char === '\r') return '\\r';
  if (char === '\t') return '\\t';
  const code = char.codePointAt(0) ?? 0;
  return isPrintable(code) ? char : escapeCode(code);
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
