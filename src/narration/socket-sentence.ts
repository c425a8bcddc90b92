/** Which message fits a recv, its return and a send's return: those that weigh what is measured. */
import type { EventOf, TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { returnOf } from './call-log.ts';
import type { EventMessages } from './catalogue.ts';
import { quoteChunk } from './quote.ts';

/**
 * "Already waiting" and "none have arrived" only where the queue was measured just before. That a
 * recv waits is not said where it found the end of the stream: that may have been there before.
 */
export function recvSentence(
  says: EventMessages,
  who: string,
  trace: Trace,
  position: number,
  { max, queued: waiting }: EventOf<'recv'>,
): string {
  if (max === 0) return says.asksForNothing({ who });
  if (max !== undefined && Number(max) < 0) return says.asksForLessThanNothing({ who, max });
  const returned = returnOf(trace, position);
  const answer = returned === undefined ? undefined : trace.at(returned);
  if (typeof max === 'string' || (max !== undefined && isRefused(answer)))
    return says.asksForTooMuch({ who, max });
  const waits = !(answer?.kind === 'recv.ret' && answer.n === 0);
  return says.asks({ who, max, waiting, waits });
}

/** What Python raises for a length, without a system call. */
function isRefused(answer: TraceEvent | undefined): boolean {
  const name = answer?.kind === 'recv.err' ? answer.name : '';
  return name === 'OverflowError' || name === 'MemoryError';
}

export function recvRetSentence(
  says: EventMessages,
  who: string,
  { n, bytes, cut, queued: waiting }: EventOf<'recv.ret'>,
  call: TraceEvent | undefined,
): string {
  const max = call?.kind === 'recv' ? call.max : undefined;
  if (n > 0) return says.got({ who, n, max, bytes: quoteChunk({ bytes, cut }), cut, waiting });
  if (max === undefined) return says.gotNothing({ who });
  return max === 0 ? says.gotNothingAsAsked({ who }) : says.gotEnd({ who });
}

export function sendRetSentence(
  says: EventMessages,
  who: string,
  { n }: EventOf<'send.ret'>,
  call: TraceEvent | undefined,
): string {
  return says.gave({ who, n, len: call?.kind === 'send' ? call.len : undefined });
}
