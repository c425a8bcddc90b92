/** What only both ends of a connection together tell: which send gave the bytes that a recv took. */
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { connectionsOf } from './find-connections.ts';
import { once } from './find-once.ts';

const SEND = KINDS.indexOf('send');
const RECV_RET = KINDS.indexOf('recv.ret');
/** Linux delays an acknowledgement by 40 ms; a timer is never early, and seldom this late. */
const STALL = { least: 35_000_000, most: 50_000_000 };

/** What is found in both ends of every connection: positions, ascending. */
export interface StreamFinds {
  /** Returns of recvs that took bytes of more than one send. */
  readonly merged: Int32Array;
  /** Returns of recvs that took the second part of a send's bytes. */
  readonly split: Int32Array;
  /** Returns of recvs that waited about 40 ms for bytes that had been sent. */
  readonly stalls: Int32Array;
  /** Returns of a server's recvs that took what it reads as a header; the sends of a header's size
   *  where the server is not recorded. */
  readonly headers: Int32Array;
}

/** One pass over the sends and recvs of all connections. */
export const findStreams = once((trace: Trace): StreamFinds => {
  const found = new Finder(trace);
  for (const { client, server } of connectionsOf(trace)) {
    const up = found.direction(client, server);
    found.direction(server, client);
    if (server === undefined) found.sentHeaders(up.sends);
    else found.takenHeaders(up.recvs);
  }
  return found.finds;
});

interface Ends {
  readonly sends: Int32Array | undefined;
  readonly recvs: Int32Array;
}

class Finder {
  readonly #trace: Trace;
  readonly #merged: number[] = [];
  readonly #split: number[] = [];
  readonly #stalls: number[] = [];
  readonly #headers: number[] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  get finds(): StreamFinds {
    return {
      merged: ascending(this.#merged),
      split: ascending(this.#split),
      stalls: ascending(this.#stalls),
      headers: ascending(this.#headers),
    };
  }

  direction(sender: number | undefined, receiver: number | undefined): Ends {
    const sends = sender === undefined ? undefined : this.#ofKind(sender, SEND);
    const recvs = this.#ofKind(receiver, RECV_RET);
    if (sends === undefined) for (const recv of recvs) this.#stall(recv, undefined);
    else this.#follow(sends, recvs);
    return { sends, recvs };
  }

  /** Header and payload take turns, as in the course's server; nothing is the end. */
  takenHeaders(recvs: Int32Array): void {
    let header = true;
    for (const recv of recvs) {
      if (header && this.#trace.sizes[recv] === 0) continue;
      if (header) this.#headers.push(recv);
      header = !header;
    }
  }

  sentHeaders(sends: Int32Array | undefined): void {
    const { sizes, header } = this.#trace;
    for (const send of sends ?? []) {
      if (sizes[send] === header.protocol.header_bytes) this.#headers.push(send);
    }
  }

  #ofKind(socket: number | undefined, kind: number): Int32Array {
    const { kinds } = this.#trace;
    return this.#trace.ofSocket(socket ?? 0).filter((position) => kinds[position] === kind);
  }

  /** Goes along both lists at once: offsets ascend in both. */
  #follow(sends: Int32Array, recvs: Int32Array): void {
    const { offsets, sizes } = this.#trace;
    const startOf = (n: number) => offsets[sends[n] as number] ?? Infinity;
    let send = 0;
    let cut = -1;
    for (const recv of recvs) {
      const from = offsets[recv] as number;
      const size = sizes[recv] as number;
      if (size <= 0) continue;
      // A send of which the kernel took nothing is followed by one at the same offset.
      while (startOf(send + 1) <= from) send++;
      if (startOf(send + 1) < from + size) this.#merged.push(recv);
      if (startOf(send) < from && cut !== send) {
        cut = send;
        this.#split.push(recv);
      }
      this.#stall(recv, sends[send]);
    }
  }

  #stall(recv: number, send: number | undefined): void {
    const { ats, calls, queued, sizes } = this.#trace;
    const call = this.#trace.positionOf(calls[recv] as number);
    if (call < 0 || (queued[call] as number) > 0 || sizes[recv] === 0) return;
    const since = Math.max(ats[call] as number, send === undefined ? 0 : (ats[send] as number));
    const waited = (ats[recv] as number) - since;
    const most = send === undefined ? STALL.most : Infinity;
    if (waited >= STALL.least && waited <= most) this.#stalls.push(recv);
  }
}

function ascending(positions: readonly number[]): Int32Array {
  return Int32Array.from(positions).sort();
}
