/** English numbers with words that agree with them. */

/** "1 byte", "64 bytes". */
export function bytes(count: number | string): string {
  return counted(count, 'byte', 'bytes');
}

/** The number with the word for one, or that for several. */
export function counted(count: number | string, one: string, several: string): string {
  return `${count} ${String(count) === '1' ? one : several}`;
}

/** With a full stop, unless it ends in the three that say that something is left out. */
export function ended(text: string): string {
  return text.endsWith('…') ? text : `${text}.`;
}
