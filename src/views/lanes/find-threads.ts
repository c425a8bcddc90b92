import type { ProgramScene, ThreadScene } from '../../scene/scene.ts';
import { laneName, laneState, withPerson } from './lane-words.ts';

/** As many as one looks through; the rest is found by more of the name. */
export const MOST_FOUND = 50;

export interface FoundThread {
  readonly thread: ThreadScene;
  readonly name: string;
  readonly state: string;
}

/**
 * Threads whose badge, name or state holds all words of `asked`, whatever their case.
 *
 * @param who whose thread it is, where that is known
 */
export function findThreads(
  threads: readonly ThreadScene[],
  programs: readonly ProgramScene[],
  asked: string,
  who: (thread: ThreadScene) => string | undefined = () => undefined,
): readonly FoundThread[] {
  const words = asked.toLowerCase().split(/\s+/);
  const found: FoundThread[] = [];
  for (const thread of threads) {
    if (found.length === MOST_FOUND) break;
    const name = withPerson(laneName(thread, programs), who(thread));
    const state = laneState(thread, undefined);
    const all = `${thread.badge} ${name} ${state}`.toLowerCase();
    if (words.every((word) => all.includes(word))) found.push({ thread, name, state });
  }
  return found;
}
