import type { PlayerCommand } from '../transport/keys.ts';
import type { PlayerState } from './player-state.svelte.ts';

/** Does what a key asked for. */
export function runCommand(command: PlayerCommand, player: PlayerState): void {
  const { replay } = player;
  switch (command) {
    case 'event-back':
      return replay.back(replay.unit);
    case 'event-forward':
      return replay.forward(replay.unit);
    case 'call-back':
      return replay.back('call');
    case 'call-forward':
      return replay.forward('call');
    case 'marker-back':
      return player.toMark(-1);
    case 'marker-forward':
      return player.toMark(1);
    case 'play':
      return replay.toggle();
    case 'first':
      return replay.first();
    case 'last':
      return replay.last();
    case 'page-back':
      return player.lesson ? player.openPage(player.page - 1) : player.toMark(-1);
    case 'page-forward':
      return player.lesson ? player.openPage(player.page + 1) : player.toMark(1);
    case 'find':
      return void jumps().then(({ askSearch }) => askSearch(player));
    case 'match-back':
      return void jumps().then(({ jumpAgain }) => jumpAgain(player, -1));
    case 'match-forward':
      return void jumps().then(({ jumpAgain }) => jumpAgain(player, 1));
    default: {
      const thread = replay.scene.threads[Number(command.slice('thread-'.length)) - 1];
      if (thread !== undefined) player.select(thread.id);
    }
  }
}

/** The search comes with the list of calls: not before the first lesson shows. */
function jumps() {
  return import('../calls/jumps.ts');
}
