/** Moments that a player of a terminal can jump to. */
import { addressText } from '../narration/call-text.ts';
import type { TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { chunkWords } from './chunk-words.ts';

/** The words of a marker: an accept or a recv that returned, a thread that starts, and what the
 *  recording itself marks. Undefined for all else. */
export function markerOf(trace: Trace, event: TraceEvent): string | undefined {
  switch (event.kind) {
    case 'accept.ret':
      return `accept: ${addressText(event.peer)}`;
    case 'recv.ret':
      return event.n === 0 ? nothing(trace, event.call) : `recv: ${chunkWords(event)}`;
    case 'thread.start':
      return `starts ${visible(event.name)}`;
    case 'marker':
      return visible(event.text);
    default:
      return undefined;
  }
}

/** @param call `seq` of a recv that returned nothing: asked for nothing, or at the end */
function nothing(trace: Trace, call: number): string {
  return trace.sizes[trace.positionOf(call)] === 0 ? 'recv: 0 bytes' : 'recv: end of the stream';
}
