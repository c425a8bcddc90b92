/** Sentences of recv and of failed calls: those that have to weigh what is measured. */
import type { Call, EventOf, TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { quoteBytes } from './quote.ts';
import { bytes } from './words.ts';

/** The call that an answer belongs to; undefined where the trace has lost it. */
export function callAnswered(trace: Trace, seq: number): TraceEvent | undefined {
  const position = trace.positionOf(seq);
  return position < 0 ? undefined : trace.at(position);
}

/** "already waiting" and "none have arrived" only where the queue was measured just before. */
export function recvSentence(who: string, { max, queued }: EventOf<'recv'>): string {
  if (max === 0) return `${who} asks for 0 bytes: Python answers that without the kernel.`;
  if (Number(max) < 0) return `${who} asks for ${max} bytes: a length below zero.`;
  const asks = `${who} asks the kernel for up to ${bytes(max)}.`;
  if (queued === undefined) return asks;
  if (queued === 0) return `${asks} None have arrived, so it waits.`;
  return `${asks} ${bytes(queued)} ${queued === 1 ? 'is' : 'are'} already waiting.`;
}

export function recvRetSentence(
  who: string,
  { n, bytes: got, queued }: EventOf<'recv.ret'>,
  call: TraceEvent | undefined,
): string {
  const max = call?.kind === 'recv' ? call.max : undefined;
  if (n === 0) {
    return max === 0
      ? `${who} got 0 bytes, as it asked for.`
      : `${who} got 0 bytes: the end of the stream. The other side sends no more.`;
  }
  const asked = max !== undefined && Number(max) !== n ? ` of the ${max} it asked for at most` : '';
  const left = queued === undefined || queued === 0 ? '' : ` ${bytes(queued)} more wait.`;
  return `${who} got ${bytes(n)}${asked}: ${quoteBytes(got)}.${left}`;
}

export function failedSentence(who: string, event: EventOf<`${Call}.err`>): string {
  const call = event.kind.slice(0, -'.err'.length);
  if (event.name === 'STOPPED') {
    return `wirestep stopped ${who} in ${call}: that is not the other side’s doing.`;
  }
  return `${call} fails in ${who}: ${visible(event.message)} (${visible(event.name)}).`;
}
