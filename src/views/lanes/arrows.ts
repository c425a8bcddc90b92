import { arrowsInto, spansIn } from '../../scene/provenance.ts';
import type { ConnectionScene, DirectionScene, Span } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';
import { isSeveral, type Box } from './boxes.ts';
import type { Extent, Ruler } from './ruler.ts';

/** A curve from a `send` to a `recv` that took some of its bytes, or what of it can be drawn. */
export interface Arrow {
  readonly key: string;
  /** Threads that sent and that took. */
  readonly from: number;
  readonly to: number;
  /** Where it leaves the send and where it meets the result, in pixels. */
  readonly x1: number;
  readonly x2: number;
  /** The end that cannot be drawn: in a folded lane, or beyond the track's left or right edge. */
  readonly missing?: 'from' | 'to' | 'left' | 'right';
  readonly send: number;
  readonly recv: number;
  readonly reply: boolean;
  readonly later: boolean;
  /** How many arrows lie on one another here. */
  readonly count: number;
}

export interface Arrows {
  readonly arrows: readonly Arrow[];
  /** Marks that stand for so many events that their arrows are not drawn. */
  readonly hidden: number;
}

/** What is drawn: the boxes of each lane, by thread. */
export type DrawnLanes = ReadonlyMap<number, readonly Box[]>;

/** One step may cost little at any zoom: so many events are asked for their arrows. */
const MOST_IN_BAR = 32;
const MOST_ASKED = 400;

/**
 * One arrow for each send and recv that share bytes, once the recv has returned. `connections` as
 * they are at the extent's horizon.
 */
export function arrowsOf(
  trace: Trace,
  lanes: DrawnLanes,
  connections: readonly ConnectionScene[],
  ruler: Ruler,
  extent: Extent,
): Arrows {
  const finder = new ArrowFinder(trace, lanes, connections, ruler, extent);
  let asked = 0;
  let hidden = 0;
  for (const [thread, boxes] of lanes) {
    const own = trace.ofThread(thread);
    for (const box of boxes) {
      const { index, count } = box;
      const events = isSeveral(box) ? count : 1;
      if (events > MOST_IN_BAR || asked > MOST_ASKED) hidden++;
      else for (let n = 0; n < events; n++) finder.look(own[index + n] as number);
      asked += events > MOST_IN_BAR ? 0 : events;
    }
  }
  return { arrows: finder.found, hidden };
}

class ArrowFinder {
  readonly #trace: Trace;
  readonly #lanes: DrawnLanes;
  readonly #connections: readonly ConnectionScene[];
  readonly #ruler: Ruler;
  readonly #extent: Extent;
  readonly #found = new Map<string, Arrow>();
  #bySocket: ReadonlyMap<number, ConnectionScene> | undefined;

  constructor(
    trace: Trace,
    lanes: DrawnLanes,
    connections: readonly ConnectionScene[],
    ruler: Ruler,
    extent: Extent,
  ) {
    this.#trace = trace;
    this.#lanes = lanes;
    this.#connections = connections;
    this.#ruler = ruler;
    this.#extent = extent;
  }

  get found(): readonly Arrow[] {
    return [...this.#found.values()];
  }

  /** The arrows into a recv that is drawn, and what of a drawn send is taken out of sight. */
  look(position: number): void {
    const kind = this.#trace.kindAt(position);
    if (kind !== 'recv.ret' && kind !== 'send') return;
    const size = this.#trace.sizes[position] as number;
    const socket = this.#trace.sockets[position] as number;
    const connection = size > 0 ? this.#connectionOf(socket) : undefined;
    if (connection === undefined) return;
    const fromClient = (socket === connection.client) === (kind === 'send');
    const direction = fromClient ? connection.up : connection.down;
    const from = this.#trace.offsets[position] as number;
    const span = { seq: this.#trace.seqs[position] as number, from, to: from + size };
    if (kind === 'recv.ret') this.#into(direction, span, !fromClient);
    else this.#outOf(direction, span, !fromClient);
  }

  #into(direction: DirectionScene, recv: Span, reply: boolean): void {
    for (const { send } of arrowsInto(direction, recv)) this.#add(send, recv.seq, reply);
  }

  #outOf(direction: DirectionScene, send: Span, reply: boolean): void {
    for (const recv of spansIn(direction.recvs, send.from, send.to)) {
      const missing = this.#missing(send.seq, recv.seq);
      if (missing === 'to' || missing === 'right') this.#add(send.seq, recv.seq, reply);
    }
  }

  #add(send: number, recv: number, reply: boolean): void {
    const given = this.#trace.positionOf(send);
    const taken = this.#trace.positionOf(recv);
    if (taken > this.#extent.horizon) return;
    const { room, timed } = this.#ruler;
    const inset = timed ? 1 : 8;
    const x1 = Math.max(timed ? this.#ruler.left(given) : this.#ruler.right(given) - inset - 3, 0);
    const x2 = Math.min(this.#ruler.left(taken) + inset, room);
    const from = this.#trace.threads[given] as number;
    const to = this.#trace.threads[taken] as number;
    const missing = this.#missing(send, recv);
    // Arrows that nobody could tell apart are one.
    const key = `${from} ${to} ${Math.round(x1 / 2)} ${Math.round(x2 / 2)} ${missing}`;
    const count = (this.#found.get(key)?.count ?? 0) + 1;
    const later = taken > this.#extent.position;
    this.#found.set(key, { key, from, to, x1, x2, missing, send, recv, reply, later, count });
  }

  #missing(send: number, recv: number): Arrow['missing'] {
    const given = this.#trace.positionOf(send);
    const taken = this.#trace.positionOf(recv);
    if (!this.#lanes.has(this.#trace.threads[given] as number)) return 'from';
    if (!this.#lanes.has(this.#trace.threads[taken] as number)) return 'to';
    if (this.#ruler.left(given) < 0) return 'left';
    return this.#ruler.left(taken) > this.#ruler.room ? 'right' : undefined;
  }

  #connectionOf(socket: number): ConnectionScene | undefined {
    this.#bySocket ??= new Map(
      this.#connections.flatMap((each) =>
        [each.client, each.server].flatMap((end) => (end === undefined ? [] : [[end, each]])),
      ),
    );
    return this.#bySocket.get(socket);
  }
}
