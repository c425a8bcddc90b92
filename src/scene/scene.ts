/**
 * The scene: everything that is true at the playhead. A pure function of (trace, position).
 *
 * `position` is an index into the trace's events (0-based); −1 is before the first. All events up
 * to and including that one have happened, nothing after it has.
 */
import type { Actor, Address, Call, EventOf, Role } from '../trace/format.ts';

export type ThreadState =
  'new' | 'running' | 'blocked' | 'held' | 'finished' | 'died' | NotRecorded;
/** A thread that stands in for an end of a connection in a capture: nobody knows what it did. */
type NotRecorded = 'not recorded';

/** A call that has been entered and has not returned. */
export interface OpenCall {
  readonly call: Call | 'input';
  /** `seq` of the call's event. */
  readonly seq: number;
  readonly at: number;
  readonly socket?: number;
  /** The kernel's own word for it, once sampled: what makes "blocked" measured. */
  readonly kernel?: EventOf<'kernel'>;
}

export interface Local {
  readonly name: string;
  /** As Python would show it. */
  readonly value: string;
  /** Its value before the last line event of this frame changed it; undefined if unchanged or new. */
  readonly was?: string;
  /** True when the last line event of this frame gave or changed it. */
  readonly changed: boolean;
}

export interface SourceLine {
  readonly file: number;
  readonly line: number;
  readonly function: string;
}

export interface ThreadScene {
  readonly id: number;
  readonly program: number;
  /** As Python names it: `MainThread`, `Thread-1 (handle_client)`. */
  readonly name: string;
  /** Short badge: `M`, `T1` in a server; `C1` for the main thread of client 1; `S1` for a server's end
   *  of connection 1 in a capture. */
  readonly badge: string;
  readonly state: ThreadState;
  /** These three are looked up when they are asked for: ask only for those that are shown. */
  readonly call?: OpenCall;
  readonly line?: SourceLine;
  readonly locals: readonly Local[];
  readonly error?: { readonly name: string; readonly message: string };
}

export interface ProgramScene {
  readonly id: number;
  readonly role: Role;
  readonly name: string;
  readonly exit?: number;
}

export type SocketState = 'open' | 'bound' | 'listening' | 'connecting' | 'connected' | 'closed';

export interface SocketScene {
  readonly id: number;
  readonly program: number;
  readonly fd: number;
  readonly state: SocketState;
  readonly local?: Address;
  readonly peer?: Address;
  readonly closedBy?: Actor | 'program';
}

/** A byte range [from, to) of one direction's stream, given or taken by the event `seq`. */
export interface Span {
  readonly seq: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Spans of one direction, ascending and without overlap, as far as they are there at the playhead. A
 * million of them cost nothing until one is asked for. An array is such a list too.
 */
export interface SpanList {
  readonly length: number;
  /** As `Array.prototype.at`: −1 is the last. */
  at(index: number): Span | undefined;
}

/** One direction of a connection at the playhead. */
export interface DirectionScene {
  /** Bytes given by sends that were entered; undefined when the sender is not recorded. */
  readonly sent?: number;
  /** Bytes returned by recv; undefined when the receiver is not recorded. */
  readonly taken?: number;
  /** Bytes waiting in the receiver's queue by its last FIONREAD, and the event that measured it.
   *  Stays what was measured then: it may have grown since. */
  readonly waiting?: { readonly bytes: number; readonly seq: number };
  readonly sends: SpanList;
  readonly recvs: SpanList;
  /** The receiver saw the end of the stream. */
  readonly ended: boolean;
}

export interface ConnectionScene {
  /** Numbered from 1 in the order of accept. */
  readonly id: number;
  readonly client?: number;
  readonly server?: number;
  readonly clientAddress?: Address;
  readonly serverAddress?: Address;
  /** True when no program of ours holds the client's end: "not recorded". */
  readonly outside: boolean;
  /** Client to server: framed messages. Looked up when it is asked for, as `down` is. */
  readonly up: DirectionScene;
  /** Server to client: unframed replies. */
  readonly down: DirectionScene;
}

export interface TerminalScene {
  readonly program: number;
  readonly name: string;
  /** Characters on it at the playhead. */
  readonly length: number;
  /** Everything on it at the playhead: its stdout, stderr and echoed input, in order. Of a long
   *  trace that is much: put together when it is asked for. */
  readonly text: string;
  /** The text from a character on: reads no more than that. */
  slice(from: number): string;
}

export interface Scene {
  readonly position: number;
  readonly programs: readonly ProgramScene[];
  readonly threads: readonly ThreadScene[];
  readonly sockets: readonly SocketScene[];
  readonly connections: readonly ConnectionScene[];
  readonly terminals: readonly TerminalScene[];
}
