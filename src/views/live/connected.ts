import type { SessionState } from '../../live/state.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';

/** How many clients would lose their server: by the recording, else by what the server tells. */
export function connectedNow(session: SessionState, player: PlayerState | undefined): number {
  const running = session.clients.filter((client) => client.running).length;
  if (player?.live === undefined) return running;
  const { replay } = player;
  const { connections, sockets } = replay.sceneAt(replay.trace.length - 1);
  const open = new Set(sockets.filter(({ state }) => state !== 'closed').map(({ id }) => id));
  return connections.filter(({ server }) => server !== undefined && open.has(server)).length;
}
