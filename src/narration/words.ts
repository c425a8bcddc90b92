/** Numbers in words that agree with them. */

/** "1 byte", "64 bytes". */
export function bytes(count: number | string): string {
  return `${count} ${String(count) === '1' ? 'byte' : 'bytes'}`;
}
