/** Selected bytes as a text to paste: hex, Python, C, the text that they are, base64. */
import { firstUtf8Error } from '../protocol/utf8.ts';
import { base64Text, utf8 } from '../trace/chunk.ts';
import { hexByte, hexOf } from '../trace/hex.ts';
import { pythonLiteral } from '../trace/python-bytes.ts';

export type ByteFormat = 'hex' | 'python' | 'c' | 'text' | 'base64';

/** In the order in which they are offered, each by its name. */
export const BYTE_FORMATS: readonly { readonly id: ByteFormat; readonly name: string }[] = [
  { id: 'hex', name: 'hex' },
  { id: 'python', name: 'Python bytes' },
  { id: 'c', name: 'C array' },
  { id: 'text', name: 'text' },
  { id: 'base64', name: 'base64' },
];

/** A text to copy, or one sentence why there is none. */
export type CopyText = { readonly text: string } | { readonly why: string };

/** As many to a line as `xxd -i` writes. */
const C_COLUMNS = 12;

/** Only text can be refused: not all bytes are UTF-8. */
export function copyText(bytes: Uint8Array, format: ByteFormat): CopyText {
  switch (format) {
    case 'hex':
      return { text: hexOf(bytes, ' ') };
    case 'python':
      return { text: pythonLiteral(bytes) };
    case 'c':
      return { text: cArray(bytes) };
    case 'base64':
      return { text: base64Text(bytes) };
    case 'text': {
      const text = utf8(bytes);
      return text === undefined ? { why: whyNoText(bytes) } : { text };
    }
  }
}

function cArray(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += C_COLUMNS) {
    const row = Array.from(bytes.subarray(from, from + C_COLUMNS), (byte) => `0x${hexByte(byte)}`);
    lines.push(`  ${row.join(', ')}`);
  }
  return `const unsigned char bytes[${bytes.length}] = {\n${lines.join(',\n')}\n};\n`;
}

/** Counted in the selection, from 0. */
function whyNoText(bytes: Uint8Array): string {
  const error = firstUtf8Error(bytes);
  if (error === undefined) return 'It is not UTF-8.';
  return `It is not UTF-8: byte ${error.from} of it is 0x${hexByte(bytes[error.from] ?? 0)} (${error.fault}).`;
}
