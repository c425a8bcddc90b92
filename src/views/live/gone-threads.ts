import type { Scene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';

/**
 * Threads of the server that still serve a connection whose client has ended it: the course's loop
 * goes round for ever then.
 */
export function goneThreads(trace: Trace, scene: Scene): ReadonlySet<number> {
  const open = new Set(scene.sockets.filter(({ state }) => state !== 'closed').map(({ id }) => id));
  const alive = new Set(
    scene.threads
      .filter(({ state }) => state !== 'finished' && state !== 'died')
      .map(({ id }) => id),
  );
  const gone = new Set<number>();
  for (const { server, up } of scene.connections) {
    if (server === undefined || !open.has(server) || !up.ended) continue;
    const first = trace.ofSocket(server)[0];
    const thread = first === undefined ? undefined : trace.threads[first];
    if (thread !== undefined && alive.has(thread)) gone.add(thread);
  }
  return gone;
}
