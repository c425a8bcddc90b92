import type { Replay } from '../../replay/replay.svelte.ts';
import type { Unit } from '../../replay/steps.ts';

/** What Back and Forward can move by. */
export const UNITS = ['event', 'call', 'message'] as const satisfies readonly Unit[];

/** Time of the playhead's event since the recording began: "+3.417 ms". */
export function elapsed({ event }: Pick<Replay, 'event'>): string {
  if (event === undefined) return '+0.000 ms';
  const milliseconds = event.at / 1_000_000;
  if (milliseconds < 10_000) return `+${milliseconds.toFixed(3)} ms`;
  return `+${(milliseconds / 1000).toFixed(3)} s`;
}

/** A place on the slider in percent of its length. */
export function percent(rank: number, count: number): number {
  return count === 0 ? 0 : (100 * rank) / count;
}
