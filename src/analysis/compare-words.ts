/** The first difference of two recordings, in one sentence. */
import { addressText, maxText } from '../narration/call-text.ts';
import type { Catalogue, FindingKind, Side } from '../narration/catalogue.ts';
import { english } from '../narration/english.ts';
import { quoteBytes, quoteText } from '../narration/quote.ts';
import type { TraceEvent } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { nameOf, stepAt, type Step } from './compare-step.ts';
import { firstDifferent } from './compare-values.ts';
import type { ComparedThread, Comparison } from './compare.ts';
import { diagnoseNow } from './diagnosis.ts';

/** Findings that say why a recv returned another number of bytes. */
const REASONS: readonly FindingKind[] = ['split-header', 'short-recv', 'coalesced', 'no-goodbye'];
/** Bytes that are shown from the first that differs on. */
const SHOWN = 16;

/** Why two recordings cannot be compared call by call; undefined where they can. */
export function incomparable(
  left: Trace,
  right: Trace,
  catalogue: Catalogue = english,
): string | undefined {
  const captured = lacks(left, 'calls');
  if (captured === lacks(right, 'calls')) return undefined;
  return catalogue.differences.captured({ side: captured ? 'left' : 'right' });
}

/** What two recordings differ in first; that they do not, where they do not. */
export function explain(
  { first, alone, turn }: Comparison,
  left: Trace,
  right: Trace,
  catalogue: Catalogue = english,
): string {
  const says = catalogue.differences;
  if (first !== undefined) return explainThread(first.thread, left, right, catalogue) ?? says.none;
  const only = alone[0];
  if (only !== undefined) return says.onlyOn({ who: only.who, side: only.left ? 'left' : 'right' });
  if (turn === undefined) return says.none;
  return says.turns({ left: turn.left.who, right: turn.right.who, number: turn.step + 1 });
}

/** What one thread's first difference is; undefined where it has none. */
export function explainThread(
  thread: ComparedThread,
  leftTrace: Trace,
  rightTrace: Trace,
  catalogue: Catalogue = english,
): string | undefined {
  const { who, same, differs } = thread;
  const left = thread.left && stepAt({ trace: leftTrace, steps: thread.left }, same);
  const right = thread.right && stepAt({ trace: rightTrace, steps: thread.right }, same);
  const says = catalogue.differences;
  const where = { who, number: same + 1 };
  const there = (left ?? right)?.call;
  if (differs === undefined || there === undefined) return undefined;
  const call = shortCall(there);
  switch (differs) {
    case 'end':
      return says.ends({ ...where, side: left ? 'right' : 'left', call });
    case 'death': {
      const side: Side = left?.call.kind === 'thread.err' ? 'left' : 'right';
      return says.dies({ ...where, side, error: visible(nameOf(sideOf(side, left, right)) ?? '') });
    }
    case 'open':
      return says.open({ ...where, side: left?.answer ? 'right' : 'left', call });
    case 'call':
      return says.calls({ ...where, left: shortCall(there), right: shortCall(right?.call) });
    case 'error':
      return says.errors({
        ...where,
        call,
        left: nameOf(left?.answer),
        right: nameOf(right?.answer),
      });
    case 'count': {
      const because = reason(left, right, leftTrace, rightTrace, catalogue);
      const [one, other] = [countOf(left?.answer), countOf(right?.answer)];
      return says.counts({ ...where, call, left: one, right: other, because });
    }
    case 'bytes':
      return says.bytes({ ...where, call: callName(there), ...differentBytes(left, right) });
  }
}

function sideOf(
  side: Side,
  left: Step | undefined,
  right: Step | undefined,
): TraceEvent | undefined {
  return (side === 'left' ? left : right)?.call;
}

/** Name of the finding about the one or the other return. */
function reason(
  left: Step | undefined,
  right: Step | undefined,
  leftTrace: Trace,
  rightTrace: Trace,
  catalogue: Catalogue,
): string | undefined {
  const sides = [
    { answer: left?.answer, trace: leftTrace },
    { answer: right?.answer, trace: rightTrace },
  ].sort((a, b) => countOf(a.answer) - countOf(b.answer));
  for (const { answer, trace } of sides) {
    const found = diagnoseNow(trace, catalogue).find(
      ({ kind, find }) => REASONS.includes(kind) && answer !== undefined && find(answer.seq) >= 0,
    );
    if (found !== undefined) return found.title;
  }
  return undefined;
}

function countOf(answer: TraceEvent | undefined): number {
  return answer !== undefined && 'n' in answer ? answer.n : 0;
}

/** Both sides' bytes from the first that differs on, in quotes. */
function differentBytes(left: Step | undefined, right: Step | undefined) {
  const [one, other] = [textOrBytes(left), textOrBytes(right)];
  if (typeof one === 'string' || typeof other === 'string')
    return { left: quoteText(String(one)), right: quoteText(String(other)) };
  const at = Math.max(0, firstDifferent(one, other));
  const from = (bytes: Uint8Array): string => quoteBytes(bytes.subarray(at), SHOWN);
  return { left: from(one), right: from(other) };
}

function textOrBytes(step: Step | undefined): Uint8Array | string {
  const event = step?.call.kind === 'send' ? step.call : step?.answer;
  if (event?.kind === 'input.ret') return event.text ?? '';
  return event !== undefined && 'bytes' in event ? event.bytes : new Uint8Array(0);
}

function callName(event: TraceEvent): string {
  return event.kind === 'fold' ? event.of : event.kind;
}

/** A call as Python has it, without what differs from run to run: `recv(64)`. */
export function shortCall(event: TraceEvent | undefined): string {
  if (event === undefined) return '';
  switch (event.kind) {
    case 'recv':
      return `recv(${maxText(event)})`;
    case 'send':
      return `send(${quoteBytes(event.bytes, SHOWN)})`;
    case 'bind':
    case 'connect':
      return `${event.kind}(${addressText(event.address)})`;
    case 'listen':
      return `listen(${event.backlog})`;
    case 'shutdown':
      return `shutdown(${event.how})`;
    case 'input':
      return `input(${event.prompt === '' ? '' : quoteText(event.prompt)})`;
    case 'fold':
      return `${event.of}() × ${event.count}`;
    case 'thread.err':
      return visible(event.name);
    default:
      return `${event.kind}()`;
  }
}
