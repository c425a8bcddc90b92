/** Bytes as two hex digits each. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The digits of all of them, with `between` between two. */
export function hexText(bytes: Uint8Array, between = ''): string {
  let text = '';
  for (const byte of bytes) text += (text === '' ? '' : between) + (DIGITS[byte] as string);
  return text;
}
