/** Right answers come from the recording, never from the author. */
import { assertNever } from '../trace/format.ts';
import { hexOf } from '../trace/hex.ts';
import type { Trace } from '../trace/trace.ts';
import { meets } from './conditions.ts';
import { createFacts } from './facts.ts';
import type { Given, PointGiven } from './given.ts';
import type { CuedQuestion } from './lesson.ts';

/** What the recording answers; undefined where its event does not have what is asked for. */
export function answerOf(trace: Trace, question: CuedQuestion): Given | undefined {
  if (question.kind === 'order') return { kind: 'order', items: inOrder(question.items) };
  const position = trace.positionOf(question.answer);
  if (position < 0) return undefined;
  const facts = createFacts(trace);
  const fact = (name: string) => facts(position, name);
  switch (question.kind) {
    case 'number': {
      const value = fact(question.fact);
      return value === undefined ? undefined : { kind: 'number', value: Number(value) };
    }
    case 'text': {
      const value = fact(question.fact);
      return value === undefined ? undefined : { kind: 'text', value: trimmed(String(value)) };
    }
    case 'choice': {
      const holding = rightOptions(question, fact);
      return holding.length === 1 ? { kind: 'choice', option: holding[0] as number } : undefined;
    }
    case 'bytes': {
      const event = trace.at(position);
      if (!('bytes' in event)) return undefined;
      return { kind: 'bytes', hex: hexOf(event.bytes.subarray(0, question.cells)) };
    }
    case 'point':
      return pointed(trace, position, question, fact);
    default:
      return assertNever(question);
  }
}

/** Whether the answer is the recording's. */
export function isRight(trace: Trace, question: CuedQuestion, given: Given): boolean {
  const right = answerOf(trace, question);
  return right !== undefined && isSame(trace, right, given);
}

/** Places of the options whose conditions hold: one, or the question is not well put. */
export function rightOptions(
  question: CuedQuestion & { readonly kind: 'choice' },
  fact: (name: string) => string | number | undefined,
): readonly number[] {
  return question.options.flatMap(({ conditions }, at) => (meets(fact, conditions) ? [at] : []));
}

/** Hex as it is compared and kept: small letters, nothing between them. */
export function plainHex(hex: string): string {
  return hex.toLowerCase().replace(/\s/g, '');
}

function isSame(trace: Trace, right: Given, given: Given): boolean {
  switch (right.kind) {
    case 'number':
      return given.kind === 'number' && given.value === right.value;
    case 'text':
      return given.kind === 'text' && trimmed(given.value) === right.value;
    case 'choice':
      return given.kind === 'choice' && given.option === right.option;
    case 'bytes':
      return given.kind === 'bytes' && plainHex(given.hex) === right.hex;
    case 'order':
      return given.kind === 'order' && given.items.join() === right.items.join();
    case 'point':
      return given.kind === 'point' && isSamePlace(trace, right, given);
    default:
      return assertNever(right);
  }
}

function isSamePlace(trace: Trace, right: PointGiven, given: PointGiven): boolean {
  switch (right.at) {
    case 'byte':
      return given.at === 'byte' && given.way === right.way && given.offset === right.offset;
    case 'line':
      return given.at === 'line' && given.line === right.line;
    case 'call':
      return given.at === 'call' && callOf(trace, given.seq) === right.seq;
    default:
      return assertNever(right);
  }
}

function pointed(
  trace: Trace,
  position: number,
  { at, target }: CuedQuestion & { readonly kind: 'point' },
  fact: (name: string) => string | number | undefined,
): Given | undefined {
  if (at === 'call') {
    return { kind: 'point', at, seq: callOf(trace, trace.seqs[position] as number) };
  }
  const value = target ?? fact(at === 'line' ? 'line' : 'off');
  if (value === undefined) return undefined;
  if (at === 'line') return { kind: 'point', at, line: Number(value) };
  return { kind: 'point', at, way: wayOf(trace, position), offset: Number(value) };
}

/** Which way the bytes of a send or a recv go. */
function wayOf(trace: Trace, position: number): 'up' | 'down' {
  const program = trace.programs[position];
  const roles = new Map(trace.header.programs.map(({ p, role }) => [p, role]));
  for (const at of trace.ofKind('prog.start')) {
    const event = trace.at(at);
    if (event.kind === 'prog.start') roles.set(event.program, event.role);
  }
  const sends = trace.kindAt(position).startsWith('send');
  return sends === (roles.get(program ?? 0) === 'client') ? 'up' : 'down';
}

/** `seq` of the call that an event is, or answers. */
function callOf(trace: Trace, seq: number): number {
  const position = trace.positionOf(seq);
  const event = position < 0 ? undefined : trace.at(position);
  return event !== undefined && 'call' in event && event.call !== undefined ? event.call : seq;
}

/** Places of the items by when their events happened. */
function inOrder(items: readonly { readonly event: number }[]): readonly number[] {
  return items.map((_, at) => at).sort((a, b) => (items[a]?.event ?? 0) - (items[b]?.event ?? 0));
}

/** As it is printed: a line end at its end is not typed. */
function trimmed(text: string): string {
  return text.trim();
}
