import { predicateOf } from '../../analysis/find.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';

/** Play stops at events for which the predicate holds, or no longer does. */
export function toggleBreakpoint(player: PlayerState, id: string): void {
  const { replay } = player;
  if (predicateOf(id) === undefined) return;
  replay.breakpoints = replay.breakpoints.includes(id)
    ? replay.breakpoints.filter((one) => one !== id)
    : [...replay.breakpoints, id];
}
