import { untrack } from 'svelte';
import { parseGiven, writeGiven } from '../../course/given.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { aboutOf, askedOf } from './asked.ts';

/**
 * Settles a lesson's question on this page once the room has seen its answer: the lesson goes on with
 * the class. Effects hang on the caller.
 */
export function settleWhenShown(app: AppState, live: LiveState): void {
  const shown = $derived(live.question?.revealed === true ? askedOf(live.question) : undefined);
  $effect(() => {
    const player = app.opened?.player;
    const question = shown;
    if (question === undefined || question.about !== aboutOf(app.opened)) return;
    untrack(() => {
      if (player?.course?.isOpen(question) !== true) return;
      const given = parseGiven(live.question?.given ?? '');
      const { recorded } = question;
      if (given === undefined || recorded === undefined) player.skip(question);
      else player.answer(question, given, writeGiven(given) === writeGiven(recorded));
    });
  });
}
