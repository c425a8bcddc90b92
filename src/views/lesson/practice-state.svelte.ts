import type { Given } from '../../course/given.ts';
import { practiceQuestions, type PracticeQuestion } from '../../course/practice.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import type { Kept } from './progress-file.ts';

/** Practice on an open recording: questions made of it, each hiding what answers it. */
export class PracticeState {
  readonly #player: PlayerState;
  readonly questions: readonly PracticeQuestion[];
  #at = $state(0);
  #kept = $state.raw<readonly (Kept | undefined)[]>([]);

  /** The question on the screen, and what has become of it. */
  readonly question = $derived.by(() => this.questions[this.#at]);
  readonly kept = $derived.by(() => this.#kept[this.#at]);
  /** How many were answered right so far, and how many settled. */
  readonly right = $derived.by(
    () => this.#kept.filter((kept) => kept?.state === 'answered' && kept.right).length,
  );

  constructor(player: PlayerState) {
    this.#player = player;
    this.questions = practiceQuestions(player.whole);
    this.#show();
  }

  /** Number of the question on the screen, from 1. */
  get number(): number {
    return this.#at + 1;
  }

  /** Every question has been asked. */
  get done(): boolean {
    return this.questions.length > 0 && this.#at >= this.questions.length;
  }

  /** The answer comes to light, and all that follows up to the next question. */
  settle(given: Given | undefined, right: boolean): void {
    const kept: Kept =
      given === undefined ? { state: 'skipped' } : { state: 'answered', given, right };
    this.#kept = [...this.#kept, kept];
    this.#player.hideAfter(this.questions[this.#at + 1]?.after);
  }

  next(): void {
    this.#at++;
    this.#show();
  }

  #show(): void {
    const after = this.question?.after;
    this.#player.hideAfter(after);
    if (after !== undefined) this.#player.seek(after);
  }
}

/** Begins practice on a recording. */
export function startPractice(player: PlayerState): void {
  player.practice = new PracticeState(player);
}

/** Ends it, and gives everything back. */
export function stopPractice(player: PlayerState): void {
  player.practice = undefined;
  player.hideAfter(undefined);
}
