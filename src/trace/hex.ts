/** Bytes as hex text: two lower-case digits a byte, no spaces. */

const encoder = new TextEncoder();
const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** One byte, 0 to 255. */
export function hexByte(byte: number): string {
  return PAIRS[byte] ?? '';
}

/** @param between stands between each two bytes */
export function hexOf(bytes: Uint8Array, between = ''): string {
  return Array.from(bytes, hexByte).join(between);
}

/** The UTF-8 bytes of a text. Half a surrogate pair becomes U+FFFD, as everywhere on the web. */
export function hexOfText(text: string): string {
  return hexOf(encoder.encode(text));
}

/** The bytes of a hex text; spaces between them are allowed, half a byte is left out. */
export function bytesOfHex(hex: string): Uint8Array {
  const digits = hex.replaceAll(' ', '');
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  }
  return bytes;
}
