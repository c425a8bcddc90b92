import type { PlayerState } from '../player/player-state.svelte.ts';
import { callLine, type CallLine } from './calls.ts';
import type { Rows } from './rows.ts';
import type { Sight } from './sight.ts';

/** A row as it is drawn. */
export interface DrawnRow {
  /** Its place in the list, from 0. */
  readonly row: number;
  readonly line: CallLine;
  readonly badge: string;
  readonly now: boolean;
  readonly future: boolean;
}

/** The rows in sight, and the one that the keyboard is on: focus must not get lost by scrolling. */
export function drawRows(
  player: PlayerState,
  rows: Rows,
  { from, to }: Sight,
  entered: number | undefined,
): readonly DrawnRow[] {
  const { trace, scene } = player.replay;
  const current = trace.seqs[scene.position];
  const places = Array.from({ length: to - from }, (_, n) => from + n);
  // In order: an element that is moved in the page loses the focus.
  if (entered !== undefined && entered < from) places.unshift(entered);
  if (entered !== undefined && entered >= to) places.push(entered);
  const badges = new Map<number, string>();
  return places
    .filter((row) => row < rows.call.length)
    .map((row) => {
      const line = callLine(trace, rows.call[row] as number, scene.position);
      const known = badges.get(line.thread);
      const badge = known ?? scene.threads.find(({ id }) => id === line.thread)?.badge ?? '';
      badges.set(line.thread, badge);
      const now = line.last === current || line.seq === current;
      return { row, line, badge, now, future: (rows.from[row] as number) > scene.position };
    });
}
