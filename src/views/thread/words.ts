import type { ConnectionScene, OpenCall, Scene, ThreadScene } from '../../scene/scene.ts';
import { countUpTo } from '../../trace/group.ts';
import { visible } from '../../trace/visible.ts';
import type { ThreadHistory } from './history.ts';

/** "S in recvfrom(46, …, 64)", as /proc gave it; undefined where the kernel was not asked. */
export function kernelWords(call: OpenCall | undefined): string | undefined {
  const { state, syscall, args } = call?.kernel ?? {};
  if (state === undefined || syscall === undefined || args === undefined) return undefined;
  // An address in the program's memory tells nobody anything.
  const shown = args.map((arg) => (arg.startsWith('0x') ? '…' : visible(arg)));
  return `${visible(state)} in ${visible(syscall)}(${shown.join(', ')})`;
}

/** What the letter of a thread's state means, as ps(1) has it. */
export function stateLetter(letter: string | undefined): string {
  switch (letter) {
    case 'S':
      return 'S: it sleeps until something comes.';
    case 'R':
      return 'R: it is running.';
    case 'D':
      return 'D: it waits and cannot be woken.';
    default:
      return '';
  }
}

/** The connection that the thread used last; undefined where it has none. */
export function connectionOf(scene: Scene, history: ThreadHistory): ConnectionScene | undefined {
  const begun = history.sockets.filter(({ from }) => from <= scene.position);
  for (const { socket } of begun.toReversed()) {
    const found = scene.connections.find(
      ({ client, server }) => client === socket || server === socket,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "socket 46, connection 1 with 127.0.0.1:58994", "socket 45, listening on port 5050". */
export function socketLines(scene: Scene, history: ThreadHistory): readonly string[] {
  const count = countUpTo(
    history.sockets.map(({ from }) => from),
    scene.position,
  );
  const own = new Set(history.sockets.slice(0, count).map(({ socket }) => socket));
  return scene.sockets
    .filter(({ id }) => own.has(id))
    .map(({ id, fd, state, local, peer }) => {
      const pair = scene.connections.find(({ client, server }) => client === id || server === id);
      const with_ = peer === undefined ? '' : ` with ${visible(peer.join(':'))}`;
      const name = `socket ${fd}`;
      if (state === 'listening') return `${name}, listening on port ${local?.[1] ?? '?'}`;
      const link = pair === undefined ? '' : `, connection ${pair.id}${with_}`;
      return `${name}${link}${state === 'connected' ? '' : `, ${state}`}`;
    });
}

/** What it is doing, in one line under the picture. */
export function nowWords({ state, call, line, error }: ThreadScene): string {
  switch (state) {
    case 'died':
      return `Died of ${visible(error?.name ?? 'an exception')}: ${visible(error?.message ?? '')}`;
    case 'finished':
      return 'Has finished.';
    case 'held':
      return 'Held by wirestep.';
    case 'new':
      return 'Not running yet.';
    case 'not recorded':
      return 'Not recorded.';
    case 'blocked':
      return `In ${call?.call ?? 'a call'}`;
    case 'running':
      return line === undefined ? 'Running.' : `Running ${visible(line.function)}.`;
  }
}
