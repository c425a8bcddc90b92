/** The events of a recording, in their order → the segments that TCP would have carried them in. */
import { pairSockets } from '../scene/pairs.ts';
import type { Pair } from '../scene/pairs.ts';
import type { EventOf } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { ipOf, ipText, sameKind } from './ip.ts';
import { TcpFlow } from './tcp-flow.ts';
import type { End, Segment } from './tcp-frame.ts';

/** Takes a segment of the event that is being told. `outbound`: its program sends it. */
export type Put = (segment: Segment, outbound: boolean, comments: readonly string[]) => void;

/** Failures that say: the other end broke the connection off. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
const ISN_STEP = 2_654_435_761;

/**
 * Goes through events in their order. A byte is on the wire at the first event that knows it: the send
 * that gave it, or where that is not there, the recv that took it. FIN: an end was closed or shut
 * down, or the other's recv found the end of the stream. RST: a close with SO_LINGER 0, or a call of
 * the other end failed with ECONNRESET or EPIPE.
 */
export class Packets {
  readonly #trace: Trace;
  readonly #put: Put;
  readonly #answers: Int32Array;
  readonly #comment: (position: number) => string;
  readonly #pairs = new Map<number, Pair>();
  readonly #flows = new Map<Pair, TcpFlow>();
  /** Connections between the same two ports as one before. */
  readonly #again = new Set<Pair>();
  /** Sockets whose close breaks the connection off. */
  readonly #abrupt = new Set<number>();
  readonly #seed: number;
  #own: End | undefined;
  #made = false;

  /**
   * @param answers those of `findAnswers`
   * @param comment what is to be said of a call's packets
   */
  constructor(trace: Trace, answers: Int32Array, put: Put, comment: (position: number) => string) {
    this.#trace = trace;
    this.#answers = answers;
    this.#put = put;
    this.#comment = comment;
    this.#seed = seedOf(trace.header.id);
    const used = new Set<string>();
    for (const pair of [...pairSockets(trace)].sort((a, b) => a.from - b.from)) {
      const ends = [...pair.clientAddress, ...pair.serverAddress].join();
      if (used.has(ends)) this.#again.add(pair);
      used.add(ends);
      if (pair.client !== undefined) this.#pairs.set(pair.client, pair);
      if (pair.server !== undefined) this.#pairs.set(pair.server, pair);
    }
  }

  /** The connection of a socket; undefined where it is no end of one. */
  pairOf(socket: number): Pair | undefined {
    return this.#pairs.get(socket);
  }

  /** Puts the packets of an event. Returns whether they say all that the event does. */
  tell(position: number): boolean {
    const trace = this.#trace;
    const kind = trace.kindAt(position);
    const socket = (kind === 'accept.ret' ? trace.sizes : trace.sockets)[position] as number;
    if (kind === 'setsockopt') this.#setOption(trace.at(position) as EventOf<'setsockopt'>);
    const pair = this.#pairs.get(socket);
    if (pair === undefined) return false;
    const flow = this.#flowOf(pair);
    const own = socket === pair.server ? flow.server : flow.client;
    this.#own = own;
    this.#made = false;
    switch (kind) {
      case 'connect':
        return this.#ask(flow, pair, position);
      case 'connect.ret':
      case 'accept.ret':
      case 'connection':
        if (position === pair.from) this.#agree(flow, pair, position);
        return kind === 'connection';
      case 'send':
        return this.#send(flow, own, position);
      case 'recv.ret':
        return this.#receive(flow, own, position);
      case 'recv.err':
      case 'send.err':
        this.#fail(flow, own, position);
        return false;
      case 'shutdown':
        return this.#shutDown(flow, own, position);
      case 'close':
        return this.#close(flow, own, position);
      case 'connection.end':
        return this.#end(flow, own, position);
      default:
        return false;
    }
  }

  #flowOf(pair: Pair): TcpFlow {
    const known = this.#flows.get(pair);
    if (known !== undefined) return known;
    const { id, clientAddress, serverAddress } = pair;
    const [client, server] = sameKind(ipOf(clientAddress[0]), ipOf(serverAddress[0]));
    const end = (ip: Uint8Array, port: number, which: number): End => {
      // The same each time, and another for each stream of each recording (Knuth's product).
      const isn = Math.imul(this.#seed + 2 * id + which, ISN_STEP) >>> 0;
      return { ip, port, isn, sent: 0, taken: 0, syn: false, fin: false, deaf: false };
    };
    const flow = new TcpFlow(
      (segment, comments) => {
        this.#made = true;
        this.#put(segment, segment.from === this.#own, comments);
      },
      end(client.bytes, clientAddress[1], 0),
      end(server.bytes, serverAddress[1], 1),
    );
    this.#flows.set(pair, flow);
    return flow;
  }

