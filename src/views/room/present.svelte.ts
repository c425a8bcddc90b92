import { untrack } from 'svelte';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { shownOn, type Shown } from './shown.ts';
import { Throttle, type Later } from './throttle.ts';

/** At most ten looks a second. */
const REST_MS = 100;

/** Tells the server where the presenter's page is, until what called this is gone. */
export function present(app: AppState, live: LiveState, later?: Later): void {
  const tell = ({ link, now }: Shown): void => void live.tell({ type: 'look', link, now });
  const looks = new Throttle(tell, REST_MS, later);
  const link = $derived(shownOn(app, live.session?.recording)?.link);
  const now = $derived(shownOn(app, live.session?.recording)?.now === true);
  $effect(() => {
    // A server that has gone and come back has not heard.
    if (!live.online || link === undefined) return;
    const shown = { link, now };
    untrack(() => looks.push(shown));
  });
  $effect(() => () => looks.stop());
}
