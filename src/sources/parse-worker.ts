/** Parses a trace off the page's own thread. One trace, then it is done. */
import { mapColumns } from '../trace/columns.ts';
import { FOREIGN, OWN } from '../trace/limits.ts';
import { parseTrace } from '../trace/parse.ts';
import { TraceError } from '../trace/trace-error.ts';
import type { Packed, Refused, Task } from './packed.ts';

self.onmessage = ({ data }: MessageEvent<Task>) => {
  try {
    const { trace, ...found } = parseTrace(data.bytes, data.foreign ? FOREIGN : OWN);
    const buffers: ArrayBufferLike[] = [trace.bytes.buffer];
    const columns = mapColumns(trace, (column) => {
      // A column may be a part of a larger array; only its own part is handed over.
      const own = column.slice() as typeof column;
      buffers.push(own.buffer);
      return own;
    });
    const packed: Packed = { ...found, header: trace.header, columns, bytes: trace.bytes };
    self.postMessage(packed, { transfer: buffers as ArrayBuffer[] });
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const { line, byte, reason } = error;
    self.postMessage({ refused: { line, byte, reason } } satisfies Refused);
  }
};
