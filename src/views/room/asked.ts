/** The question to the room, as the server tells it. */
import { parseGiven, writeGiven, type Given } from '../../course/given.ts';
import { readRoomQuestion, type RoomQuestion } from '../../course/room-question.ts';
import type { QuestionState, TallyRow } from '../../live/state.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';
import { answerLines } from '../lesson/answer-words.ts';
import type { AppState } from '../shell/app-state.svelte.ts';

/** The open question; undefined where there is none. */
export function askedOf(state: QuestionState | undefined): RoomQuestion | undefined {
  if (state?.number === undefined || state.question === undefined) return undefined;
  return readRoomQuestion(state.question);
}

/** What a page asks about: `recording/ID`, or `lesson/SLUG.NAME` with the lesson's recording. */
export function aboutOf(opened: AppState['opened']): string | undefined {
  if (opened === undefined) return undefined;
  const { course } = opened.player;
  return course === undefined ? opened.key : `${opened.key}.${course.recording}`;
}

/** One answer of the room. */
export interface AnswerRow {
  /** As it is counted. */
  readonly given: string;
  readonly words: string;
  readonly count: number;
  readonly hands: number;
  /** It is what was recorded, where that is told. */
  readonly recorded: boolean;
}

/** All answers; the options of a choice in their order and what was recorded, also where nobody
 *  gave them. */
export function answerRows(
  question: RoomQuestion,
  tally: readonly TallyRow[],
  trace?: Trace,
): readonly AnswerRow[] {
  const options = question.kind === 'choice' ? question.options : [];
  const offered = options.map((_, option) => writeGiven({ kind: 'choice', option }));
  const recorded = question.recorded && writeGiven(question.recorded);
  const told = recorded === undefined ? [] : [recorded];
  const all = new Set([...offered, ...tally.map(({ given }) => given), ...told]);
  return [...all].map((given) => {
    const row = tally.find((one) => one.given === given);
    return {
      given,
      words: givenWords(question, parseGiven(given), trace),
      count: row?.count ?? 0,
      hands: row?.hands ?? 0,
      recorded: given === recorded,
    };
  });
}

/** An answer in one line. */
export function givenWords(
  question: RoomQuestion,
  given: Given | undefined,
  trace: Trace | undefined,
): string {
  if (given === undefined) return 'an answer that cannot be read';
  return visible(answerLines(question, given, trace).join(', then '));
}

/** "7 of 12 have answered." */
export function countWords(answers: number, followers: number): string {
  const have = answers === 1 ? 'has' : 'have';
  if (followers <= answers) return `${answers} ${have} answered.`;
  return `${answers} of ${followers} ${have} answered.`;
}
