/** The connections of a trace, and each as it is at a position. */
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { Direction } from './direction.ts';
import { pairSockets } from './pairs.ts';
import type { Pair } from './pairs.ts';
import type { ConnectionScene } from './scene.ts';

/** Every connection that is there at a position, by its number. */
export function indexConnections(trace: Trace): (position: number) => readonly ConnectionScene[] {
  const connections = pairSockets(trace)
    .map((pair) => new Connection(trace, pair))
    .sort((a, b) => a.from - b.from);
  const births = connections.map(({ from }) => from);
  return (position) =>
    connections
      .slice(0, countUpTo(births, position))
      .map((connection) => connection.at(position))
      .sort((a, b) => a.id - b.id);
}

class Connection {
  readonly from: number;
  readonly #trace: Trace;
  readonly #pair: Pair;
  #directions: { readonly up: Direction; readonly down: Direction } | undefined;

  constructor(trace: Trace, pair: Pair) {
    this.#trace = trace;
    this.#pair = pair;
    this.from = pair.from;
  }

  at(position: number): ConnectionScene {
    const { id, client, server, clientAddress, serverAddress, accepted } = this.#pair;
    // Indexed when first seen: a trace of many sessions opens as fast as one of few.
    this.#directions ??= {
      up: new Direction(this.#trace, client, server),
      down: new Direction(this.#trace, server, client),
    };
    return {
      id,
      client,
      server: position < accepted ? undefined : server,
      clientAddress,
      serverAddress,
      outside: client === undefined,
      up: this.#directions.up.at(position),
      down: this.#directions.down.at(position),
    };
  }
}
