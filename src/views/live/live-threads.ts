/** The live session's threads as they are now, not at the playhead: what the presenter acts on. */
import type { HeldThread, HoldsState, RoomState } from '../../live/state.ts';
import type { Scene, ThreadScene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';
import { heldBefore } from '../lanes/held.ts';
import { laneName, withPerson } from '../lanes/lane-words.ts';
import { nameOfThread } from './names.ts';
import { untilWords } from './until.ts';

/**
 * `asked`: it does not know yet that it is to be held: it runs, or sits in the kernel. `held`: it
 * waits for the presenter. `runs-until`: it was let go until something happens.
 */
export type ThreadDoes = 'new' | 'running' | 'blocked' | 'asked' | 'held' | 'runs-until';

export interface ThreadNow {
  readonly id: number;
  readonly badge: string;
  readonly name: string;
  /** It is one of the server's; the others are clients' that run here. */
  readonly ofServer: boolean;
  readonly main: boolean;
  readonly does: ThreadDoes;
  /** What it does, in a few words. */
  readonly words: string;
  /** What will come of it, or by whom it is held; empty where there is nothing to say. */
  readonly more: string;
}

/** All that are alive at the end of the trace: the server's first, as they were born. */
export function threadsNow(
  trace: Trace,
  scene: Scene,
  holds: HoldsState | undefined,
  names: RoomState['names'] = [],
): readonly ThreadNow[] {
  const asked = new Map(holds?.threads.map((held) => [held.thread, held]));
  const servers = new Set(
    scene.programs.filter(({ role }) => role === 'server').map(({ id }) => id),
  );
  const all = scene.threads
    .filter(({ state }) => state !== 'finished' && state !== 'died')
    .map((thread): ThreadNow => {
      const { id, badge, name, program } = thread;
      const ofServer = servers.has(program);
      const main = name === 'MainThread';
      const who = nameOfThread(names, trace, scene, thread);
      const shown = withPerson(laneName(thread, scene.programs), who);
      const own = { id, badge, name: shown, ofServer, main };
      return { ...own, ...stateOf(trace, scene.position, thread, asked.get(id)) };
    });
  return [...all.filter(({ ofServer }) => ofServer), ...all.filter(({ ofServer }) => !ofServer)];
}

/**
 * The one that the buttons are about: the selected, else one that is held, else the first of the
 * server's for a client. Without a choice it must not change while a hand is on its way to a button.
 */
export function targetOf(
  threads: readonly ThreadNow[],
  selected: number | undefined,
): ThreadNow | undefined {
  const server = threads.filter(({ ofServer }) => ofServer);
  const handlers = server.filter(({ main }) => !main);
  return (
    threads.find(({ id }) => id === selected) ??
    handlers.find(({ does }) => does === 'held') ??
    handlers[0] ??
    server[0]
  );
}

/** "2 held, 1 to be held, 3 blocked": those of the server; what is worth an act comes first. */
export function countWords(threads: readonly ThreadNow[]): string {
  const server = threads.filter(({ ofServer }) => ofServer);
  const parts = COUNTED.flatMap(([does, words]) => {
    const count = server.filter((thread) => thread.does === does).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return parts.join(', ');
}

/** Whether its gate is closed, or will be again: it can be let go. */
export function isHeld({ does }: ThreadNow): boolean {
  return does === 'held' || does === 'asked' || does === 'runs-until';
}

const COUNTED: readonly (readonly [ThreadDoes, string])[] = [
  ['held', 'held'],
  ['runs-until', 'on the way'],
  ['asked', 'to be held'],
  ['blocked', 'blocked'],
  ['running', 'running'],
  ['new', 'not running yet'],
];

function stateOf(
  trace: Trace,
  position: number,
  { id, state, call }: ThreadScene,
  asked: HeldThread | undefined,
): Pick<ThreadNow, 'does' | 'words' | 'more'> {
  if (asked?.state === 'running') {
    const words = state === 'blocked' ? blockedWords(call?.call) : 'running';
    return { does: 'runs-until', words, more: `runs to the ${untilWords(asked.until)}` };
  }
  if (state === 'held' || asked?.state === 'held') {
    const before = state === 'held' ? heldBefore(trace, id, position) : undefined;
    const words = before === undefined ? 'held before its next call' : `held before ${before}`;
    return { does: 'held', words, more: 'by the presenter' };
  }
  const words =
    state === 'blocked'
      ? blockedWords(call?.call)
      : state === 'new'
        ? 'not running yet'
        : 'running';
  if (asked !== undefined)
    return { does: 'asked', words, more: 'will be held before its next call' };
  if (state === 'blocked') return { does: 'blocked', words, more: '' };
  return { does: state === 'new' ? 'new' : 'running', words, more: '' };
}

function blockedWords(call: string | undefined): string {
  if (call === 'input') return 'waits for Enter';
  return call === undefined ? 'blocked in the kernel' : `blocked in ${call}, in the kernel`;
}

/** Those whose badge, name or state holds all words of `asked`. */
export function filterThreads(threads: readonly ThreadNow[], asked: string): readonly ThreadNow[] {
  const words = asked.toLowerCase().split(/\s+/);
  return threads.filter(({ badge, name, words: state, more }) => {
    const all = `${badge} ${name} ${state} ${more}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
