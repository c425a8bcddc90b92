/**
 * The events that a scope takes.
 *
 * Of a connection: what happened on its two sockets; everything of the threads that have to do with
 * no other connection, but on another connection's socket. Of a thread: its events. Of a range: from
 * the first to the last. Answers, the kernel's word and notes go with the call that they belong to.
 *
 * Whatever is taken is taken together with what names it, wherever that stands: the start of its
 * program and the program's sources, the start of its thread, and what made its socket (socket, bind,
 * listen, connect, accept; in a capture, the connection). So a part can be read, and replayed, on its own. `gap` and
 * `end` and words about the whole recording belong to every part whose range they lie in; `end` to
 * all: the recording was closed.
 */
import { pairSockets } from '../scene/pairs.ts';
import { KINDS } from '../trace/format.ts';
import type { Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import type { Scope } from './part.ts';
import { addNames } from './named.ts';

const numberOf = (kind: Kind): number => KINDS.indexOf(kind);
const ACCEPTED = numberOf('accept.ret');
const STARTED = numberOf('thread.start');
const NOTE = numberOf('note');
const MARKER = numberOf('marker');
const GAP = numberOf('gap');
const END = numberOf('end');
/** About the recording: they alone make no part of a connection or a thread. */
const ABOUT: ReadonlySet<number> = new Set([NOTE, MARKER, GAP]);

/** 1 for each position that the scope takes; undefined: it asks for nothing, so all are. */
export function chosen(trace: Trace, scope: Scope): Uint8Array | undefined {
  const { connection, thread, from = 0, to = Infinity } = scope;
  if (Object.values(scope).every((value) => value === undefined)) return undefined;
  const ofConnection = connection === undefined ? undefined : new OfConnection(trace, connection);
  const { kinds, seqs, calls, threads, sizes, length } = trace;
  const mask = new Uint8Array(length);
  const isWide = connection === undefined && thread === undefined;
  let any = false;
  const taken = (position: number): boolean => {
    const kind = kinds[position];
    const call = calls[position] as number;
    if (call > 0) {
      const asked = trace.positionOf(call);
      // A note may hang on an event that comes later, or is missing.
      if (asked >= 0 && asked < position) return inSubject(asked);
      if (kind === NOTE || kind === MARKER) return asked >= 0 && inSubject(asked);
    }
    return kind === NOTE || kind === MARKER || kind === GAP || inSubject(position);
  };
  const inSubject = (position: number): boolean => {
    if (ofConnection?.has(position) === false) return false;
    if (thread === undefined || threads[position] === thread) return true;
    return kinds[position] === STARTED && sizes[position] === thread;
  };
  for (let position = 0; position < length; position++) {
    const seq = seqs[position] as number;
    if (seq < from || seq > to) continue;
    any ||= isWide;
    if (kinds[position] === END || !taken(position)) continue;
    mask[position] = 1;
    any ||= !ABOUT.has(kinds[position] as number);
  }
  if (!any) return new Uint8Array(length);
  addNames(trace, mask);
  for (const position of trace.ofKind('end')) mask[position] = 1;
  return mask;
}

/** Several connections. */
const SEVERAL = -1;

/** What has to do with one connection. */
class OfConnection {
  readonly #trace: Trace;
  readonly #wanted: number;
  /** Number of the connection of each socket that is an end of one. */
  readonly #ofSocket = new Map<number, number>();
  /** The one connection that a thread, or a program, has to do with; or that it is several. */
  readonly #ofThread = new Map<number, number>();
  readonly #ofProgram = new Map<number, number>();
  /** Calls that made one of its sockets, by their `seq`. */
  readonly #making = new Set<number>();

  constructor(trace: Trace, wanted: number) {
    this.#trace = trace;
    this.#wanted = wanted;
    for (const { id, client, server } of pairSockets(trace)) {
      if (client !== undefined) this.#ofSocket.set(client, id);
      if (server !== undefined) this.#ofSocket.set(server, id);
    }
    this.#assignThreads();
    for (const kind of ['socket.ret', 'accept.ret'] as const) {
      for (const position of trace.ofKind(kind)) {
        if (this.#connectionAt(position) === wanted)
          this.#making.add(trace.calls[position] as number);
      }
    }
  }

  has(position: number): boolean {
    const { seqs, threads, programs } = this.#trace;
    const connection = this.#connectionAt(position);
    if (connection !== undefined) return connection === this.#wanted;
    if (this.#making.has(seqs[position] as number)) return true;
    const thread = threads[position] as number;
    if (thread > 0) return this.#ofThread.get(thread) === this.#wanted;
    return this.#ofProgram.get(programs[position] as number) === this.#wanted;
  }

  /** The connection whose socket the event is about; an accept's return makes one. */
  #connectionAt(position: number): number | undefined {
    const { kinds, sockets, sizes } = this.#trace;
    const accepted = kinds[position] === ACCEPTED;
    return this.#ofSocket.get((accepted ? sizes : sockets)[position] as number);
  }

  #assignThreads(): void {
    const { threads, programs, length } = this.#trace;
    for (let position = 0; position < length; position++) {
      const connection = this.#connectionAt(position);
      if (connection === undefined) continue;
      note(this.#ofThread, threads[position] as number, connection);
      note(this.#ofProgram, programs[position] as number, connection);
    }
  }
}

function note(connections: Map<number, number>, key: number, connection: number): void {
  const known = connections.get(key) ?? connection;
  connections.set(key, known === connection ? connection : SEVERAL);
}
