import type { Range } from '../../protocol/frame.ts';
import type { ByteAt } from '../../replay/look.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';

/** Bytes [from, to) of one direction of a connection, as offsets of its stream. */
export interface Selected extends Range {
  readonly connection: number;
  readonly way: ByteAt['way'];
}

interface Ends {
  readonly connection: number;
  readonly way: ByteAt['way'];
  /** The byte at which it began, and the one that it reaches to; in either order. */
  readonly anchor: number;
  readonly head: number;
}

const selections = new WeakMap<PlayerState, ByteSelection>();

/** The selected bytes of a player: one for the view, for the keys and for the palette. */
export function selectionOf(player: PlayerState): ByteSelection {
  const known = selections.get(player) ?? new ByteSelection();
  selections.set(player, known);
  return known;
}

/** The bytes that are selected to be copied. */
export class ByteSelection {
  #ends = $state.raw<Ends>();
  /** The byte on which the pointer's button went down. */
  pressed: ByteAt | undefined;
  /** The next byte that is clicked becomes the other end. */
  open = $state(false);
  /** What they can be copied as is asked for. */
  asked = $state(false);

  readonly bytes = $derived.by((): Selected | undefined => {
    if (this.#ends === undefined) return undefined;
    const { connection, way, anchor, head } = this.#ends;
    return { connection, way, from: Math.min(anchor, head), to: Math.max(anchor, head) + 1 };
  });

  /** Selects one byte, from which it then extends. */
  begin(connection: number, { way, offset }: ByteAt): void {
    this.#ends = { connection, way, anchor: offset, head: offset };
  }

  /** Reaches to a byte; from it alone, where nothing of its direction is selected. */
  reach(connection: number, at: ByteAt): void {
    const ends = this.#ends;
    if (ends?.connection !== connection || ends.way !== at.way) this.begin(connection, at);
    else this.#ends = { ...ends, head: at.offset };
    this.open = false;
  }

  clear(): void {
    this.#ends = undefined;
    this.open = false;
  }
}
