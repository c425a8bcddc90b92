/** The connections of a trace, and each as it is at a position. */
import { countUpTo } from '../trace/group.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { Direction } from './direction.ts';
import { holding } from './holding.ts';
import type { Held } from './holding.ts';
import { pairSockets } from './pairs.ts';
import type { Pair } from './pairs.ts';
import type { ConnectionScene, DirectionScene } from './scene.ts';

/** Every connection that is there at a position, by its number. */
export function indexConnections(trace: Trace): (position: number) => readonly ConnectionScene[] {
  const connections = pairSockets(trace)
    .map((pair) => new Connection(trace, pair))
    .sort((a, b) => a.from - b.from);
  const births = connections.map(({ from }) => from);
  return holding(
    births,
    (n, position) => (connections[n] as Connection).at(position),
    (a, b) => a.id - b.id,
  );
}

class Connection {
  readonly from: number;
  readonly #trace: Trace;
  readonly #pair: Pair;
  /** Indexed when first looked at: a trace of many sessions opens as fast as one of few. */
  #up: Direction | undefined;
  #down: Direction | undefined;

  constructor(trace: Trace, pair: Pair) {
    this.#trace = trace;
    this.#pair = pair;
    this.from = pair.from;
  }

  at(position: number): Held<ConnectionScene> {
    const { id, client, server, clientAddress, serverAddress, accepted } = this.#pair;
    let from = this.from;
    let until = Infinity;
    const mark = (place: number) => {
      if (place > position) until = Math.min(until, place);
      else from = Math.max(from, place);
    };
    mark(accepted);
    for (const socket of [client, server]) {
      if (socket === undefined) continue;
      const own = this.#trace.ofSocket(socket);
      const count = countUpTo(own, position);
      mark(own[count - 1] ?? from);
      mark(own[count] ?? Infinity);
    }
    const directions = this.#directions(position);
    const scene: ConnectionScene = {
      id,
      client,
      server: position < accepted ? undefined : server,
      // A log of strace may not say from which port a client came; none has port 0.
      clientAddress: clientAddress[1] === 0 ? undefined : clientAddress,
      serverAddress,
      outside: client === undefined,
      get up() {
        return directions.up();
      },
      get down() {
        return directions.down();
      },
    };
    return { from, until, scene };
  }

  /** Both directions at a position, each looked up when it is first asked for. */
  #directions(position: number) {
    let up: DirectionScene | undefined;
    let down: DirectionScene | undefined;
    const { client, server } = this.#pair;
    // A capture shows what was sent, not what was taken.
    const taker = (socket: number | undefined) =>
      lacks(this.#trace, 'calls') ? undefined : socket;
    return {
      up: (): DirectionScene => {
        this.#up ??= new Direction(this.#trace, client, taker(server));
        return (up ??= this.#up.at(position));
      },
      down: (): DirectionScene => {
        this.#down ??= new Direction(this.#trace, server, taker(client));
        return (down ??= this.#down.at(position));
      },
    };
  }
}
