/** What the worker is to open: an own recording, or a file from elsewhere, which may be of another
 *  program and has limits. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly foreign: boolean;
}

/** The worker's answer to what cannot be opened. */
export interface Refused {
  readonly refused: { readonly line: number; readonly byte: number; readonly reason: string };
}

/** Told while it parses. */
export interface Parsing {
  /** Part of the bytes that is read, 0 to 1. */
  readonly parsed: number;
}
