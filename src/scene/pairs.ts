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
  /** Positions of connect's and accept's return; infinite where there is none. */
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
  for (const accepted of trace.ofKind('accept.ret')) {
    const event = trace.at(accepted) as EventOf<'accept.ret'>;
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

function keyOf(client: Address, server: Address): string {
  return JSON.stringify([client, server]);
}
