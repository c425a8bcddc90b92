import type { Columns } from '../trace/columns.ts';
import type { TraceHeader } from '../trace/format.ts';
import type { ParsedTrace } from '../trace/parse.ts';

/** What the worker is to parse; a foreign trace has limits. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly foreign: boolean;
}

/** A parsed trace as it travels from the worker: transferred, not copied. */
export interface Packed extends Omit<ParsedTrace, 'trace'> {
  readonly header: TraceHeader;
  readonly columns: Columns;
  readonly bytes: Uint8Array;
}

/** The worker's answer to what is no trace. */
export interface Refused {
  readonly refused: { readonly line: number; readonly byte: number; readonly reason: string };
}
