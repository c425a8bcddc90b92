import type { DirectionScene, Scene, Span } from '../../scene/scene.ts';
import type { Column } from './columns.ts';

/** A curve from a `send` to a `recv` that took some of its bytes. */
export interface Arrow {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Right edge of the send's box, left edge of the result's. */
  readonly x1: number;
  readonly x2: number;
  readonly reply: boolean;
}

const OFF_SCREEN = -24;

/** One curve for each send and recv on screen that share bytes; drawn once the recv returned. */
export function arrowsOf(columns: readonly Column[], scene: Scene): readonly Arrow[] {
  const places = new Map(columns.map((column) => [column.event.seq, column]));
  return scene.connections.flatMap(({ up, down }) => [
    ...between(up, places, false),
    ...between(down, places, true),
  ]);
}

function between(
  { sends, recvs }: DirectionScene,
  places: ReadonlyMap<number, Column>,
  reply: boolean,
): readonly Arrow[] {
  const arrows: Arrow[] = [];
  for (let index = recvs.length - 1; index >= 0; index--) {
    const recv = recvs[index];
    const result = recv && places.get(recv.seq);
    // Older ones have left the screen too.
    if (recv === undefined || result === undefined) break;
    for (const send of givers(sends, recv)) {
      const given = places.get(send.seq);
      arrows.push({
        key: `${send.seq}-${recv.seq}`,
        from: send.seq,
        to: recv.seq,
        x1: given === undefined ? OFF_SCREEN : given.x + given.width,
        x2: result.x,
        reply,
      });
    }
  }
  return arrows;
}

/** The sends that gave the bytes of `recv`: a run, found from its first. */
function givers(sends: readonly Span[], recv: Span): readonly Span[] {
  let low = 0;
  let high = sends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sends[middle]?.to ?? Infinity) > recv.from) high = middle;
    else low = middle + 1;
  }
  const found: Span[] = [];
  for (let at = low; (sends[at]?.from ?? Infinity) < recv.to; at++) found.push(sends[at] as Span);
  return found;
}
