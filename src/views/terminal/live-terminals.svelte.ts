import type { ClientProgram, ClientState } from '../../live/state.ts';
import { innerHeight } from 'svelte/reactivity/window';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { Picked } from './picked.svelte.ts';
import { placesIn, tile, type Tile } from './tile.ts';
import { Typing } from './typing.svelte.ts';

/** Taken from the window by what is around the terminals, at least. */
const AROUND = 220;

/** The terminals of the live session, one's own first. */
export class LiveTerminals {
  readonly #player: () => PlayerState;
  readonly #live: () => LiveState;
  readonly picked: Picked;
  readonly typing: Typing;
  /** Own ones whose terminal was closed here. */
  #closed = $state.raw<readonly string[]>([]);
  /** The room for all of them, in pixels. */
  width = $state(0);
  height = $state(0);

  /** One's own clients whose terminals are open: those that run first, then the newest. */
  readonly own: readonly ClientState[] = $derived.by(() =>
    this.typing.own
      .filter(({ name }) => !this.#closed.includes(name))
      .toReversed()
      .toSorted((a, b) => Number(b.running) - Number(a.running)),
  );
  /** Never more rows than the window has room for: what is inside may have made this high. */
  readonly #places = $derived.by(() =>
    placesIn(this.width, Math.min(this.height, (innerHeight.current ?? 900) - AROUND)),
  );
  readonly tiles: readonly Tile[] = $derived.by(() => {
    const { terminals, programs } = this.#player().replay.scene;
    const { columns, rows } = this.#places;
    const own = this.own.map(({ name }) => name);
    return tile(terminals, programs, own, (some) => this.picked.prefer(some), columns * rows);
  });
  readonly columns = $derived(Math.min(this.#places.columns, Math.max(this.tiles.length, 1)));

  constructor(player: () => PlayerState, live: () => LiveState) {
    this.#player = player;
    this.#live = live;
    this.picked = new Picked(player);
    this.typing = new Typing(player, live);
  }

  /** Starts a client; its terminal comes to the front and takes the keys. */
  async start(program: ClientProgram): Promise<void> {
    const reply = await this.#live().ask({ type: 'client-start', program });
    if (reply?.client === undefined) return;
    this.typing.wantFocus(reply.client);
    this.#player().replay.last();
  }

  /** Closes a terminal: what runs in it ends, as when a terminal's window is closed. */
  async close(name: string): Promise<void> {
    const runs = this.own.some((client) => client.name === name && client.running);
    const done = await this.#live().ask({ type: 'client-close', client: name });
    if (runs && done === undefined) return;
    this.#closed = [...this.#closed, name];
  }
}
