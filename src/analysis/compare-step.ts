/** Whether one call of a thread is the same in two recordings, and if not, in what it differs. */
import { isSame } from './compare-values.ts';
import type { TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import type { Steps } from './compare-threads.ts';

/** What differs first: the call itself, or what came of it. */
export type Differs =
  /** Another call, or other arguments. */
  | 'call'
  /** Another number of bytes returned. */
  | 'count'
  /** As many bytes, but others. */
  | 'bytes'
  /** One succeeded, or the errors have different names. */
  | 'error'
  /** One had not returned when its recording ended. */
  | 'open'
  /** One thread died where the other made a call, or of another exception. */
  | 'death'
  /** One thread made no more calls. */
  | 'end';

/** One recording's side of a step. */
export interface Step {
  readonly call: TraceEvent;
  /** Undefined where it has not returned, or was only ended by wirestep. */
  readonly answer: TraceEvent | undefined;
}

/** The nth step of a thread; undefined behind its last. */
export function stepAt(trace: Trace, { calls, answers }: Steps, n: number): Step | undefined {
  const position = calls[n];
  if (position === undefined) return undefined;
  const answer = answers[n] as number;
  const event = answer < 0 ? undefined : trace.at(answer);
  const stopped = event !== undefined && 'name' in event && event.name === 'STOPPED';
  return { call: trace.at(position), answer: stopped ? undefined : event };
}

/** What differs between two steps; undefined where nothing does. Addresses, descriptors and times
 *  are not compared: they differ from run to run. */
export function difference(left: Step | undefined, right: Step | undefined): Differs | undefined {
  if (left === undefined || right === undefined) return left === right ? undefined : 'end';
  if (left.call.kind === 'thread.err' || right.call.kind === 'thread.err')
    return nameOf(left.call) === nameOf(right.call) ? undefined : 'death';
  const call = differentCall(left.call, right.call);
  if (call !== undefined) return call;
  if (left.call.kind === 'fold') return undefined;
  const [one, other] = [left.answer, right.answer];
  if (one === undefined || other === undefined) return one === other ? undefined : 'open';
  if (one.kind !== other.kind || nameOf(one) !== nameOf(other)) return 'error';
  return differentAnswer(one, other);
}

function differentCall(left: TraceEvent, right: TraceEvent): Differs | undefined {
  if (left.kind === 'send' && right.kind === 'send') {
    if (left.len !== right.len) return 'call';
    return isSame(left.bytes, right.bytes) ? undefined : 'bytes';
  }
  return isSame(argumentsOf(left), argumentsOf(right)) ? undefined : 'call';
}

function differentAnswer(left: TraceEvent, right: TraceEvent): Differs | undefined {
  if (left.kind === 'recv.ret' && right.kind === 'recv.ret') {
    if (left.n !== right.n) return 'count';
    return isSame(left.bytes, right.bytes) ? undefined : 'bytes';
  }
  if (left.kind === 'send.ret' && right.kind === 'send.ret')
    return left.n === right.n ? undefined : 'count';
  if (left.kind === 'input.ret' && right.kind === 'input.ret')
    return left.text === right.text ? undefined : 'bytes';
  return undefined;
}

/** The kind, and those arguments that the program chose. */
function argumentsOf(call: TraceEvent): readonly unknown[] {
  switch (call.kind) {
    case 'recv':
      return [call.kind, call.max];
    case 'listen':
      return [call.kind, call.backlog];
    case 'shutdown':
      return [call.kind, call.how];
    case 'input':
      return [call.kind, call.prompt];
    case 'fold':
      return [call.kind, call.of];
    default:
      return [call.kind];
  }
}

/** The name of an error or an exception. */
export function nameOf(event: TraceEvent | undefined): string | undefined {
  const failed = event?.kind === 'thread.err' || event?.kind.endsWith('.err');
  return failed && event !== undefined && 'name' in event ? event.name : undefined;
}
