/** Who is who in a recording, learnt as its events come: so that no pass over them is needed before. */
import type { Trace } from '../trace/trace.ts';
import type { Detector } from './diagnosis-detector.ts';

export class Parties implements Detector {
  readonly kinds = ['prog.start', 'connect.ret', 'accept.ret'] as const;
  readonly #trace: Trace;
  readonly #servers = new Set<number>();
  readonly #exact = new Set<number>();
  readonly #fixed = new Set<number>();
  readonly #peers = new Map<number, number>();
  /** Ends whose other end has not come yet, by the two addresses: the nth goes with the nth. */
  readonly #waiting = new Map<string, number[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const { p, role } of trace.header.programs) if (role === 'server') this.#servers.add(p);
  }

  /** True for the programs that play the server. */
  isServer(program: number): boolean {
    return this.#servers.has(program);
  }

  /** It asks again until a header or a message is whole: a recv of less is no mistake. */
  readsExactly(program: number): boolean {
    return this.#exact.has(program);
  }

  /** It takes the end of a connection for a goodbye. */
  takesAnyEnd(program: number): boolean {
    return this.#fixed.has(program);
  }

  /** The other end of a connection; undefined where no recorded program holds it. */
  peerOf(socket: number): number | undefined {
    return this.#peers.get(socket);
  }

  see(position: number): void {
    const event = this.#trace.at(position);
    if (event.kind === 'prog.start') {
      if (event.role === 'server') this.#servers.add(event.program);
      if (event.reads_exactly === true) this.#exact.add(event.program);
      if (event.framed_replies === true) this.#fixed.add(event.program);
    } else if (event.kind === 'connect.ret') {
      this.#meet('accept', 'connect', event.local.concat(event.peer).join(), event.socket);
    } else if (event.kind === 'accept.ret') {
      this.#meet('connect', 'accept', event.peer.concat(event.local).join(), event.accepted);
    }
  }

  #meet(wanted: string, own: string, addresses: string, socket: number): void {
    const other = this.#waiting.get(`${wanted} ${addresses}`)?.shift();
    if (other !== undefined) {
      this.#peers.set(socket, other).set(other, socket);
      return;
    }
    const key = `${own} ${addresses}`;
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, [socket]);
    else waiting.push(socket);
  }
}
