/** Holds what a lesson's author claims against the recordings. */
import { assertNever } from '../trace/format.ts';
import { describeCue, matches } from './cue.ts';
import { answerOf, plainHex, rightOptions } from './grade.ts';
import { LessonError } from './lesson.ts';
import type { CuedQuestion, CuedStep, Hold, Lesson, LessonStep, Question } from './lesson.ts';
import type { Recorded, Resolved } from './resolve.ts';

/** Facts that a message shows of an event whose options do not fit. */
const TOLD = ['kind', 'program', 'thread', 'n', 'max', 'len', 'queued', 'waited', 'ms', 'text'];

/**
 * What the lesson says and its recordings do not: answers, and what must hold.
 *
 * @param path of `lesson.md`, for messages
 */
export function proveLesson(
  path: string,
  lesson: Lesson,
  { lesson: cued, from }: Resolved,
  recordings: ReadonlyMap<string, Recorded>,
): readonly LessonError[] {
  return lesson.steps.flatMap((step, at) => {
    const own = recordings.get(step.recording);
    const found = cued.steps[at];
    if (own === undefined || found === undefined || found.seq === 0) return [];
    return [...proveQuestion(step, found, own), ...proveHolds(step, own, from)].map(
      ({ line, reason }) => new LessonError(path, line, reason),
    );
  });
}

interface Fault {
  readonly line: number;
  readonly reason: string;
}

function* proveQuestion(step: LessonStep, cued: CuedStep, own: Recorded): Iterable<Fault> {
  const authored = questionOf<Question>(step);
  const question = questionOf<CuedQuestion>(cued);
  if (authored === undefined || question === undefined) return;
  if (question.kind === 'order' || authored.kind === 'order') {
    if (question.kind === 'order' && authored.kind === 'order') {
      yield* proveOrder(authored, question, cued.seq);
    }
    return;
  }
  const { line, is = '' } = authored.answer;
  if (question.answer === 0) return;
  if (question.kind !== 'point' && question.answer <= cued.seq) {
    const reason =
      'the answer has happened before the step begins: the student sees it. ' +
      'Let the cue be an earlier event, or the answer a later one';
    yield { line, reason };
  }
  const reason = answerFault(question, is, own);
  if (reason !== undefined) yield { line, reason };
}

function answerFault(
  question: Exclude<CuedQuestion, { readonly kind: 'order' }>,
  is: string,
  { trace, facts }: Recorded,
): string | undefined {
  const position = trace.positionOf(question.answer);
  const kind = trace.kindAt(position);
  const right = answerOf(trace, question);
  switch (question.kind) {
    case 'number':
    case 'text': {
      const { fact } = question;
      if (right === undefined || !('value' in right)) return `the event ${kind} has no ${fact}`;
      const same =
        question.kind === 'number' ? Number(is) === right.value : is.trim() === right.value;
      return same ? undefined : `${fact} is "${right.value}" in the recording, not "${is}"`;
    }
    case 'choice': {
      const fact = (name: string) => facts(position, name);
      const holding = rightOptions(question, fact);
      if (holding.length === 1 && String(holding[0]) === is) return undefined;
      const names = holding.map((at) => `"${question.options[at]?.label}"`);
      const found = TOLD.flatMap((name) => {
        const value = fact(name);
        return value === undefined ? [] : [`${name}=${JSON.stringify(value)}`];
      });
      const event = `of the answer's event (${found.join(' ')})`;
      if (names.length === 0) return `no option holds ${event}`;
      if (names.length > 1) return `${names.join(' and ')} all hold ${event}; exactly one must`;
      return `${names[0]} holds ${event}, and another one is marked right`;
    }
    case 'bytes': {
      if (right?.kind !== 'bytes') return `the event ${kind} has no bytes`;
      const wanted = plainHex(is).padEnd(question.cells * 2, '20');
      return right.hex === wanted
        ? undefined
        : `the bytes in the recording are ${right.hex}, not ${wanted}`;
    }
    case 'point':
      if (right !== undefined) return undefined;
      return `the event ${kind} has no ${question.at} to point at`;
    default:
      return assertNever(question);
  }
}

function* proveOrder(
  authored: Extract<Question, { readonly kind: 'order' }>,
  question: Extract<CuedQuestion, { readonly kind: 'order' }>,
  begins: number,
): Iterable<Fault> {
  let last = begins;
  for (const [at, { label, event }] of question.items.entries()) {
    if (event === 0) return;
    const line = authored.items[at]?.event.line ?? 0;
    if (event <= last) {
      const reason =
        last === begins
          ? `"${label}" has happened before the step begins: the student sees it`
          : `"${label}" comes before the item above it in the recording`;
      yield { line, reason };
    }
    last = Math.max(last, event);
  }
}

function* proveHolds(
  step: LessonStep,
  { trace, facts }: Recorded,
  from: Resolved['from'],
): Iterable<Fault> {
  for (const { cue, count, line } of step.holds) {
    const found = [...matches(trace, facts, cue, from(cue))].length;
    const wanted = count ?? cue.nth;
    if (count === undefined ? found >= wanted : found === wanted) continue;
    yield { line, reason: `${holdText(count, wanted)} ${describeCue(cue)}: there are ${found}` };
  }
}

function holdText(count: Hold['count'], wanted: number): string {
  if (count === 0) return 'there should never be';
  return `there should be ${count === undefined ? 'at least ' : ''}${wanted} ×`;
}

function questionOf<Q extends Question | CuedQuestion>(step: {
  readonly body: readonly ({ readonly block: string } & { readonly question?: unknown })[];
}): Q | undefined {
  return step.body.find(({ block }) => block === 'question')?.question as Q | undefined;
}
