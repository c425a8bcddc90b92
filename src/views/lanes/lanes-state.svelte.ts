import type { TimeWindow } from '../../replay/look.ts';
import { countUpTo } from '../../trace/group.ts';
import { pickConnection } from '../bytes/connection.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { arrowsOf, type Arrow } from './arrows.ts';
import { boxesOf, type Box } from './boxes.ts';
import { columnsIn, shiftBy, stepRuler } from './columns.ts';
import { pickLanes } from './fold.ts';
import { gapsOf } from './gaps.ts';
import { followByte } from './followed.ts';
import { NO_BOXES, reuseBoxes, type DrawnBoxes } from './reuse.ts';
import { birthsOf, lifeOf, startsOf } from './life.ts';
import type { Extent, Ruler } from './ruler.ts';
import { lasts } from './thread-calls.ts';
import { axisOf } from './ticks.ts';
import { timeRuler } from './time-ruler.ts';
import { fitWindow, keepInSight, panBy, timeAt, zoomBy } from './time-window.ts';

/** Kept free at the right of the step scale: what comes next is not known. */
const UNKNOWN = 50;
const EDGE = 10;

/** What of the player the lanes draw, and how one moves in it. Only `anchor` and `room` are its own. */
export class LanesState {
  readonly #player: () => PlayerState;
  /** Width of the tracks in pixels. */
  room = $state(600);
  /** Step scale: rank after the column at the right end; undefined: it follows the playhead. */
  #anchor = $state<number>();
  #followed: number;
  #drawn = NO_BOXES;

