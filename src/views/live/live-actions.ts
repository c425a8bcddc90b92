import type { PlayerState } from '../player/player-state.svelte.ts';
import type { Action } from '../shell/palette/action.ts';
import { isHeld } from './live-threads.ts';
import { Stepping } from './stepping.svelte.ts';
import { UNTIL } from './until.ts';

/** What can be done with the live session, where its recording is on the page. */
export function liveActions(player: PlayerState): readonly Action[] {
  const { live } = player;
  if (live === undefined) return [];
  const now = action('now', 'Now: to the end of what has happened', 'l', () =>
    player.replay.last(),
  );
  if (!live.presents) return [now];
  const stepping = new Stepping(() => player);
  const { target, all } = stepping;
  return [
    now,
    action('hold-all', all ? 'Resume all threads' : 'Hold all threads', 'H', () =>
      stepping.toggleAll(),
    ),
    action('step-all', 'Step all held threads', undefined, () => stepping.stepAll()),
    ...(target === undefined ? [] : ofThread(stepping, target.name, isHeld(target))),
    action('end-gone', 'End the threads whose client is gone', undefined, () =>
      stepping.end('gone'),
    ),
  ];
}

function ofThread(stepping: Stepping, name: string, held: boolean): readonly Action[] {
  return [
    action('hold', held ? `Resume ${name}` : `Hold ${name}`, 'h', () => stepping.toggle()),
    action('step', `Step ${name}: one call`, 's', () => stepping.step()),
    ...UNTIL.map(({ id, title, means }) => ({
      ...action(`run-${id}`, `Run ${name} to the next ${title}`, KEYS[id], () => stepping.run(id)),
      words: means,
    })),
  ];
}

const KEYS: Readonly<Partial<Record<string, string>>> = { return: 'r', message: 'm' };

function action(
  id: string,
  title: string,
  keys: string | undefined,
  run: () => void | Promise<void>,
): Action {
  return { id: `live-${id}`, group: 'Live', title, keys, run: () => void run() };
}
