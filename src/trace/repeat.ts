/**
 * The shortest length p for which these bytes are their first p bytes again and again, the last time
 * perhaps not to the end (Knuth, Morris and Pratt's failure function); their length where none is.
 */
export function periodOf(bytes: Uint8Array): number {
  const border = new Int32Array(bytes.length);
  let length = 0;
  for (let at = 1; at < bytes.length; at++) {
    while (length > 0 && bytes[at] !== bytes[length]) length = border[length - 1] ?? 0;
    if (bytes[at] === bytes[length]) length++;
    border[at] = length;
  }
  return bytes.length - (border.at(-1) ?? 0);
}
