import type { Kind } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { allRows, filterRows, isFiltered, rowAt } from './rows.ts';
import { CallSearch } from './search.svelte.ts';

const lists = new WeakMap<PlayerState, CallList>();

/** The list of a player's calls: one for the panel, for the keys and for the palette. */
export function callListOf(player: PlayerState): CallList {
  const known = lists.get(player) ?? new CallList(player);
  lists.set(player, known);
  return known;
}

/** Which calls are listed, and where among them the playhead is. */
export class CallList {
  readonly #player: PlayerState;
  readonly search = new CallSearch();
  /** What came of the last search or jump, where it led nowhere; a sentence. */
  notice = $state('');
  /** The search box is asked for. */
  wanted = $state(false);
  /** Number of the call whose row asked for the ways to copy it; undefined: that of the playhead. */
  copied = $state<number>();
  asksCopy = $state(false);

  readonly filtered = $derived.by(() => isFiltered(this.#player.listed));
  readonly rows = $derived.by(() => {
    const { trace } = this.#player.replay;
    return filterRows(trace, this.search.found ?? allRows(trace), this.#player.listed);
  });
  /** How many rows there are at the playhead: nothing after it is listed. */
  readonly happened = $derived.by(() => countUpTo(this.rows.from, this.#player.replay.position));
  /** How many rows are drawn. */
  readonly count = $derived.by(() => (this.#player.future ? this.rows.from.length : this.happened));
  /** Index of the row of the playhead's event; −1 where it has none. */
  readonly current = $derived.by(() => {
    const { trace, position } = this.#player.replay;
    return position < 0 ? -1 : rowAt(trace, this.rows, position);
  });

  constructor(player: PlayerState) {
    this.#player = player;
  }

  get thread(): number | undefined {
    return this.#player.listed.thread;
  }

  set thread(thread: number | undefined) {
    this.#player.listed = { ...this.#player.listed, thread };
  }

  get connection(): number | undefined {
    return this.#player.listed.connection;
  }

  set connection(connection: number | undefined) {
    this.#player.listed = { ...this.#player.listed, connection };
  }

  get kinds(): readonly Kind[] {
    return this.#player.listed.kinds;
  }

  /** Searches for what the player is to find. */
  look(): void {
    this.search.look(this.#player.replay.trace, this.#player.find);
  }

  clear(): void {
    this.#player.listed = { kinds: [] };
  }

  /** Asks for the ways to copy a call. */
  askCopy(seq: number): void {
    this.copied = seq;
    this.asksCopy = true;
  }

  toggleKind(kind: Kind): void {
    const { listed } = this.#player;
    const { kinds } = listed;
    const now = kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind];
    this.#player.listed = { ...listed, kinds: now };
  }

  /** To the next or previous row of the list that matches the search; true where there is one. */
  async toMatch(way: 1 | -1): Promise<boolean> {
    const { replay } = this.#player;
    this.look();
    const isKnown = () =>
      way === 1 ? this.#match(way) !== undefined : this.search.knows(replay.position);
    while (!isKnown() && (await this.search.more()));
    const to = this.#match(way);
    this.notice = to === undefined ? `No ${way === 1 ? 'later' : 'earlier'} match.` : '';
    replay.pause();
    if (to !== undefined) replay.seek(to);
    return to !== undefined;
  }

  #match(way: 1 | -1): number | undefined {
    const { position } = this.#player.replay;
    const { from } = this.rows;
    return way === 1 ? from[countUpTo(from, position)] : from[countUpTo(from, position - 1) - 1];
  }
}
