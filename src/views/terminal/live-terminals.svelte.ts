import { MediaQuery } from 'svelte/reactivity';
import type { ClientProgram, ClientState } from '../../live/state.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { Picked } from './picked.svelte.ts';
import { placesIn, tile, type Tile } from './tile.ts';
import { Typing } from './typing.svelte.ts';

/** There is room for one view only, which is as high as what is in it. */
const tabs = new MediaQuery('max-width: 899px');

/** The terminals of the live session, one's own first. */
export class LiveTerminals {
  readonly #player: () => PlayerState;
  readonly #live: () => LiveState;
  readonly #picked: Picked;
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
  readonly #places = $derived(
    tabs.current ? { columns: 1, rows: 1 } : placesIn(this.width, this.height),
  );
  readonly tiles: readonly Tile[] = $derived.by(() => {
    const { terminals, programs } = this.#player().replay.scene;
    const { columns, rows } = this.#places;
    const own = this.own.map(({ name }) => name);
    return tile(terminals, programs, own, (some) => this.#prefer(some), columns * rows);
  });
  readonly columns = $derived(Math.min(this.#places.columns, Math.max(this.tiles.length, 1)));

  /** What is typed on stays in front, whoever writes meanwhile; then what the others go by. */
  #prefer(programs: ReadonlySet<number>): number | undefined {
    const { on } = this.typing;
    const typed = this.#player().replay.scene.programs.find(({ name }) => name === on)?.id;
    return typed !== undefined && programs.has(typed) ? typed : this.#picked.prefer(programs);
  }

  constructor(player: () => PlayerState, live: () => LiveState) {
    this.#player = player;
    this.#live = live;
    this.#picked = new Picked(player);
    this.typing = new Typing(player, live);
  }

  /** Brings a terminal to the front, as a person who clicked its name. */
  pick(program: number): void {
    this.typing.on = undefined;
    this.#picked.pick(program);
  }

  /** Starts a client; its terminal comes to the front and takes the keys. */
  async start(program: ClientProgram): Promise<void> {
    const reply = await this.#live().ask({ type: 'client-start', program });
    if (reply?.client === undefined) return;
    this.typing.begin(reply.client);
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
