import { once } from '../../analysis/find-once.ts';
import { waitOf, type Wait } from '../../analysis/find-wait.ts';
import { answerWords, callWords, sentWords } from '../../analysis/find-words.ts';
import { isCallKind } from '../../trace/calls.ts';
import { returnOf } from '../../narration/call-log.ts';
import { quoteChunk } from '../../narration/quote.ts';
import { KINDS, type TraceEvent } from '../../trace/format.ts';
import { lacks } from '../../trace/lacks.ts';
import type { Trace } from '../../trace/trace.ts';

/** By kind; a fold stands for the calls that it counts. */
const IS_CALL = KINDS.map((kind) => kind === 'fold' || isCallKind(kind));

/** Positions of all events that begin a call, ascending. */
export const callPositions = once((trace: Trace): Int32Array => {
  const found = new Int32Array(trace.length);
  let count = 0;
  for (let position = 0; position < trace.length; position++) {
    if (IS_CALL[trace.kinds[position] as number]) found[count++] = position;
  }
  return found.slice(0, count);
});

/** One call as the list shows it. */
export interface CallLine {
  readonly seq: number;
  readonly thread: number;
  readonly call: string;
  /** What it returned; undefined while it has not. */
  readonly result?: string;
  readonly failed: boolean;
  /** How long it took, in words. */
  readonly took?: string;
  /** The part of that in which the thread slept; undefined where it did not, or nothing tells. */
  readonly wait?: Wait;
  /** The bytes it gave or took, quoted and short. */
  readonly bytes?: string;
  /** Return, if it has returned, else the call: the last event of it that has happened. */
  readonly last: number;
}

/** The call at `position`, as far as it has come at the playhead. */
export function callLine(trace: Trace, position: number, playhead: number): CallLine {
  const event = trace.at(position);
  const thread = 'thread' in event ? event.thread : 0;
  const returned = returnOf(trace, position) ?? Infinity;
  const answer = returned <= playhead ? trace.at(returned) : undefined;
  const bytes = bytesOf(event) ?? (answer && bytesOf(answer));
  const line = { seq: event.seq, thread, call: callWords(event), failed: false, bytes };
  // Bytes on the network: neither a call nor an answer of it is known.
  if (event.kind === 'send' && lacks(trace, 'calls'))
    return { ...line, call: sentWords(event.len), last: event.seq, result: '' };
  if (answer === undefined) {
    if (event.kind !== 'fold') return { ...line, last: event.seq };
    return { ...line, last: event.seq, result: 'folded', took: duration(event.last - event.first) };
  }
  return {
    ...line,
    last: answer.seq,
    result: answerWords(answer),
    failed: answer.kind.endsWith('.err'),
    took: tookOf(trace, answer.at - event.at),
    wait: waitOf(trace, position, returned),
  };
}

/** A log of strace without -T does not say how long a call took that nothing came between. */
function tookOf({ header }: Trace, ns: number): string | undefined {
  return ns === 0 && header.imported?.from === 'strace' ? undefined : duration(ns);
}

function bytesOf(event: TraceEvent): string | undefined {
  if (event.kind !== 'send' && event.kind !== 'recv.ret') return undefined;
  if (event.bytes.length > 0) return quoteChunk({ ...event, bytes: event.bytes.subarray(0, 80) });
  return event.cut === undefined ? undefined : 'not recorded';
}

/** A call cut in two: the beginning may be shortened where room is short, its end stays. */
export function cutCall(call: string): readonly [head: string, tail: string] {
  const comma = call.lastIndexOf(', ');
  const at = Math.max(comma < 0 ? call.lastIndexOf('(') + 1 : comma, call.length - 9);
  return [call.slice(0, at), call.slice(at)];
}

/** Nanoseconds in the unit that a person would take. */
export function duration(ns: number): string {
  if (ns < 1_000_000) return `${(ns / 1000).toFixed(0)} µs`;
  if (ns < 1_000_000_000) return `${(ns / 1_000_000).toFixed(1)} ms`;
  return `${(ns / 1_000_000_000).toFixed(2)} s`;
}
