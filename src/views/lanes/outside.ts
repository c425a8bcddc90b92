import type { ConnectionScene } from '../../scene/scene.ts';
import { visible } from '../../trace/visible.ts';

const MOST = 4;

/** Who is connected but not recorded, so that no lane can show it; undefined where all are. */
export function outsideLine(connections: readonly ConnectionScene[]): string | undefined {
  const outside = connections.filter((connection) => connection.outside);
  if (outside.length === 0) return undefined;
  const last = outside
    .slice(-MOST)
    .map(({ clientAddress }) => visible(clientAddress?.join(':') ?? 'a client'));
  const earlier = outside.length > MOST ? ` and ${outside.length - MOST} earlier` : '';
  return `Not recorded here, so without a lane: ${last.join(', ')}${earlier}`;
}