  readonly #trace = $derived.by(() => this.player.replay.trace);
  readonly #position = $derived.by(() => this.player.replay.position);
  readonly #horizon = $derived.by(() =>
    this.player.future ? this.#trace.length - 1 : this.#position,
  );
  readonly extent: Extent = $derived({ position: this.#position, horizon: this.#horizon });
  readonly timed = $derived.by(() => this.player.scale === 'time');
  /** All that can be drawn on the time scale, and what of it is in sight. */
  readonly all: TimeWindow = $derived(fitWindow(this.#trace, this.extent));
  readonly window: TimeWindow = $derived.by(() => this.player.zoom ?? this.all);
  readonly #stepRoom = $derived.by(() => this.room - (this.player.future ? EDGE : UNKNOWN));
  readonly #columns = $derived(columnsIn(this.#trace, this.extent, this.#stepRoom, this.#anchor));
  readonly ruler: Ruler = $derived(
    this.timed
      ? timeRuler(this.#trace, this.window, this.extent, this.room - EDGE)
      : stepRuler(this.#trace, this.#columns, this.extent, this.#stepRoom),
  );

  readonly #scene = $derived.by(() => this.player.replay.scene);
  /** With what has not happened yet, where that is drawn. */
  readonly #wholeScene = $derived.by(() =>
    this.player.future ? this.player.replay.sceneAt(this.#horizon) : this.#scene,
  );
  readonly lanes = $derived.by(() => {
    const { focus, pins, replay } = this.player;
    const followed = this.#scene.connections.find(({ id }) => id === replay.connection);
    return pickLanes(this.#trace, this.#scene, { selected: focus, pins, followed });
  });
  readonly boxes: DrawnBoxes = $derived.by(() => {
    const now = boxesOf(this.#trace, this.lanes.shown, this.ruler, this.extent);
    this.#drawn = reuseBoxes(this.#drawn, now);
    return this.#drawn;
  });
  readonly #starts = $derived(startsOf(this.#trace, this.lanes.shown));
  readonly lives = $derived(
    this.lanes.shown.map((thread) =>
      lifeOf(this.#trace, thread, this.#starts.get(thread.id), this.ruler, this.extent),
    ),
  );
  readonly births = $derived(birthsOf(this.#trace, this.#starts, this.ruler, this.extent));
  readonly gaps = $derived(gapsOf(this.#trace, this.ruler, this.extent));
  readonly drawn = $derived(
    arrowsOf(this.#trace, this.boxes, this.#wholeScene.connections, this.ruler, this.extent),
  );
  /** The send and the recv of the byte that is followed in all views. */
  readonly #ends = $derived.by(() => {
    const { byte, focus, replay } = this.player;
    if (byte === undefined) return {};
    const shown = pickConnection(this.#trace, this.#scene, focus, replay.connection);
    return followByte(shown, byte);
  });
  readonly #send = $derived(this.#ends.send);
  readonly #recv = $derived(this.#ends.recv);
  readonly playheadInSight = $derived(
    this.ruler.playhead >= 0 && this.ruler.playhead <= this.ruler.room + EDGE,
  );

  /** Ticks of the time scale. */
  readonly axis = $derived(this.timed ? axisOf(this.window, this.ruler.room) : undefined);
  /** Thread that has just entered a call: what comes of it is not known yet, and said so. */
  readonly unknown = $derived.by(() => {
    const { event, atEnd } = this.player.replay;
    if (this.timed || this.player.future || event === undefined || atEnd) return undefined;
    if (this.#anchor !== undefined || !lasts(this.#trace, event.kind)) return undefined;
    return 'thread' in event ? event.thread : undefined;
  });

  constructor(player: () => PlayerState) {
    this.#player = player;
    this.#followed = player().replay.position;
  }

  get player(): PlayerState {
    return this.#player();
  }

  /** The playhead has moved: it stays in sight. What was chosen to be seen stays while it can. */
  follow(position: number): void {
    if (position === this.#followed) return;
    this.#followed = position;
    const { zoom } = this.player;
    if (zoom !== undefined) this.player.zoom = keepInSight(zoom, timeAt(this.#trace, position));
    const rank = countUpTo(this.#trace.stops, position);
    const { from, to } = this.#columns;
    if (rank > to || rank <= from) this.#anchor = undefined;
  }

  /** As a person who clicked a box: the boxes stay where they are, the playhead comes. */
  seek(position: number): void {
    if (!this.timed) this.#anchor ??= this.#columns.to;
    this.player.seek(this.#trace.seqs[position] as number);
  }

  /** Moves what is in sight by pixels, to the right for more than 0; false where it did not move. */
  pan(pixels: number): boolean {
    if (this.timed) {
      if (this.player.zoom !== undefined)
        this.player.zoom = panBy(this.window, pixels / this.ruler.room, this.all);
      return true;
    }
    const limit = countUpTo(this.#trace.stops, this.#horizon);
    const { to } = this.#columns;
    const moved = shiftBy(this.#trace, to, pixels, limit);
    if (moved === to) return false;
    this.#anchor = moved === limit && !this.player.future ? undefined : moved;
    return true;
  }

  /** Time scale only; `x` in pixels stays where it is. Smaller than 1 looks closer. */
  zoom(factor: number, x = this.playheadInSight ? this.ruler.playhead : this.ruler.room / 2): void {
    if (!this.timed) return;
    const { from, to } = this.window;
    const about = from + (x / this.ruler.room) * (to - from);
    this.player.zoom = zoomBy(this.window, factor, about, this.all);
  }

  /** Everything, or on the step scale the playhead, in sight again. */
  fit(): void {
    this.player.zoom = undefined;
    this.#anchor = undefined;
  }

  /** After a pan: the playhead in sight again, the zoom as it is. */
  backToPlayhead(): void {
    this.#anchor = undefined;
    const { zoom } = this.player;
    if (zoom !== undefined)
      this.player.zoom = keepInSight(zoom, timeAt(this.#trace, this.#position));
  }

  /** A time's place on the track in pixels. */
  xOf(at: number): number {
    const { from, to } = this.window;
    return ((at - from) / (to - from)) * this.ruler.room;
  }

  /** True for the boxes of the two events that gave and took the byte that is followed. */
  isFollowed({ position, index, count }: Box): boolean {
    if (this.#send === undefined && this.#recv === undefined) return false;
    const { seqs } = this.#trace;
    const own = this.#trace.ofThread(this.#trace.threads[position] as number);
    const first = seqs[position] as number;
    const last = seqs[own[index + count - 1] as number] as number;
    return [this.#send, this.#recv].some((seq) => seq !== undefined && seq >= first && seq <= last);
  }

  isFollowedArrow({ send, recv }: Arrow): boolean {
    return send === this.#send && recv === this.#recv;
  }
}
