/** A parsed trace on its way between a worker and the page: moved, not copied. */
import { mapColumns } from './columns.ts';
import type { TraceHeader } from './format.ts';
import type { Read } from './line-reader.ts';
import { resumeTrace, releaseReader } from './parse.ts';
import type { ParsedTrace } from './parse.ts';

/** What `postMessage` can carry. */
export interface PackedTrace extends Read {
  readonly header: TraceHeader;
  readonly bytes: Uint8Array;
}

/**
 * The message, and the buffers to hand over with it. The trace cannot be used after that.
 * @throws where the trace has been extended: it shares its buffers.
 */
export function packTrace(parsed: ParsedTrace): {
  readonly message: PackedTrace;
  readonly transfer: ArrayBufferLike[];
} {
  const { trace, damage, damaged, torn, ended, size } = parsed;
  const { header, bytes, length, siteList: sites } = trace;
  const standing = releaseReader(parsed);
  if (standing === undefined) throw new Error('a trace that has been extended cannot be packed');
  const buffers = new Set<ArrayBufferLike>([bytes.buffer]);
  const columns = mapColumns(trace, (column) => {
    buffers.add(column.buffer);
    return column;
  });
  const next = size - torn;
  return {
    message: { header, columns, sites, length, bytes, next, damage, damaged, ended, ...standing },
    transfer: [...buffers],
  };
}

/** The trace of a message. Trusted: it was checked where it was built. It can grow. */
export function unpackTrace(message: PackedTrace): ParsedTrace {
  return resumeTrace(message.header, message.bytes, message);
}
