import { connectionAt } from '../../analysis/find-connections.ts';
import { predicateOf } from '../../analysis/find.ts';
import type { Replay } from '../../replay/replay.svelte.ts';
import type { Unit } from '../../replay/steps.ts';
import { visible } from '../../trace/visible.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';

/** What Back and Forward can move by, with its name; some recordings have nothing of a kind. */
export function unitsOf({ replay, lesson }: PlayerState): readonly {
  readonly unit: Unit;
  readonly name: string;
  readonly none: boolean;
}[] {
  const { steps } = replay;
  const none = (unit: Unit) => unit !== replay.unit && steps.list(unit).length === 0;
  return [
    { unit: 'event', name: 'event', none: false },
    { unit: 'call', name: 'call', none: false },
    { unit: 'message', name: 'message', none: false },
    { unit: 'line', name: 'line', none: none('line') },
    { unit: 'marker', name: lesson ? 'lesson step' : 'marker', none: none('marker') },
  ];
}

/** The part of the recording that Back and Forward stay in. */
export const PARTS = ['all', 'thread', 'connection'] as const;
export type Part = (typeof PARTS)[number];

export const PART_NAMES: Readonly<Record<Part, string>> = {
  all: 'all threads',
  thread: 'this thread only',
  connection: 'this connection only',
};

export function partOf({ within }: Pick<Replay, 'within'>): Part {
  if (within.thread !== undefined) return 'thread';
  return within.connection === undefined ? 'all' : 'connection';
}

/** Stays with the thread in focus, or with the connection that is followed, else the one at the
 *  playhead; with all where there is no connection yet. */
export function stayWith(player: PlayerState, part: Part): void {
  const { replay } = player;
  player.stayWithThread(part === 'thread');
  if (part !== 'connection') return;
  replay.connection ??= connectionAt(replay.trace, replay.position);
  if (replay.connection === undefined) return;
  replay.thread = undefined;
  replay.onlyThread = true;
}

/** Why play has stopped by itself; empty where it did not. */
export function stoppedWords({ replay, lesson, marks }: PlayerState): string {
  const { stopped } = replay;
  if (stopped === undefined) return '';
  const titles = stopped.breakpoints.map((id) => predicateOf(id)?.title ?? id);
  if (stopped.mark) {
    const mark = marks.find(({ position }) => position === replay.position);
    titles.push(lesson ? 'the lesson goes on here' : visible(mark?.title ?? 'a marker'));
  }
  return `Stopped: ${titles.join(', ')}.`;
}

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

/**
 * The marks on a slider as one path, `width` pixels long: at most one line every three pixels,
 * however many marks there are.
 */
export function markPath(ranks: Iterable<number>, count: number, width: number): string {
  const places = new Set<number>();
  for (const rank of ranks) places.add(Math.round((percent(rank, count) * width) / 300) * 3);
  return Array.from(places, (x) => `M${x} 0V12`).join('');
}
