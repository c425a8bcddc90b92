/** A parsed trace on its way between a worker and the page: moved, not copied. */
import { mapColumns } from './columns.ts';
import type { PackedGroups } from './group.ts';
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
  const reader = releaseReader(parsed);
  if (reader === undefined) throw new Error('a trace that has been extended cannot be packed');
  const { standing } = reader;
  const index = reader.packIndex();
  const buffers = new Set<ArrayBufferLike>([bytes.buffer]);
  const columns = mapColumns(trace, (column) => {
    buffers.add(column.buffer);
    return column;
  });
  for (const groups of Object.values(index) as PackedGroups[]) buffers.add(groups.positions.buffer);
  const next = size - torn;
  const read = { columns, sites, index, length, next, damage, damaged, ended, ...standing };
  return { message: { header, bytes, ...read }, transfer: [...buffers] };
}

/** The trace of a message. Trusted: it was checked where it was built. It can grow. */
export function unpackTrace(message: PackedTrace): ParsedTrace {
  return resumeTrace(message.header, message.bytes, message);
}
