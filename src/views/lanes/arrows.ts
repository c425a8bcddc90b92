import { arrowsInto } from '../../scene/provenance.ts';
import type { DirectionScene, Scene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Column } from './columns.ts';

/** A curve from a `send` to a `recv` that took some of its bytes. */
export interface Arrow {
  readonly key: string;
  /** Threads that sent and that took. */
  readonly from: number;
  readonly to: number;
  /** Right edge of the send's box, left edge of the result's. */
  readonly x1: number;
  readonly x2: number;
  readonly reply: boolean;
}

const OFF_SCREEN = -24;

/** One curve for each send and recv on screen that share bytes; drawn once the recv returned. */
export function arrowsOf(trace: Trace, columns: readonly Column[], scene: Scene): readonly Arrow[] {
  const places = new Map(columns.map((column) => [column.event.seq, column]));
  return scene.connections.flatMap(({ up, down }) => [
    ...between(trace, up, places, false),
    ...between(trace, down, places, true),
  ]);
}

function between(
  trace: Trace,
  direction: DirectionScene,
  places: ReadonlyMap<number, Column>,
  reply: boolean,
): readonly Arrow[] {
  const { recvs } = direction;
  const threadOf = (seq: number): number => trace.threads[trace.positionOf(seq)] ?? 0;
  const arrows: Arrow[] = [];
  for (let index = recvs.length - 1; index >= 0; index--) {
    const recv = recvs.at(index);
    const result = recv && places.get(recv.seq);
    // Older ones have left the screen too.
    if (recv === undefined || result === undefined) break;
    for (const { send } of arrowsInto(direction, recv)) {
      const given = places.get(send);
      arrows.push({
        key: `${send}-${recv.seq}`,
        from: threadOf(send),
        to: threadOf(recv.seq),
        x1: given === undefined ? OFF_SCREEN : given.x + given.width,
        x2: result.x,
        reply,
      });
    }
  }
  return arrows;
}
