import type { ConnectionScene, Scene } from '../../scene/scene.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** So many events are looked at, at most, to find the connection that the attention is on. */
const MOST_EVENTS = 400;
/** So many connections are offered at once, around the one that is shown. */
const MOST_CHOICES = 200;

/**
 * The connection to show: the followed one, undefined while it has not begun. Where none is followed:
 * the one that the selected thread last had to do with, else the one whose bytes moved last.
 */
export function pickConnection(
  trace: Trace,
  { connections, position }: Scene,
  thread: number | undefined,
  followed?: number,
): ConnectionScene | undefined {
  if (followed !== undefined) return connections.find(({ id }) => id === followed);
  if (connections.length < 2) return connections[0];
  const own = thread === undefined ? [] : trace.ofThread(thread);
  const count = countUpTo(own, position);
  return (
    lastOf(trace, connections, count, (back) => own[count - back] as number) ??
    lastOf(trace, connections, position + 1, (back) => position + 1 - back) ??
    connections.at(-1)
  );
}

/** The connection of the nearest event before that is of one; `positionAt(1)` is the newest. */
function lastOf(
  trace: Trace,
  connections: readonly ConnectionScene[],
  count: number,
  positionAt: (back: number) => number,
): ConnectionScene | undefined {
  const strange = new Set([0]);
  for (let back = 1; back <= Math.min(count, MOST_EVENTS); back++) {
    const socket = trace.sockets[positionAt(back)] ?? 0;
    if (strange.has(socket)) continue;
    const found = connections.find(({ client, server }) => client === socket || server === socket);
    if (found !== undefined) return found;
    strange.add(socket);
  }
  return undefined;
}

export interface Choice {
  readonly id: number;
  readonly name: string;
}

/** The connections to choose from; of thousands those around `shown`. */
export function choicesOf(
  connections: readonly ConnectionScene[],
  shown: number | undefined,
): readonly Choice[] {
  const at = connections.findIndex(({ id }) => id === shown);
  const from = Math.max(0, Math.min(at - MOST_CHOICES / 2, connections.length - MOST_CHOICES));
  return connections.slice(from, from + MOST_CHOICES).map(({ id, clientAddress }) => {
    const whom = clientAddress === undefined ? '' : ` · ${clientAddress.join(':')}`;
    return { id, name: `connection ${id}${whom}` };
  });
}
