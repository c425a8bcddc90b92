/** Which sockets are the two ends of one connection. */
import type { Address, EventOf } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

/** A connection: two ends that are recorded, or one. */
export interface Pair {
  readonly id: number;
  readonly client?: number;
  readonly server?: number;
  readonly clientAddress: Address;
  readonly serverAddress: Address;
  /** Positions of connect's and accept's return, or of the capture's one event for both; infinite
   *  where there is none. */
  readonly connected: number;
  readonly accepted: number;
  /** Position from which the connection is there: the earlier of the two. */
  readonly from: number;
}

/**
 * The connections of a trace. The nth connect of an address pair is the nth accept of it. Numbered
 * from 1 by accept; those that no recorded program accepted come after them, by connect.
 */
export function pairSockets(trace: Trace): readonly Pair[] {
  const connects = new Map<string, number[]>();
  for (const position of trace.ofKind('connect.ret')) {
    const { local, peer } = trace.at(position) as EventOf<'connect.ret'>;
    const key = keyOf(local, peer);
    const waiting = connects.get(key);
    if (waiting === undefined) connects.set(key, [position]);
    else waiting.push(position);
  }
  const pairs: Pair[] = [];
  for (const accepted of accepts(trace)) {
    const event = trace.at(accepted) as EventOf<'accept.ret' | 'connection'>;
    if (event.kind === 'connection') {
      pairs.push(captured(event, accepted, pairs.length + 1));
      continue;
    }
    const connected = connects.get(keyOf(event.peer, event.local))?.shift() ?? Infinity;
    pairs.push({
      id: pairs.length + 1,
      client: trace.sockets[connected],
      server: event.accepted,
      clientAddress: event.peer,
      serverAddress: event.local,
      connected,
      accepted,
      from: Math.min(connected, accepted),
    });
  }
  for (const connected of [...connects.values()].flat().sort((a, b) => a - b)) {
    const { local, peer } = trace.at(connected) as EventOf<'connect.ret'>;
    pairs.push({
      id: pairs.length + 1,
      client: trace.sockets[connected],
      clientAddress: local,
      serverAddress: peer,
      connected,
      accepted: Infinity,
      from: connected,
    });
  }
  return pairs;
}

/** Positions of what gives a server its end of a connection, ascending. */
function accepts(trace: Trace): Int32Array {
  const [called, seen] = [trace.ofKind('accept.ret'), trace.ofKind('connection')];
  if (seen.length === 0) return called;
  const both = new Int32Array(called.length + seen.length);
  both.set(called);
  both.set(seen, called.length);
  return both.sort();
}

function captured(event: EventOf<'connection'>, position: number, id: number): Pair {
  return {
    id,
    client: event.socket,
    server: event.accepted,
    clientAddress: event.local,
    serverAddress: event.peer,
    connected: position,
    accepted: position,
    from: position,
  };
}

function keyOf(client: Address, server: Address): string {
  return JSON.stringify([client, server]);
}
