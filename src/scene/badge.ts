/**
 * The short mark of a thread's lane: `M` for a server's main thread, `T1` for Python's `Thread-1
 * (handle_client)`, `C1` for the main thread of the first client, `C1T2` for its second thread.
 *
 * @param name as Python names it
 * @param ordinal 0 for the program's first thread
 * @param clientNumber 0 in a server
 */
export function badgeOf(name: string, ordinal: number, clientNumber: number): string {
  const number = /^Thread-(\d+)\b/.exec(name)?.[1];
  const own = number !== undefined ? `T${number}` : ordinal === 0 ? '' : `T${ordinal}`;
  if (clientNumber > 0) return `C${clientNumber}${own}`;
  return own === '' ? 'M' : own;
}