  #setOption({ socket, option, value }: EventOf<'setsockopt'>): void {
    if (option !== 'SO_LINGER') return;
    if (value === 0) this.#abrupt.add(socket);
    else this.#abrupt.delete(socket);
  }

  #ask(flow: TcpFlow, pair: Pair, position: number): boolean {
    const { calls, seqs } = this.#trace;
    // A port that was used before may not have been free yet when the call began.
    if (this.#again.has(pair) || calls[pair.connected] !== seqs[position]) return false;
    flow.ask([this.#comment(position), ...standIns(pair)]);
    return this.#made;
  }

  #agree(flow: TcpFlow, pair: Pair, position: number): void {
    const call = this.#trace.positionOf(this.#trace.calls[position] as number);
    const outside = pair.client === undefined ? ['the client’s calls are not recorded'] : [];
    flow.agree([this.#comment(call < 0 ? position : call), ...outside, ...standIns(pair)]);
  }

  #send(flow: TcpFlow, own: End, position: number): boolean {
    const trace = this.#trace;
    const event = trace.at(position) as EventOf<'send'>;
    const returned = this.#answers[position] as number;
    let length = event.len;
    if (returned > 0) {
      const isTaken = trace.kindAt(returned) === 'send.ret';
      length = isTaken ? Math.min(trace.sizes[returned] as number, length) : 0;
    }
    const { offset, bytes } = event;
    flow.send(own, { offset, length, bytes }, [this.#comment(position)]);
    return this.#made;
  }

  #receive(flow: TcpFlow, own: End, position: number): boolean {
    const trace = this.#trace;
    const { n, offset, bytes, call } = trace.at(position) as EventOf<'recv.ret'>;
    const peer = flow.other(own);
    const at = trace.positionOf(call);
    const words = () => [this.#comment(Math.max(at, 0)), 'the send is not recorded'];
    if (n > 0) {
      own.taken = Math.max(own.taken, offset + n);
      if (offset + n <= peer.sent) return false;
      return flow.send(peer, { offset, length: n, bytes }, words());
    }
    const asked = trace.sizes[at] ?? 0;
    if (asked > 0 && !own.deaf) flow.finish(peer, words());
    return false;
  }

  #fail(flow: TcpFlow, own: End, position: number): void {
    if (!this.#isBreak(position, own)) return;
    const call = this.#trace.positionOf(this.#trace.calls[position] as number);
    flow.break(flow.other(own), [this.#comment(Math.max(call, 0))]);
  }

  #shutDown(flow: TcpFlow, own: End, position: number): boolean {
    const { how } = this.#trace.at(position) as EventOf<'shutdown'>;
    if (this.#hasFailed(position)) return false;
    if (how !== 'SHUT_WR') own.deaf = true;
    return how !== 'SHUT_RD' && flow.finish(own, [this.#comment(position)]);
  }

  #close(flow: TcpFlow, own: End, position: number): boolean {
    if (this.#hasFailed(position)) return false;
    const peer = flow.other(own);
    const words = [this.#comment(position)];
    const socket = this.#trace.sockets[position] as number;
    if (this.#abrupt.has(socket)) return flow.break(own, words);
    if (this.#breaksLater(flow, own, position)) {
      // Linux answers a close with unread bytes by RST at once (RFC 2525, 2.17).
      if (peer.sent > own.taken) return flow.break(own, words);
      flow.gone = own;
    }
    return flow.finish(own, words);
  }

  #end(flow: TcpFlow, own: End, position: number): boolean {
    const { how } = this.#trace.at(position) as EventOf<'connection.end'>;
    return how === 'RST' ? flow.break(own, []) : flow.finish(own, []);
  }

  #hasFailed(position: number): boolean {
    const returned = this.#answers[position] as number;
    return returned > 0 && this.#trace.kindAt(returned).endsWith('.err');
  }

  /** Whether a call of the other end fails after this, because the connection is broken. */
  #breaksLater(flow: TcpFlow, own: End, position: number): boolean {
    const trace = this.#trace;
    const pair = this.#pairs.get(trace.sockets[position] as number);
    const socket = own === flow.client ? pair?.server : pair?.client;
    if (socket === undefined) return false;
    const events = trace.ofSocket(socket);
    const later = events.subarray(countUpTo(events, position));
    return later.some((at) => this.#isBreak(at, flow.other(own)));
  }

  /** EPIPE also is what an end gets that has shut down its own sending. */
  #isBreak(position: number, own: End): boolean {
    const trace = this.#trace;
    const kind = trace.kindAt(position);
    if (kind !== 'recv.err' && kind !== 'send.err') return false;
    const { name } = trace.at(position) as EventOf<'recv.err'>;
    return BROKEN.has(name) && !(name === 'EPIPE' && own.fin);
  }
}

function seedOf(text: string): number {
  let seed = 0;
  for (let at = 0; at < text.length; at++) seed = (Math.imul(seed, 31) + text.charCodeAt(at)) | 0;
  return seed;
}

/** Says it where a host's name has an address that stands for it. */
function standIns({ clientAddress, serverAddress }: Pair): readonly string[] {
  const named = [clientAddress[0], serverAddress[0]].filter((host) => ipOf(host).standsIn);
  return [...new Set(named)].map(
    (host) => `the recording names the host "${host}"; ${ipText(ipOf(host))} stands for it`,
  );
}
