import { nextMatch, previousMatch } from '../../analysis/find.ts';
import type { Predicate } from '../../analysis/find.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { callListOf } from './call-list.svelte.ts';

const lastJumps = new WeakMap<PlayerState, Predicate>();

/**
 * To the next (1) or previous (−1) event for which a predicate holds, in the part of the trace that
 * steps stay in. False where there is none: then the playhead stays, and the list of calls says so.
 */
export function jump(player: PlayerState, predicate: Predicate, way: 1 | -1): boolean {
  const { replay } = player;
  const { trace, position, within } = replay;
  const find = way === 1 ? nextMatch : previousMatch;
  const to = find(trace, predicate, position, within);
  lastJumps.set(player, predicate);
  replay.pause();
  callListOf(player).notice =
    to === undefined ? `No ${way === 1 ? 'later' : 'earlier'} ${predicate.title}.` : '';
  if (to !== undefined) replay.seek(to);
  return to !== undefined;
}

/** The next or previous match of the search; where nothing is searched for, of the last jump. */
export async function jumpAgain(player: PlayerState, way: 1 | -1): Promise<boolean> {
  if (player.find !== '') return callListOf(player).toMatch(way);
  const last = lastJumps.get(player);
  return last !== undefined && jump(player, last, way);
}

/** Brings the list of calls to the front and its search box into focus. */
export function askSearch(player: PlayerState): void {
  player.view = 'calls';
  callListOf(player).wanted = true;
}
