/** Who takes part in a sequence diagram: the threads, and the ends that are not recorded. */
import { createNames } from '../narration/names.ts';
import type { Names } from '../narration/names.ts';
import { countUpTo } from '../trace/group.ts';
import type { Address } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import type { Arrows } from './arrows.ts';

/** A lifeline. */
export interface Party {
  readonly key: string;
  readonly name: string;
  /** Its program, where the name does not say it; or that it is not recorded. */
  readonly about: string;
  readonly recorded: boolean;
}

export class Parties {
  readonly #trace: Trace;
  readonly #arrows: Arrows;
  readonly #names: Names;
  readonly #known = new Map<string, Party>();
  /** The threads of a capture only stand in for programs. */
  readonly #captured: boolean;

  constructor(trace: Trace, arrows: Arrows) {
    this.#trace = trace;
    this.#arrows = arrows;
    this.#names = createNames(trace);
    this.#captured = lacks(trace, 'calls');
  }

  /** The thread of the event at a position, or by its number. */
  thread(id: number, program: number): Party {
    return this.#keep(`thread ${id}`, () => {
      const name = this.#names.thread(id);
      const own = this.#names.program(program);
      const about = this.#captured ? 'thread not recorded' : own === name ? '' : own;
      return { name, about, recorded: true };
    });
  }

  threadAt(position: number): Party {
    const { threads, programs } = this.#trace;
    return this.thread(threads[position] as number, programs[position] as number);
  }

  /** Who last had to do with a socket at a position, or has first; undefined: no recorded thread. */
  ownerOf(socket: number | undefined, position: number): Party | undefined {
    if (socket === undefined) return undefined;
    const own = this.#trace.ofSocket(socket);
    const { threads } = this.#trace;
    for (let n = countUpTo(own, position) - 1; n >= 0; n--) {
      if (threads[own[n] as number] !== 0) return this.threadAt(own[n] as number);
    }
    const first = own.find((one) => one > position && threads[one] !== 0) ?? this.#madeAt(socket);
    return first === undefined ? undefined : this.threadAt(first);
  }

  /** Position of the accept's return that gave a socket that nobody has used yet. */
  #madeAt(socket: number): number | undefined {
    const pair = this.#arrows.pairOf(socket);
    if (pair?.server !== socket || pair.accepted >= this.#trace.length) return undefined;
    return this.#trace.kindAt(pair.accepted) === 'accept.ret' ? pair.accepted : undefined;
  }

  /** Who is at the other end of a socket's connection. */
  peerOf(socket: number, position: number): Party {
    const owner = this.ownerOf(this.#arrows.peerOf(socket), position);
    return owner ?? this.outside(socket, 'peer');
  }

  /** An end of a socket's connection of which no thread is recorded: the socket's own, or the other. */
  outside(socket: number, end: 'own' | 'peer'): Party {
    const pair = this.#arrows.pairOf(socket);
    if (pair === undefined) {
      return this.#keep(`peer of ${socket}`, () => notRecorded('the other end'));
    }
    const client = (pair.client === socket) === (end === 'own');
    const address = client ? pair.clientAddress : pair.serverAddress;
    return this.#keep(`end ${pair.id} ${String(client)}`, () => notRecorded(hostAndPort(address)));
  }

  #keep(key: string, make: () => Omit<Party, 'key'>): Party {
    const party = this.#known.get(key) ?? { key, ...make() };
    this.#known.set(key, party);
    return party;
  }
}

/** Short, as it stands above a line: `127.0.0.1:5050`, `[::1]:5050`. */
function hostAndPort([host, port]: Address): string {
  return `${host.includes(':') ? `[${visible(host)}]` : visible(host)}:${port}`;
}

function notRecorded(name: string): Omit<Party, 'key'> {
  return { name, about: 'not recorded', recorded: false };
}
