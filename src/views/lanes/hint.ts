import { lacks } from '../../trace/lacks.ts';
import type { LanesState } from './lanes-state.svelte.ts';
import { durationText } from './ticks.ts';

/** The legend: only of what is on the screen. */
export function hintOf(lanes: LanesState): string {
  const { timed, window, player, drawn, boxes } = lanes;
  const waiting = timed ? 'hatched: waiting' : 'hatched: waiting in the kernel';
  const blind = lacks(player.replay.trace, 'calls');
  const parts = [blind ? 'calls and threads not recorded' : waiting];
  const has = (look: string): boolean =>
    [...boxes.values()].some((lane) => lane.some((box) => box.look === look));
  if (has('held')) parts.push(`dots: held by ${player.live ? 'the presenter' : 'wirestep'}`);
  if (player.future) parts.push('dotted: not yet happened');
  if (!timed) return [...parts, 'each event one column'].join(' · ');
  if (has('bar')) parts.push('bars: several events');
  if (drawn.hidden > 0) parts.push('zoom in for all arrows');
  return [`${durationText(window.to - window.from)} in sight`, ...parts].join(' · ');
}
