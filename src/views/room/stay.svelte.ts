import { isShown } from '../live/join-session.svelte.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { recallInTab, rememberInTab } from './tab-memory.ts';

const KEY = 'wirestep.now';

/**
 * A page that stood at the end of the live recording stands there again once it is loaded again: its
 * address names an event, and meanwhile there are more. Goes on while what called this is there.
 */
export function stayAtNow(app: AppState, live: LiveState): void {
  let back = isReload() ? recallInTab(KEY) : undefined;

  $effect(() => {
    if (!isShown(live, app)) return;
    const recording = live.session?.recording ?? '';
    const replay = app.opened?.player.replay;
    if (replay === undefined) return;
    if (back === recording) replay.last();
    back = undefined;
    rememberInTab(KEY, replay.rank >= replay.count ? recording : undefined);
  });
}

function isReload(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry !== undefined && 'type' in entry && entry.type === 'reload';
}
