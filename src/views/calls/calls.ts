import { returnOf } from '../../narration/call-log.ts';
import { KINDS, type TraceEvent } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';
import { isCall } from '../lanes/thread-calls.ts';

/** By kind; a fold stands for the calls that it counts. */
const IS_CALL = KINDS.map((kind) => isCall(kind) || kind === 'fold');

/** Positions of all events that begin a call, ascending. */
export function callPositions(trace: Trace): Int32Array {
  const found = new Int32Array(trace.length);
  let count = 0;
  trace.kinds.forEach((kind, position) => {
    if (IS_CALL[kind] === true) found[count++] = position;
  });
  return found.slice(0, count);
}

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
  /** Return, if it has returned, else the call: the last event of it that has happened. */
  readonly last: number;
}

/** The call at `position`, as far as it has come at the playhead. */
export function callLine(trace: Trace, position: number, playhead: number): CallLine {
  const event = trace.at(position);
  const thread = 'thread' in event ? event.thread : 0;
  const returned = returnOf(trace, position) ?? Infinity;
  const answer = returned <= playhead ? trace.at(returned) : undefined;
  const line = { seq: event.seq, thread, call: callText(event), failed: false, last: event.seq };
  if (answer === undefined) {
    return event.kind === 'fold' ? { ...line, result: 'folded', took: span(event) } : line;
  }
  return {
    ...line,
    last: answer.seq,
    result: resultText(answer),
    failed: answer.kind.endsWith('.err'),
    took: duration(answer.at - event.at),
  };
}

/** As Python would write it, with the descriptor where Python has the object. */
function callText(event: TraceEvent): string {
  switch (event.kind) {
    case 'recv':
      return `recv(${event.fd}, ≤${event.max})`;
    case 'send':
      return `send(${event.fd}, ${event.len} bytes)`;
    case 'connect':
    case 'bind':
      return `${event.kind}(${event.fd}, ${visible(event.address.join(':'))})`;
    case 'listen':
      return `listen(${event.fd}, ${event.backlog})`;
    case 'accept':
    case 'close':
      return `${event.kind}(${event.fd})`;
    case 'shutdown':
      return `shutdown(${event.fd}, ${event.how})`;
    case 'setsockopt':
      return `setsockopt(${event.fd}, ${visible(event.option)}, ${event.value})`;
    case 'fold':
      return `${event.of}(${event.fd}) × ${event.count}`;
    default:
      return `${event.kind}()`;
  }
}

function resultText(answer: TraceEvent): string {
  switch (answer.kind) {
    case 'recv.ret':
      return answer.n === 0 ? 'got 0' : `got ${answer.n}`;
    case 'send.ret':
      return `took ${answer.n}`;
    case 'accept.ret':
      return `fd ${answer.fd}`;
    case 'socket.ret':
      return `fd ${answer.fd}`;
    case 'input.ret':
      return answer.text === undefined ? 'end of input' : 'Enter';
    default:
      return 'name' in answer ? visible(answer.name) : '';
  }
}

function span({ first, last }: { readonly first: number; readonly last: number }): string {
  return duration(last - first);
}

/** Nanoseconds in the unit that a person would take. */
export function duration(ns: number): string {
  if (ns < 1_000_000) return `${(ns / 1000).toFixed(0)} µs`;
  if (ns < 1_000_000_000) return `${(ns / 1_000_000).toFixed(1)} ms`;
  return `${(ns / 1_000_000_000).toFixed(2)} s`;
}
