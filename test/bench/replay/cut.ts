import { closeSync, copyFileSync, openSync, readSync, truncateSync } from 'node:fs';

const BLOCK = 1 << 20;

/** Copies a trace with its first `events` events only, as if its writer had died behind them. */
export function cutTrace(from: string, to: string, events: number): void {
  const end = endOfLine(from, events + 1);
  copyFileSync(from, to);
  truncateSync(to, end);
}

/** Offset behind the nth line of a file; its size where it has fewer. */
export function endOfLine(file: string, lines: number): number {
  const fd = openSync(file, 'r');
  const block = new Uint8Array(BLOCK);
  try {
    let found = 0;
    for (let offset = 0; ; offset += BLOCK) {
      const read = readSync(fd, block, 0, BLOCK, offset);
      for (let at = 0; at < read; at++) {
        if (block[at] === 0x0a && ++found === lines) return offset + at + 1;
      }
      if (read < BLOCK) return offset + read;
    }
  } finally {
    closeSync(fd);
  }
}
