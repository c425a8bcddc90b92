import { visible } from '../../trace/visible.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';

/** One entry of a list to choose from. */
interface Choice {
  readonly id: number;
  readonly name: string;
}

/** More entries nobody reads. */
const MOST = 200;

/** The threads and connections that a list can be filtered by: those there are at the playhead, the
 *  latest where there are very many, and always those that are chosen. */
export function choicesOf(
  { replay }: PlayerState,
  chosen: { readonly thread?: number; readonly connection?: number },
): { readonly threads: readonly Choice[]; readonly connections: readonly Choice[] } {
  const { threads, connections } = replay.scene;
  return {
    threads: latest(threads, chosen.thread).map(({ id, badge, name }) => {
      return { id, name: `${badge} ${visible(name)}` };
    }),
    connections: latest(connections, chosen.connection).map(({ id, clientAddress }) => {
      return { id, name: `${id}: ${visible(clientAddress?.join(':') ?? 'a client')}` };
    }),
  };
}

function latest<T extends { readonly id: number }>(
  all: readonly T[],
  chosen?: number,
): readonly T[] {
  const first = Math.max(0, all.length - MOST);
  return all.filter(({ id }, n) => n >= first || id === chosen);
}
