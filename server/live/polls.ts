import { parseGiven, writeGiven } from '../../src/course/given.ts';
import type { PeopleState, QuestionState, TallyRow } from '../../src/live/state.ts';
import { LiveError } from './live-error.ts';

export const POLL_LIMITS = {
  /** Questions whose tallies are kept. */
  kept: 200,
  /** Answers to one question, and characters that they take together. */
  answers: 1000,
  characters: 200_000,
};

/** A question to the room, and what has come back. */
interface Poll {
  readonly number: number;
  question: string;
  readonly after?: number;
  revealed: boolean;
  /** By participant. */
  readonly answers: Map<number, string>;
  /** By answer. */
  readonly hands: Map<string, number>;
}

/** The open question, and the tallies of those before it. Questions are numbered from 1. */
export class Polls {
  #count = 0;
  #open: Poll | undefined;
  #ended: Poll[] = [];

  /** The one that is open ends. */
  pose(question: string, after?: number): void {
    this.end();
    const poll = { number: ++this.#count, question, revealed: false };
    const [answers, hands] = [new Map<number, string>(), new Map<string, number>()];
    this.#open = { ...poll, ...(after === undefined ? {} : { after }), answers, hands };
  }

  /** May be changed until the reveal. @throws LiveError where it comes too late, or is no answer */
  answer(participant: number, number: number, given: string): void {
    const poll = this.#open;
    if (poll?.number !== number) throw new LiveError('That question is no longer open.');
    if (poll.revealed) throw new LiveError('The answer has been shown: it is too late to change.');
    const answer = readAnswer(given);
    if (!hasRoom(poll, participant, answer)) {
      throw new LiveError('The room has given as many answers as a question can keep.');
    }
    poll.answers.set(participant, answer);
  }

  /** @throws LiveError where no question is open, or `given` is no answer */
  hands(given: string, count: number): void {
    const poll = this.#opened();
    const answer = readAnswer(given);
    if (count === 0) poll.hands.delete(answer);
    else if (poll.hands.size >= POLL_LIMITS.answers && !poll.hands.has(answer)) {
      throw new LiveError('No more different answers can be counted for this question.');
    } else poll.hands.set(answer, count);
  }

  /** @throws LiveError where no question is open */
  reveal(question: string): void {
    const poll = this.#opened();
    poll.question = question;
    poll.revealed = true;
  }

  /** A question that nobody has answered leaves nothing behind. */
  end(): void {
    const poll = this.#open;
    if (poll === undefined) return;
    this.#open = undefined;
    if (poll.answers.size + poll.hands.size === 0) return;
    this.#ended = [...this.#ended, poll].slice(-POLL_LIMITS.kept);
  }

  forget(): void {
    this.#open = undefined;
    this.#ended = [];
  }

  /** As a participant may see it, or the presenter. */
  stateFor(who: number | 'presenter' | undefined): QuestionState {
    const poll = this.#open;
    if (poll === undefined) return { type: 'question', revealed: false, answers: 0 };
    const { number, question, after, revealed, answers } = poll;
    const given = typeof who === 'number' ? answers.get(who) : undefined;
    return {
      type: 'question',
      number,
      question,
      ...(after === undefined ? {} : { after }),
      revealed,
      answers: answers.size,
      ...(revealed || who === 'presenter' ? { tally: tallyOf(poll) } : {}),
      ...(given === undefined ? {} : { given }),
    };
  }

  /** Also of the open question, where something has been answered. */
  get tallies(): PeopleState['tallies'] {
    const open = this.#open === undefined ? [] : [this.#open];
    return [...this.#ended, ...open]
      .map((poll) => ({ question: poll.question, rows: tallyOf(poll) }))
      .filter(({ rows }) => rows.length > 0);
  }

  #opened(): Poll {
    if (this.#open === undefined) throw new LiveError('No question is open.');
    return this.#open;
  }
}

/** The most given first; where as many, in the order in which they were first given. */
function tallyOf({ answers, hands }: Poll): readonly TallyRow[] {
  const counts = new Map<string, number>();
  for (const given of answers.values()) counts.set(given, (counts.get(given) ?? 0) + 1);
  return [...new Set([...counts.keys(), ...hands.keys()])]
    .map((given) => ({ given, count: counts.get(given) ?? 0, hands: hands.get(given) ?? 0 }))
    .sort((a, b) => b.count + b.hands - a.count - a.hands);
}

/** The same answer is always the same text. */
function readAnswer(text: string): string {
  const given = parseGiven(text);
  if (given === undefined) throw new LiveError('That is no answer to a question.');
  return writeGiven(given);
}

function hasRoom({ answers }: Poll, participant: number, answer: string): boolean {
  const others = [...answers].filter(([number]) => number !== participant);
  if (others.length >= POLL_LIMITS.answers) return false;
  const different = new Set([answer, ...others.map(([, given]) => given)]);
  return [...different].reduce((sum, { length }) => sum + length, 0) <= POLL_LIMITS.characters;
}
