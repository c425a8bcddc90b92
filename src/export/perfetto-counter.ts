/** How many connections each server has at a time. */
import type { Trace } from '../trace/trace.ts';
import type { Arrows } from './arrows.ts';
import type { Row } from './perfetto-row.ts';

/** Counts along: asked for each event of a part in turn. */
export class Counter {
  readonly #trace: Trace;
  readonly #arrows: Arrows;
  /** By program: the server's ends that are open. */
  readonly #open = new Map<number, Set<number>>();
  /** Ends that have said that they send no more. */
  readonly #ended = new Set<number>();

  constructor(trace: Trace, arrows: Arrows) {
    this.#trace = trace;
    this.#arrows = arrows;
  }

  /** The new count where the event at a position has changed one. */
  at(position: number): Row | undefined {
    const { programs, ats } = this.#trace;
    const own = this.#changed(position);
    if (own === undefined) return undefined;
    const [program, connections] = own;
    return {
      ph: 'C',
      name: 'active connections',
      pid: program || (programs[position] as number),
      tid: 0,
      at: ats[position] as number,
      args: { connections },
    };
  }

  /** Program and count. */
  #changed(position: number): readonly [number, number] | undefined {
    const { sockets, sizes, programs } = this.#trace;
    const socket = sockets[position] as number;
    const program = programs[position] as number;
    switch (this.#trace.kindAt(position)) {
      case 'accept.ret':
      case 'connection':
        return this.#opens(this.#serverOf(position, program), sizes[position] as number);
      case 'close.ret':
        return this.#closes(socket);
      case 'connection.end': {
        this.#ended.add(socket);
        const peer = this.#arrows.peerOf(socket);
        const event = this.#trace.at(position);
        const broken = event.kind === 'connection.end' && event.how === 'RST';
        const over = broken || peer === undefined || this.#ended.has(peer);
        return over ? (this.#closes(socket) ?? this.#closes(peer)) : undefined;
      }
      case 'prog.exit': {
        const left = this.#open.get(program)?.size ?? 0;
        this.#open.delete(program);
        return left > 0 ? [program, 0] : undefined;
      }
      default:
        return undefined;
    }
  }

  /** A capture's connection is told of by its client's end. */
  #serverOf(position: number, program: number): number {
    const first = this.#trace.ofSocket(this.#trace.sizes[position] as number)[0];
    if (this.#trace.kindAt(position) === 'accept.ret' || first === undefined) return program;
    return this.#trace.programs[first] as number;
  }

  #opens(program: number, socket: number): readonly [number, number] {
    const open = this.#open.get(program) ?? new Set<number>();
    this.#open.set(program, open.add(socket));
    return [program, open.size];
  }

  #closes(socket: number | undefined): readonly [number, number] | undefined {
    if (socket === undefined) return undefined;
    for (const [program, open] of this.#open) if (open.delete(socket)) return [program, open.size];
    return undefined;
  }
}
