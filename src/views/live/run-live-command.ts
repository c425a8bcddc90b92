import { assertNever } from '../../trace/format.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import type { LiveCommand } from '../transport/keys.ts';
import { Stepping } from './stepping.svelte.ts';

/** Does what a key asked of the live session, as far as this page may. */
export function runLiveCommand(command: LiveCommand, player: PlayerState): Promise<void> | void {
  if (command === 'now') return player.replay.last();
  if (player.live?.presents !== true) return;
  const stepping = new Stepping(() => player);
  switch (command) {
    case 'hold':
      return stepping.toggle();
    case 'hold-all':
      return stepping.toggleAll();
    case 'step':
      return stepping.step();
    case 'run-return':
      return stepping.run('return');
    case 'run-message':
      return stepping.run('message');
    default:
      return assertNever(command);
  }
}
