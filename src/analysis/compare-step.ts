/** Whether one call of a thread is the same in two recordings, and if not, in what it differs. */
import { endsAlike, isSame, mayBeSame } from './compare-values.ts';
import type { Kind, TraceEvent } from '../trace/format.ts';
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

/** A thread in its recording. */
export interface Side {
  readonly trace: Trace;
  readonly steps: Steps;
}

/** The nth step of a thread; undefined behind its last. */
export function stepAt(side: Side, n: number): Step | undefined {
  const position = side.steps.calls[n];
  if (position === undefined) return undefined;
  const answer = answerAt(side, n);
  return { call: side.trace.at(position), answer: answer < 0 ? undefined : side.trace.at(answer) };
}

/** Position of a call's answer; −1 where it has none, or was only ended by wirestep. */
function answerAt({ trace, steps }: Side, n: number): number {
  const answer = steps.answers[n] ?? -1;
  if (answer < 0 || !trace.kindAt(answer).endsWith('.err')) return answer;
  return nameOf(trace.at(answer)) === 'STOPPED' ? -1 : answer;
}

/** What differs in the nth step; undefined where nothing does. Addresses, descriptors and times are
 *  not compared, for they differ from run to run; nor is what one recording lacks. Events are read
 *  only where columns do not tell. */
export function difference(left: Side, right: Side, n: number): Differs | undefined {
  const [one, other] = [left.steps.calls[n], right.steps.calls[n]];
  if (one === undefined || other === undefined) return one === other ? undefined : 'end';
  const [kind, otherKind] = [left.trace.kindAt(one), right.trace.kindAt(other)];
  if (kind !== otherKind)
    return kind === 'thread.err' || otherKind === 'thread.err' ? 'death' : 'call';
  if (kind === 'thread.err')
    return nameOf(left.trace.at(one)) === nameOf(right.trace.at(other)) ? undefined : 'death';
  if (!columnsTell(kind, left.trace, one, right.trace, other)) {
    const differs = differentCall(left.trace.at(one), right.trace.at(other));
    if (differs !== undefined) return differs;
  }
  return kind === 'fold' ? undefined : answersDiffer(left, right, n);
}

function answersDiffer(left: Side, right: Side, n: number): Differs | undefined {
  const [one, other] = [answerAt(left, n), answerAt(right, n)];
  if (one < 0 || other < 0) return one < 0 && other < 0 ? undefined : 'open';
  const kind = left.trace.kindAt(one);
  if (kind !== right.trace.kindAt(other)) return 'error';
  if (columnsTell(kind, left.trace, one, right.trace, other)) return undefined;
  return differentAnswer(left.trace.at(one), right.trace.at(other));
}

/** True where two events of a kind are the same by what the columns hold: nothing else of them is
 *  compared, or the one number that is. */
function columnsTell(kind: Kind, left: Trace, one: number, right: Trace, other: number): boolean {
  if (SAME_BY_KIND.has(kind)) return true;
  const size = left.sizes[one] as number;
  const hasChunk = kind === 'send' || kind === 'recv.ret';
  if (hasChunk) return size === right.sizes[other] && endsAlike(left, one, right, other);
  if (kind !== 'recv' && kind !== 'send.ret') return false;
  // Lengths beyond 2^53 are all infinite there.
  return size === right.sizes[other] && Number.isFinite(size);
}

const SAME_BY_KIND: ReadonlySet<Kind> = new Set<Kind>([
  'socket', 'socket.ret', 'bind', 'bind.ret', 'connect', 'connect.ret', 'listen.ret', 'accept',
  'accept.ret', 'shutdown.ret', 'close', 'close.ret',
]); // prettier-ignore

function differentCall(left: TraceEvent, right: TraceEvent): Differs | undefined {
  if (left.kind === 'send' && right.kind === 'send') {
    if (left.len !== right.len) return 'call';
    return mayBeSame(left.bytes, right.bytes) ? undefined : 'bytes';
  }
  // How many bytes it asked for may not be recorded.
  if (left.kind === 'recv' && right.kind === 'recv')
    return (left.max ?? right.max) === (right.max ?? left.max) ? undefined : 'call';
  return isSame(argumentsOf(left), argumentsOf(right)) ? undefined : 'call';
}

function differentAnswer(left: TraceEvent, right: TraceEvent): Differs | undefined {
  if (left.kind === 'recv.ret' && right.kind === 'recv.ret') {
    if (left.n !== right.n) return 'count';
    return mayBeSame(left.bytes, right.bytes) ? undefined : 'bytes';
  }
  if (left.kind === 'send.ret' && right.kind === 'send.ret')
    return left.n === right.n ? undefined : 'count';
  if (nameOf(left) !== nameOf(right)) return 'error';
  if (left.kind === 'input.ret' && right.kind === 'input.ret')
    return left.text === right.text ? undefined : 'bytes';
  return undefined;
}

/** The kind, and those arguments that the program chose. */
function argumentsOf(call: TraceEvent): readonly unknown[] {
  switch (call.kind) {
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
