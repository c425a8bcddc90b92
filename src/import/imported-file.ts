import type { Damage } from '../trace/parse.ts';

/** What was made of a file, whichever program wrote it. */
export interface ImportedFile {
  /** A whole `*.trace.jsonl`, to be read by `parseTrace`. */
  readonly trace: Uint8Array;
  /** What could not be read of the file, the first thousand. `line` 0: it has no lines. */
  readonly damage: readonly Damage[];
  /** How many there are in all. */
  readonly damaged: number;
  readonly from: 'trace' | 'capture' | 'strace';
}

/** Told now and then which part of the file is read, 0 to 1. */
export type OnRead = (part: number) => void;
