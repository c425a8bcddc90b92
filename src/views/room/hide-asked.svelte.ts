import { untrack } from 'svelte';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { aboutOf, askedOf } from './asked.ts';

/**
 * Hides on this page what would answer the question to the room, until its answer is shown. The
 * presenter's page goes on where the answer is still to come. Effects hang on the caller.
 */
export function hideWhileAsked(app: AppState, live: LiveState): void {
  const question = $derived(askedOf(live.question));
  const after = $derived.by(() => {
    const { revealed, after: event } = live.question ?? { revealed: true };
    if (revealed || question === undefined || question.about !== aboutOf(app.opened)) return;
    return live.presents && question.coming !== undefined ? undefined : event;
  });
  $effect(() => {
    const player = app.opened?.player;
    if (player === undefined || after === undefined) return;
    const event = after;
    untrack(() => {
      if (player.practice !== undefined) return;
      player.hideAfter(event);
      if (live.presents) player.seek(event);
    });
    return () => untrack(() => player.practice === undefined && player.hideAfter(undefined));
  });
}
