/** Enter in the terminal where wirestep runs prints a new link for the presenter. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The terminal's keyboard: `process.stdin`. */
export type Keyboard = Readable & { readonly isTTY?: boolean };

/**
 * Calls `more` at each Enter. Only where a person sits before the terminal: a program in the
 * background that reads the keyboard would be stopped by the system.
 */
export function onEnter(
  keyboard: Keyboard,
  more: () => void,
  isForeground = inForeground,
): (() => void) | undefined {
  if (keyboard.isTTY !== true || !isForeground()) return undefined;
  const lines = createInterface({ input: keyboard, terminal: false });
  lines.on('line', more);
  return () => lines.close();
}

/** Whether the keyboard is this program's (proc(5): tpgid is its process group). */
function inForeground(): boolean {
  if (process.platform !== 'linux') return true;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The name in brackets may hold anything: what follows it is numbers.
  const [, , group, , , owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === owner;
}
