import type { Layout } from '../player/layout.svelte.ts';
import { runCommand } from '../player/run-command.ts';
import { isLiveCommand, isPageCommand, type Command } from '../transport/keys.ts';
import type { AppState } from './app-state.svelte.ts';

interface Reach {
  readonly app: AppState;
  readonly layout: Layout;
  readonly show: (which: 'help' | 'palette' | 'export') => void;
}

/** Does what a key asked for; false where that means nothing here. */
export function doCommand(command: Command, { app, layout, show }: Reach): boolean {
  const player = app.opened?.player;
  if (command === 'presenter') layout.presenter = !layout.presenter;
  else if (command === 'export' && player === undefined) return false;
  else if (isPageCommand(command)) show(command);
  // The bar of a follower listens to it itself.
  else if (command === 'follow' || player === undefined) return false;
  else if (isLiveCommand(command)) {
    if (player.live === undefined) return false;
    void import('../live/run-live-command.ts').then((live) => live.runLiveCommand(command, player));
  } else runCommand(command, player);
  return true;
}
