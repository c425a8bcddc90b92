/** What every lesson keeps to, whatever its recordings are. */
import { LessonError, STAGES } from './lesson.ts';
import type { Lesson, LessonStep, Reference } from './lesson.ts';
import { linkFault, sideTarget, type Course } from './links.ts';
import { paragraphs, sentencesOf, wordCount, wordsOf } from './plain.ts';
import { findTerm, type GlossaryEntry } from './reference.ts';

const MOST_STEPS = 12;
const MOST_WORDS = 25;

/** What lessons may name. */
export interface Known {
  readonly course: Course;
  readonly glossary: readonly GlossaryEntry[];
}

/** Everything in a lesson that the rules do not allow. `path` of `lesson.md`, for messages. */
export function lessonFaults(path: string, lesson: Lesson, known: Known): readonly LessonError[] {
  const faults = [
    ...countFaults(lesson),
    ...stageFaults(lesson.steps),
    ...lesson.steps.flatMap((step) => [...sentenceFaults(step)]),
    ...lesson.references.map((reference) => referenceFault(reference, lesson, known)),
  ];
  return faults.flatMap((fault) =>
    fault === undefined ? [] : [new LessonError(path, fault.line, fault.reason)],
  );
}

interface Fault {
  readonly line: number;
  readonly reason: string;
}

function* countFaults({ steps }: Lesson): Iterable<Fault> {
  const first = steps[MOST_STEPS];
  if (first !== undefined) {
    yield { line: first.line, reason: `a lesson has at most ${MOST_STEPS} steps` };
  }
  if (!steps.some(({ body }) => body.some(({ block }) => block === 'question'))) {
    yield { line: 1, reason: 'a lesson asks at least one question' };
  }
}

/**
 * All stages, in their order. Until the first `modify`, a lesson may go back: to predict, run and
 * investigate the next thing.
 */
function* stageFaults(steps: readonly LessonStep[]): Iterable<Fault> {
  let reached = -1;
  for (const { stage, line } of steps) {
    const at = STAGES.indexOf(stage);
    if (at > reached + 1) {
      const missing = STAGES[reached + 1];
      yield {
        line,
        reason: `the stage ${missing} comes before ${stage}: add ::step{stage="${missing}"}`,
      };
    }
    if (at < reached && reached >= STAGES.indexOf('modify')) {
      yield { line, reason: `after ${STAGES[reached]} no step can be ${stage}` };
    }
    reached = Math.max(reached, at);
  }
  const missing = STAGES.slice(reached + 1);
  if (missing.length > 0) {
    const line = steps.at(-1)?.line ?? 1;
    yield { line, reason: `the lesson has no stage ${missing.join(', ')}` };
  }
}

function* sentenceFaults({ title, body, notes, line }: LessonStep): Iterable<Fault> {
  const texts = [title, ...wordsOf(body).map(({ text }) => text)];
  for (const text of [...texts, ...(notes?.nodes.flatMap(paragraphs) ?? [])]) {
    for (const sentence of sentencesOf(text)) {
      const count = wordCount(sentence);
      if (count <= MOST_WORDS) continue;
      const shown = `${sentence.split(/\s+/).slice(0, 6).join(' ')} …`;
      yield { line, reason: `${count} words in one sentence, at most ${MOST_WORDS}: "${shown}"` };
    }
  }
}

function referenceFault(
  { what, name, line }: Reference,
  lesson: Lesson,
  { course, glossary }: Known,
): Fault | undefined {
  const reason = ((): string | undefined => {
    switch (what) {
      case 'link':
        return linkFault(name, course);
      case 'term':
        return findTerm(glossary, name) ? undefined : `the glossary has no term "${name}"`;
      case 'lab':
        return course.presets.includes(name)
          ? undefined
          : `the byte lab has no preset "${name}"; it has ${course.presets.join(', ')}`;
      case 'recording':
        return sideTarget(name, lesson, course) === undefined
          ? `there is no recording "${name}" to compare`
          : undefined;
    }
  })();
  return reason === undefined ? undefined : { line, reason };
}
