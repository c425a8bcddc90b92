import type { AppState } from '../shell/app-state.svelte.ts';
import type { LiveState } from './live-state.svelte.ts';

/**
 * Joins page and live session, while the component lives that calls this: its player knows that it
 * shows what is going on, and the page goes along when a new session begins.
 */
export function joinSession(live: () => LiveState, app: () => AppState): void {
  let before: string | undefined;

  $effect(() => {
    const player = app().opened?.player;
    if (player === undefined) return;
    player.live = isShown(live(), app()) ? live() : undefined;
    player.replay.grows = player.live?.session?.state === 'running';
  });

  $effect(() => {
    const { session, presents } = live();
    // Not before it runs: one that cannot begin leaves no recording.
    if (session?.recording === undefined || session.state !== 'running') return;
    const old = before;
    before = session.recording;
    if (old === undefined || old === before) return;
    const { opened } = app();
    if (opened?.key !== `recording/${old}`) return;
    const { rank, count } = opened.player.replay;
    if (presents || rank >= count) void app().visit(`#/recording/${before}`);
  });
}

/** Whether the recording on the page is that of the live session, also of one that has stopped. */
export function isShown({ session }: LiveState, { opened }: AppState): boolean {
  return session?.recording !== undefined && opened?.key === `recording/${session.recording}`;
}
