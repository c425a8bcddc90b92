import { SocketError } from './sys.ts';

/** A platform's error numbers with their names and words. */
export type ErrorTable = ReadonlyMap<number, readonly [code: string, text: string]>;

/** Reads lines of `number name words`. */
export function errorTable(lines: string): ErrorTable {
  const table = new Map<number, readonly [string, string]>();
  for (const line of lines.trim().split('\n')) {
    const [, number, code, text] = /^\s*(\d+) (\w+) (.+)$/.exec(line) ?? [];
    if (!number || !code || !text) throw new Error(`no error number, name and words: "${line}"`);
    table.set(Number(number), [code, text]);
  }
  return table;
}

/** The error for a number, also for one that the table does not know. */
export function socketError(table: ErrorTable, call: string, errno: number): SocketError {
  const [code, text] = table.get(errno) ?? [`E${errno}`, `Unknown error ${errno}`];
  return new SocketError(call, errno, code, text);
}
