/** What happens at one moment and does not last. */
import { addressText } from '../narration/call-text.ts';
import type { TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { gapWords } from './chunk-words.ts';
import type { Row } from './perfetto-row.ts';

type Instant = Pick<Row, 'name' | 'scope'> & { readonly args?: Row['args'] };

/** The instant of an event; undefined where it has none. */
export function instantOf(trace: Trace, position: number): Row | undefined {
  const event = trace.at(position);
  const instant = wordsOf(event);
  if (instant === undefined) return undefined;
  const about = 'call' in event && event.call !== undefined ? trace.positionOf(event.call) : -1;
  const at = about >= 0 ? about : position;
  return {
    ph: 'i',
    category: event.kind,
    // Of a note about the whole: those of the first program, which there always is.
    pid: trace.programs[at] || trace.programs.find((program) => program > 0) || 1,
    tid: trace.threads[at] as number,
    at: event.at,
    name: instant.name,
    scope: instant.scope,
    args: { i: event.seq, ...instant.args },
  };
}

function wordsOf(event: TraceEvent): Instant | undefined {
  switch (event.kind) {
    case 'thread.start':
      return { name: `starts ${visible(event.name)}`, scope: 't' };
    case 'thread.err':
      return { name: `died: ${visible(event.name)}`, scope: 't', args: words(event.message) };
    case 'prog.exit':
      return { name: `exited with ${event.code}`, scope: 'p' };
    case 'out':
      // wirestep's own notices come while the thread is in a call: they are not of its doing.
      return {
        name: event.stream,
        scope: event.by === undefined ? 't' : 'p',
        args: words(event.text),
      };
    case 'connection':
      return {
        name: 'connection',
        scope: 'p',
        args: { client: addressText(event.local), server: addressText(event.peer) },
      };
    case 'connection.end':
      return { name: event.how, scope: 'p' };
    case 'note':
    case 'marker':
      return { name: visible(event.text), scope: 'g' };
    case 'gap':
      return { name: gapWords(event), scope: 'g' };
    default:
      return undefined;
  }
}

function words(text: string): Row['args'] {
  return { text: visible(text) };
}
