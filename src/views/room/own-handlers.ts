/** Which of the server's threads talk to a follower's own clients, and whether they are held. */
import type { HoldsState, RoomState, You } from '../../live/state.ts';
import type { ConnectionScene, Scene } from '../../scene/scene.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** The thread that a server has started for a connection; undefined where there is none yet. */
export function handlerOf(trace: Trace, { server }: ConnectionScene): number | undefined {
  if (server === undefined) return undefined;
  for (const position of trace.ofKind('accept.ret')) {
    const event = trace.at(position);
    if (event.kind !== 'accept.ret' || event.accepted !== server) continue;
    const own = trace.ofThread(event.thread);
    for (const next of own.subarray(countUpTo(own, position))) {
      const started = trace.at(next);
      if (started.kind === 'thread.start') return started.child;
      // One thread for all connections: the one that has accepted talks itself.
      if (started.kind === 'accept') return event.thread;
    }
  }
  return undefined;
}

/** Names of the threads that the presenter holds and that talk to the follower's clients. */
export function ownHeld(
  trace: Trace,
  sceneAtEnd: () => Scene,
  holds: HoldsState | undefined,
  you: You | undefined,
  room: RoomState | undefined,
): readonly string[] {
  const held = new Set(
    holds?.threads.flatMap(({ thread, state }) => (state === 'held' ? [thread] : [])),
  );
  if (held.size === 0 || you === undefined) return [];
  const programs = new Set(you.clients);
  const scene = sceneAtEnd();
  const hosts = new Set(
    room?.names.flatMap((one) => ('host' in one && one.name === you.name ? [one.host] : [])),
  );
  const isOwn = ({ client, clientAddress }: ConnectionScene): boolean => {
    const socket = scene.sockets.find(({ id }) => id === client);
    const program = scene.programs.find(({ id }) => id === socket?.program);
    if (program !== undefined) return programs.has(program.name);
    return clientAddress !== undefined && hosts.has(clientAddress[0]);
  };
  const handlers = scene.connections.filter(isOwn).map((one) => handlerOf(trace, one));
  return scene.threads
    .filter(({ id }) => handlers.includes(id) && held.has(id))
    .map(({ name }) => name.replace(/ \(.*$/, ''));
}
