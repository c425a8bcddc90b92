import { countUpTo } from '../../../trace/group.ts';
import type { PlayerState } from '../../player/player-state.svelte.ts';
import type { Action } from './action.ts';

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** Nanoseconds of a time as a person writes it, "3.4 ms" or "+41ms"; undefined where it is none. */
export function timeIn(text: string): number | undefined {
  const [, digits, unit] =
    /^\+?\s*(\d{1,12}(?:\.\d{1,9})?)\s*(ns|us|µs|ms|s)$/.exec(text.trim()) ?? [];
  const factor = unit && UNITS[unit];
  return digits === undefined || !factor ? undefined : Number(digits) * factor;
}

/** What a typed number or time means: the event of that rank, the call of that number, a moment. */
export function typedActions(text: string, player: PlayerState): readonly Action[] {
  const { replay } = player;
  const time = timeIn(text);
  if (time !== undefined) {
    const rank = replay.steps.rank(countUpTo(replay.trace.ats, time) - 1);
    return [
      goTo('typed-time', `Go to the moment ${text.trim()}: event ${rank}`, () =>
        replay.seekRank(rank),
      ),
    ];
  }
  const [, mark, digits] = /^(#|event\s+)?(\d{1,15})$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return [];
  const number = Number(digits);
  const found: Action[] = [];
  if (mark !== '#' && number <= replay.count) {
    const title = `Go to event ${number} of ${replay.count}`;
    found.push(goTo('typed-rank', title, () => replay.seekRank(number)));
  }
  if (!/^event/i.test(mark ?? '') && replay.trace.positionOf(number) >= 0) {
    found.push(goTo('typed-seq', `Go to #${number}`, () => replay.seekSeq(number)));
  }
  return found.map((action) => ({ ...action, run: () => (replay.pause(), action.run()) }));
}

function goTo(id: string, title: string, run: () => void): Action {
  return { id, group: 'Go to', title, run };
}
