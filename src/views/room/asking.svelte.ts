import { untrack } from 'svelte';
import { writeGiven, type Given } from '../../course/given.ts';
import { answerOf } from '../../course/grade.ts';
import { practiceQuestions, type PracticeQuestion } from '../../course/practice.ts';
import { writeRoomQuestion, type RoomQuestion } from '../../course/room-question.ts';
import { roomQuestions, settled } from '../../course/room-questions.ts';
import type { Trace } from '../../trace/trace.ts';
import { questionOf } from '../lesson/gate.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { aboutOf, askedOf } from './asked.ts';

/** Questions that can be asked, by where they come from. */
export interface Offer {
  readonly title: string;
  readonly questions: readonly (RoomQuestion | PracticeQuestion)[];
}

interface Made {
  readonly player: PlayerState;
  /** Events that there were. */
  readonly length: number;
  readonly questions: Offer['questions'];
}

const MOST_COMING = 7;

/** What the presenter's page does with questions to the room. */
export class Asking {
  readonly #app: AppState;
  readonly #live: LiveState;
  /** Made of a recording when that was asked for: each growth would make others. */
  #made = $state.raw<Made>();

  /** The open question. */
  readonly question = $derived.by(() => askedOf(this.#live.question));
  /** What it is about is what this page shows. */
  readonly here = $derived.by(
    () => this.question !== undefined && this.question.about === aboutOf(this.#app.opened),
  );
  /** With its answer, where that is there; else why it is not. */
  readonly answer = $derived.by((): RoomQuestion | 'elsewhere' | 'open' | 'lost' => {
    const { question, here } = this;
    const trace = this.#app.opened?.player.replay.trace;
    if (question === undefined || !here || trace === undefined) return 'elsewhere';
    const { coming } = question;
    const after = this.#live.question?.after;
    if (coming === undefined || after === undefined) return question;
    return settled(trace, { ...question, coming, after });
  });
  readonly offers = $derived.by((): readonly Offer[] => this.#offers());

  constructor(app: AppState, live: LiveState) {
    this.#app = app;
    this.#live = live;
  }

  /** Questions can be made of the recording on the screen, and were not yet. */
  get canMake(): boolean {
    const player = this.#app.opened?.player;
    if (player === undefined || player.course !== undefined) return false;
    return this.#made?.player !== player || this.#made.length < player.replay.trace.length;
  }

  make(): void {
    const player = this.#app.opened?.player;
    if (player === undefined) return;
    const { whole } = player;
    this.#made = { player, length: whole.length, questions: practiceQuestions(whole) };
  }

  async ask(question: RoomQuestion | PracticeQuestion): Promise<void> {
    const about = aboutOf(this.#app.opened);
    const { after, ...asked } = { after: undefined, ...question };
    await this.#live.ask({
      type: 'pose',
      question: writeRoomQuestion({ ...asked, ...(about !== undefined && { about }) }),
      ...(after !== undefined && { after }),
    });
  }

  /** Shows the answer to all, here at its event. */
  async reveal(): Promise<void> {
    const { answer } = this;
    const player = this.#app.opened?.player;
    if (typeof answer === 'string' || player === undefined) return;
    const recorded = answerOf(player.whole, answer);
    const told = { ...answer, ...(recorded !== undefined && { recorded }) };
    const done = await this.#live.ask({ type: 'reveal', question: writeRoomQuestion(told) });
    if (done === undefined) return;
    player.hideAfter(undefined);
    if (player.course?.isOpen(answer)) player.skip(answer);
    if (answer.kind !== 'order') player.seek(answer.answer);
  }

  async end(): Promise<void> {
    await this.#live.ask({ type: 'end-question' });
  }

  async count(given: Given | string, count: number): Promise<void> {
    const text = typeof given === 'string' ? given : writeGiven(given);
    await this.#live.ask({ type: 'hands', given: text, count });
  }

  /** An answer that everybody sees happen is shown at once. Effects hang on the caller. */
  watch(): void {
    const number = $derived(this.#live.question?.number);
    const waits = $derived(this.question?.coming !== undefined && !this.#live.question?.revealed);
    $effect(() => {
      if (number !== undefined && waits && typeof this.answer !== 'string')
        untrack(() => void this.reveal());
    });
  }

  #offers(): readonly Offer[] {
    const player = this.#app.opened?.player;
    if (player === undefined) return [];
    const own = questionOf(player.step);
    const { replay, live } = player;
    const coming = live === undefined ? [] : comingOf(replay.trace, replay.thread);
    const made = this.#made?.player === player ? this.#made.questions : [];
    return [
      { title: 'This page of the lesson', questions: own === undefined ? [] : [own] },
      { title: 'What comes next', questions: coming },
      { title: 'What is recorded', questions: made },
    ].filter(({ questions }) => questions.length > 0);
  }
}

/** Those of the selected thread first. */
function comingOf(trace: Trace, selected: number | undefined): Offer['questions'] {
  const own = selected === undefined ? [] : roomQuestions(trace, selected);
  const others = roomQuestions(trace).filter(({ id }) => !own.some((one) => one.id === id));
  return [...own, ...others].slice(0, MOST_COMING);
}
