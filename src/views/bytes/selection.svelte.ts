import type { Range } from '../../protocol/frame.ts';
import type { ByteAt } from '../../replay/look.ts';
import type { ConnectionScene } from '../../scene/scene.ts';
import { knownBytes } from '../../scene/stream.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';

/** The byte at which a selection began, and the one that it reaches to; in either order. */
interface Ends {
  readonly connection: number;
  readonly way: ByteAt['way'];
  readonly anchor: number;
  readonly head: number;
}

/** What is selected to be copied; `marking.ts` writes it. */
class ByteSelection {
  ends = $state.raw<Ends>();
  /** The next byte that is clicked becomes the other end. */
  open = $state(false);
  /** What the bytes can be copied as is asked for. */
  asked = $state(false);
  /** The byte on which the pointer's button went down. */
  pressed: ByteAt | undefined;

  clear(): void {
    this.ends = undefined;
    this.open = false;
  }

  /** The selected bytes of a connection, as offsets of one of its streams, as far as they are known. */
  in(
    connection: ConnectionScene | undefined,
  ): (Range & { readonly way: ByteAt['way'] }) | undefined {
    const { ends } = this;
    if (ends === undefined || ends.connection !== connection?.id) return undefined;
    const { way, anchor, head } = ends;
    const from = Math.min(anchor, head);
    const to = Math.min(Math.max(anchor, head) + 1, knownBytes(connection[way]));
    return to > from ? { way, from, to } : undefined;
  }
}

const selections = new WeakMap<PlayerState, ByteSelection>();

/** The selected bytes of a player: one for the view, for the keys and for the palette. */
export function selectionOf(player: PlayerState): ByteSelection {
  const known = selections.get(player) ?? new ByteSelection();
  selections.set(player, known);
  return known;
}
