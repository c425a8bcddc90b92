/** A lesson on one or two sheets of paper: what is asked, and no answer. */
import { answerOf } from '../../course/grade.ts';
import type { CuedLesson, CuedQuestion, CuedStep, LessonNode, Stage } from '../../course/lesson.ts';
import { paragraphs, sentencesOf } from '../../course/plain.ts';
import type { Trace } from '../../trace/trace.ts';
import { blanked, givesAway } from './blanks.ts';

/** One step on paper. */
export interface SheetStep {
  readonly page: number;
  /** The last of several pages whose text is left for the student to write; else `page`. */
  readonly upTo: number;
  /** Undefined where its text says what was asked before: the student writes down what they saw. */
  readonly title: string | undefined;
  /** Its key sentences. */
  readonly text: string;
  readonly question: CuedQuestion | undefined;
  /** For the teacher's own copy. */
  readonly notes: readonly { readonly minutes: number | undefined; readonly text: string }[];
}

/** Characters of text that a step has room for, with a question and without one. */
const ROOM = { asked: 230, told: 130 } as const;

/** The steps of a lesson; `traces` are its recordings by their names: they know the answers. */
export function sheetOf(
  lesson: CuedLesson,
  traces: ReadonlyMap<string, Trace>,
): readonly SheetStep[] {
  const hidden: string[] = [];
  let asked = false;
  const sheet: SheetStep[] = [];
  for (const [at, step] of lesson.steps.entries()) {
    const question = questionOf(step);
    const page = at + 1;
    const notes = notesOf(step);
    const before = sheet.at(-1);
    if (asked && question === undefined && TELLS.has(step.stage)) {
      // One room to write for all pages up to the next question.
      if (before?.title === undefined && before !== undefined) {
        sheet[sheet.length - 1] = { ...before, upTo: page, notes: [...before.notes, ...notes] };
      } else sheet.push({ page, upTo: page, title: undefined, text: '', question, notes });
      continue;
    }
    // A later question's page begins with what came of the one before: its last paragraph is what
    // it asks about.
    const later = asked && question !== undefined;
    const title = later ? 'Next question' : blanked(step.title, hidden);
    const told = textBefore(step)
      .flatMap(paragraphs)
      .slice(later ? -1 : 0)
      .join(' ');
    const text = blanked(shortened(told, question ? ROOM.asked : ROOM.told), hidden);
    const trace = traces.get(step.recording);
    if (question && trace) hidden.push(...givesAway(question, answerOf(trace, question)));
    asked ||= question !== undefined;
    sheet.push({ page, upTo: page, title, text, question, notes });
  }
  return sheet;
}

/** Stages whose pages say what came of the question before them. */
const TELLS: ReadonlySet<Stage> = new Set(['predict', 'run', 'investigate']);

function questionOf({ body }: CuedStep): CuedQuestion | undefined {
  return body.find((part) => part.block === 'question')?.question;
}

/** What stands after a question says its answer. */
function textBefore({ body }: CuedStep): readonly LessonNode[] {
  const asked = body.findIndex(({ block }) => block === 'question');
  return body
    .slice(0, asked < 0 ? undefined : asked)
    .flatMap((part) => (part.block === 'text' ? [part.node] : []));
}

/** As many whole sentences as there is room for; at least one. */
export function shortened(text: string, room: number): string {
  const [first = '', ...more] = sentencesOf(text);
  let all = first;
  for (const sentence of more) {
    if (all.length + 1 + sentence.length > room) break;
    all += ` ${sentence}`;
  }
  // What announces something that is not there.
  return all.replace(/:$/, '.');
}

function notesOf({ notes }: CuedStep): SheetStep['notes'] {
  if (notes === undefined) return [];
  return [{ minutes: notes.minutes, text: notes.nodes.flatMap(paragraphs).join(' ') }];
}
