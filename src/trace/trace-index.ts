/** Look-ups that a trace shares with those that it grows into: built once, then only added to. */
import type { Columns } from './columns.ts';
import { KINDS } from './format.ts';
import type { Kind } from './format.ts';
import { Groups } from './group.ts';
import type { PackedGroups } from './group.ts';
import type { Site } from './sites.ts';
import { NOT_A_STOP } from './stops.ts';

const STOP = KINDS.map((kind) => (NOT_A_STOP.has(kind) ? 0 : 1));
const PLACE_OF_KIND = KINDS.map((_, place) => place + 1);

/** All look-ups, built, on their way between threads. */
export interface PackedIndex {
  readonly threads: PackedGroups;
  readonly sockets: PackedGroups;
  readonly kinds: PackedGroups;
  readonly stops: PackedGroups;
}

/** Each is built when it is first asked for. */
export class TraceIndex {
  /** The sites by their number − 1. */
  readonly sites: readonly Site[];
  readonly #threads: Groups;
  readonly #sockets: Groups;
  readonly #kinds: Groups;
  readonly #stops: Groups;

  constructor(sites: readonly Site[], packed?: PackedIndex) {
    this.sites = sites;
    this.#threads = new Groups(undefined, packed?.threads);
    this.#sockets = new Groups(undefined, packed?.sockets);
    this.#kinds = new Groups(PLACE_OF_KIND, packed?.kinds);
    this.#stops = new Groups(STOP, packed?.stops);
  }

  /** Builds all of it. */
  pack({ kinds, threads, sockets }: Readonly<Columns>): PackedIndex {
    extend(this.#threads, threads);
    extend(this.#sockets, sockets);
    extend(this.#kinds, kinds);
    extend(this.#stops, kinds);
    return {
      threads: this.#threads.pack(),
      sockets: this.#sockets.pack(),
      kinds: this.#kinds.pack(),
      stops: this.#stops.pack(),
    };
  }

  stops({ kinds }: Readonly<Columns>): Int32Array {
    extend(this.#stops, kinds);
    return this.#stops.of(1, kinds.length);
  }

  threadIds({ threads }: Readonly<Columns>): readonly number[] {
    extend(this.#threads, threads);
    return this.#threads.keys.filter((id) => this.#threads.of(id, threads.length).length > 0);
  }

  ofThread({ threads }: Readonly<Columns>, thread: number): Int32Array {
    extend(this.#threads, threads);
    return this.#threads.of(thread, threads.length);
  }

  socketIds({ sockets }: Readonly<Columns>): readonly number[] {
    extend(this.#sockets, sockets);
    return this.#sockets.keys.filter((id) => this.#sockets.of(id, sockets.length).length > 0);
  }

  ofSocket({ sockets }: Readonly<Columns>, socket: number): Int32Array {
    extend(this.#sockets, sockets);
    return this.#sockets.of(socket, sockets.length);
  }

  ofKind({ kinds }: Readonly<Columns>, kind: Kind): Int32Array {
    extend(this.#kinds, kinds);
    return this.#kinds.of(KINDS.indexOf(kind) + 1, kinds.length);
  }
}

function extend(groups: Groups, column: Uint8Array | Int32Array): void {
  groups.extend((from) => column.subarray(from), column.length);
}
