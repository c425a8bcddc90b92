import type { Frame } from '../../protocol/frame.ts';
import { spanOf } from '../../scene/provenance.ts';
import type { ConnectionScene, DirectionScene, Scene, Span } from '../../scene/scene.ts';
import { knownBytes } from '../../scene/stream.ts';
import type { Trace } from '../../trace/trace.ts';

/**
 * The connection to show: the one that the selected thread last had to do with, else the one whose
 * bytes moved last.
 */
export function pickConnection(
  trace: Trace,
  scene: Scene,
  thread: number | undefined,
): ConnectionScene | undefined {
  if (scene.connections.length < 2) return scene.connections[0];
  const bySocket = new Map<number, ConnectionScene>();
  for (const connection of scene.connections) {
    if (connection.client !== undefined) bySocket.set(connection.client, connection);
    if (connection.server !== undefined) bySocket.set(connection.server, connection);
  }
  let anywhere: ConnectionScene | undefined;
  const oldest = Math.max(0, scene.position - 5000);
  for (let position = scene.position; position >= oldest; position--) {
    const found = bySocket.get(trace.sockets[position] ?? 0);
    if (found === undefined) continue;
    if (thread === undefined || trace.threads[position] === thread) return found;
    anywhere ??= found;
  }
  return anywhere ?? scene.connections.at(-1);
}

/** Where the attention is: the first byte not taken, else the last one. −1 where there is none. */
export function focusOffset(direction: DirectionScene): number {
  const length = knownBytes(direction);
  return direction.taken !== undefined && direction.taken < length ? direction.taken : length - 1;
}

/** Index of the frame that holds `offset`; −1 where none does. */
export function frameAt(frames: readonly Frame[], offset: number): number {
  let low = 0;
  let high = frames.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const frame = frames[middle];
    if (frame === undefined) break;
    if (offset < frame.header.from) high = middle - 1;
    else if (offset >= endOf(frame)) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Where the frame's bytes end, as far as there are any. */
export function endOf({ header, payload }: Frame): number {
  return payload?.to ?? header.to;
}

/** The chunk of an unframed stream that holds the focus; undefined where nothing was sent. */
export function focusChunk(direction: DirectionScene): Span | undefined {
  const spans = direction.sent === undefined ? direction.recvs : direction.sends;
  return spanOf(spans, focusOffset(direction));
}
