/** Which sends of a part gave the bytes that its recvs took. */
import { Direction } from '../scene/direction.ts';
import { pairSockets } from '../scene/pairs.ts';
import type { Pair } from '../scene/pairs.ts';
import { spansIn } from '../scene/provenance.ts';
import type { SpanList } from '../scene/scene.ts';
import type { Part } from './part.ts';

/** Bytes [from, to) of the stream that the send at a position gave. */
export interface Given {
  readonly send: number;
  readonly from: number;
  readonly to: number;
}

/** Looks up the other end of sockets, and who sent what they took. */
export class Arrows {
  readonly #part: Part;
  readonly #pairs = new Map<number, Pair>();
  /** What was sent to a socket. */
  readonly #sent = new Map<number, SpanList>();

  /** How many connections the trace has. */
  readonly count: number;

  constructor(part: Part) {
    this.#part = part;
    const pairs = pairSockets(part.trace);
    this.count = pairs.length;
    for (const pair of pairs) {
      for (const socket of [pair.client, pair.server]) {
        if (socket !== undefined) this.#pairs.set(socket, pair);
      }
    }
  }

  /** The connection that a socket is an end of; undefined where it is none. */
  pairOf(socket: number): Pair | undefined {
    return this.#pairs.get(socket);
  }

  /** The other end of a socket's connection; undefined where that is not recorded. */
  peerOf(socket: number): number | undefined {
    const pair = this.#pairs.get(socket);
    return pair?.client === socket ? pair.server : pair?.client;
  }

  /** The sends of the part whose bytes the recv took that returned at a position, in the order of the
   *  stream. */
  into(returned: number): readonly Given[] {
    const { trace } = this.#part;
    const from = trace.offsets[returned] as number;
    const to = from + (trace.sizes[returned] as number);
    if (to <= from) return [];
    return spansIn(this.#sentTo(trace.sockets[returned] as number), from, to)
      .map((span) => ({
        send: trace.positionOf(span.seq),
        from: Math.max(span.from, from),
        to: Math.min(span.to, to),
      }))
      .filter(({ send }) => this.#part.has(send));
  }

  #sentTo(socket: number): SpanList {
    const known = this.#sent.get(socket);
    if (known !== undefined) return known;
    const { trace } = this.#part;
    const { sends } = new Direction(trace, this.peerOf(socket), undefined).at(trace.length - 1);
    this.#sent.set(socket, sends);
    return sends;
  }
}
