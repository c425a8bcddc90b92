/** Finds in the recordings the events that a lesson names. */
import type { Trace } from '../trace/trace.ts';
import { describeCue, findCue } from './cue.ts';
import { createFacts, type Facts } from './facts.ts';
import { LessonError } from './lesson.ts';
import type { Claim, CuedBlock, CuedLesson, CuedQuestion, Cue, LessonBlock } from './lesson.ts';
import type { CuedStep, Lesson, LessonNode, LessonStep, Question } from './lesson.ts';
import { linkTarget, sideTarget, type Course } from './links.ts';

/** A recording of a lesson, ready to be asked. */
export interface Recorded {
  readonly trace: Trace;
  readonly facts: Facts;
}

export interface Resolved {
  readonly lesson: CuedLesson;
  /** What does not fit; the lesson can be shown where there is nothing. */
  readonly problems: readonly LessonError[];
  /** Position after which the events of a claim count. */
  readonly from: (cue: Cue) => number;
}

/** The recordings by their names, ready to be asked. */
export function recorded(traces: ReadonlyMap<string, Trace>): ReadonlyMap<string, Recorded> {
  return new Map(
    [...traces].map(([name, trace]) => [name, { trace, facts: createFacts(trace) }] as const),
  );
}

/**
 * A lesson as the page gets it. Within one recording steps go forward: each has its event after that
 * of the step before.
 *
 * @param path of `lesson.md`, for messages
 */
export function resolveLesson(
  path: string,
  lesson: Lesson,
  recordings: ReadonlyMap<string, Recorded>,
  course: Course,
): Resolved {
  const problems: LessonError[] = [];
  const found = new Map<string, number>();
  const last = new Map<string, { readonly position: number; readonly title: string }>();
  const fault = (line: number, reason: string): number => {
    problems.push(new LessonError(path, line, reason));
    return 0;
  };
  const from = ({ after }: Cue): number => (after === undefined ? -1 : (found.get(after) ?? -1));

  const seqOf = (step: LessonStep, { cue, line }: Pick<Claim, 'cue' | 'line'>): number => {
    const own = recordings.get(step.recording);
    if (own === undefined) return 0;
    const position = findCue(own.trace, own.facts, cue, from(cue));
    if (position !== undefined) return own.trace.seqs[position] as number;
    return fault(line, `no event of the recording ${step.recording} matches ${describeCue(cue)}`);
  };

  const stepSeq = (step: LessonStep): number => {
    const own = recordings.get(step.recording);
    if (own === undefined) {
      return fault(step.line, noRecording(step.recording, [...recordings.keys()]));
    }
    const seq = seqOf(step, step);
    if (seq === 0) return seq;
    const position = own.trace.positionOf(seq);
    const before = last.get(step.recording);
    if (before !== undefined && position <= before.position) {
      const reason =
        `its event comes before that of the step "${before.title}" above; ` +
        'steps go with the recording';
      fault(step.line, reason);
    }
    last.set(step.recording, { position, title: step.title });
    if (step.id !== undefined) found.set(step.id, position);
    return seq;
  };

  const question = (step: LessonStep, asked: Question): CuedQuestion => {
    const { prompt, reason } = asked;
    const texts = { prompt: prompt.map(linked), reason: reason.map(linked) };
    if (asked.kind === 'order') {
      const items = asked.items.map(({ label, event }) => ({ label, event: seqOf(step, event) }));
      return { ...asked, ...texts, items };
    }
    return { ...asked, ...texts, answer: seqOf(step, asked.answer) };
  };

  const linked = (node: LessonNode): LessonNode => {
    const children = node.children.map((child) =>
      typeof child === 'string' ? child : linked(child),
    );
    if (node.href === undefined) return { ...node, children };
    return { ...node, href: linkTarget(node.href, course), children };
  };

  const block = (step: LessonStep, one: LessonBlock): CuedBlock => {
    switch (one.block) {
      case 'text':
        return { ...one, node: linked(one.node) };
      case 'aside':
        return { ...one, nodes: one.nodes.map(linked) };
      case 'question':
        return { ...one, question: question(step, one.question) };
      case 'runs': {
        const [left, right] = [one.left, one.right].map((side) => sideTarget(side, lesson, course));
        return { ...one, left: left ?? one.left, right: right ?? one.right };
      }
      case 'lab':
      case 'measure':
        return one;
    }
  };

  const steps = lesson.steps.map((step): CuedStep => {
    const { cue: _cue, line: _line, holds: _holds, ...shown } = step;
    const seq = stepSeq(step);
    const body = step.body.map((one) => block(step, one));
    const { notes } = step;
    const cued = { ...shown, seq, body };
    return notes === undefined
      ? cued
      : { ...cued, notes: { ...notes, nodes: notes.nodes.map(linked) } };
  });
  const { references: _, ...about } = lesson;
  const named = [...recordings].map(([name, { trace }]) => ({ name, title: trace.header.title }));
  return { lesson: { ...about, recordings: named, steps }, problems, from };
}

function noRecording(name: string, all: readonly string[]): string {
  if (all.length === 0) return 'the lesson is not recorded yet: wirestep record does it';
  return `the lesson has no recording ${name}; it has ${all.join(', ')}`;
}
