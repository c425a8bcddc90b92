/** A parsed trace on its way between a worker and the page: moved, not copied. */
import { mapColumns } from './columns.ts';
import type { Columns } from './columns.ts';
import type { TraceHeader } from './format.ts';
import type { Damage, ParsedTrace } from './parse.ts';
import { makeTrace } from './trace.ts';

/** What `postMessage` can carry. */
export interface PackedTrace {
  readonly header: TraceHeader;
  readonly columns: Columns;
  readonly bytes: Uint8Array;
  readonly damage: readonly Damage[];
  readonly damaged: number;
  readonly torn: number;
  readonly ended: boolean;
  readonly size: number;
}

/** The message, and the buffers to hand over with it. The trace cannot be used after that. */
export function packTrace(parsed: ParsedTrace): {
  readonly message: PackedTrace;
  readonly transfer: ArrayBufferLike[];
} {
  const { trace, damage, damaged, torn, ended, size } = parsed;
  const { header, bytes } = trace;
  const buffers = new Set<ArrayBufferLike>([bytes.buffer]);
  const columns = mapColumns(trace, (column) => {
    buffers.add(column.buffer);
    return column;
  });
  return {
    message: { header, columns, bytes, damage, damaged, torn, ended, size },
    transfer: [...buffers],
  };
}

/** The trace of a message. Trusted: it was checked where it was built. */
export function unpackTrace(message: PackedTrace): ParsedTrace {
  const { header, columns, bytes, damage, damaged, torn, ended, size } = message;
  return { trace: makeTrace(header, columns, bytes), damage, damaged, torn, ended, size };
}
