/** What the worker is to parse. A foreign trace has limits, an own recording has none. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly foreign: boolean;
}

/** The worker's answer to what is no trace. */
export interface Refused {
  readonly refused: { readonly line: number; readonly byte: number; readonly reason: string };
}

/** Told while it parses. */
export interface Parsing {
  /** Part of the bytes that is read, 0 to 1. */
  readonly parsed: number;
}
