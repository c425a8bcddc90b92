/** The programs, threads and sockets of a run, as a log of strace shows them so far. */
import type { Address, TraceEvent } from '../trace/format.ts';

/** What an event says beside its number, its time and whose it is. Some of it comes later. */
export type Body = TraceEvent extends infer E
  ? E extends TraceEvent
    ? Mutable<Omit<E, 'seq' | 'at' | 'program' | 'thread' | 'call' | 'child'>>
    : never
  : never;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An event that has no number yet. */
export interface Draft {
  readonly thread: Thread;
  readonly at: number;
  readonly body: Body;
  /** The call that it answers. */
  readonly answers?: Draft;
  /** The thread that it starts. */
  readonly child?: Thread;
  /** It turned out to be none. */
  dropped?: true;
}

export interface Socket {
  readonly id: number;
  readonly family: string;
  local?: Address;
  peer?: Address;
  isListening: boolean;
  /** A connect that goes on after it returned EINPROGRESS. */
  connecting?: Draft;
  /** Bytes that were sent and taken. */
  sent: number;
  taken: number;
  /** Descriptors that stand for it, of all processes. */
  handles: number;
  /** Events that say its own address, to be told once it is known. */
  readonly nameless: { local?: Address }[];
}

/** What a descriptor stands for: a TCP socket, or something that is not shown. */
export type Handle = Socket | 'other';

export interface Thread {
  /** The kernel's number for it; 0 where the log names none. */
  readonly tid: number;
  readonly process: Process;
  readonly name: string;
  /** A call that has not returned. */
  open?: { readonly name: string; readonly text: string; readonly draft: Draft | undefined };
  /** A call that a signal broke off: the kernel begins it anew, or the program is told. */
  interrupted?: { readonly name: string; readonly fd: string | undefined; readonly draft: Draft };
  /** A line of its own has been seen. */
  runs: boolean;
}

export class Process {
  readonly main: Thread;
  readonly threads: Thread[];
  readonly handles: Map<number, Handle>;
  /** Standard descriptors that the program closed: who has the number then is no terminal. */
  readonly closed: Set<number>;
  /** Lines that became no event, by the name of the call. */
  readonly leftOut = new Map<string, number>();
  /** Its lines in the log. */
  lines = 0;
  /** It called something on a TCP socket, but for closing what it did not open itself. */
  hasSocket = false;
  isServer = false;
  /** It wrote to a terminal, or read from one. */
  hasTerminal = false;
  /** Its Python file, where the log shows how it was started or who it is. */
  program: string | undefined;
  argv: readonly string[] = [];
  /** Characters may be cut by the end of a write. */
  readonly decoders = {
    stdout: new TextDecoder('utf-8', { ignoreBOM: true }),
    stderr: new TextDecoder('utf-8', { ignoreBOM: true }),
  };

  /** @param parent the process that it is a copy of, with the same descriptors */
  constructor(tid: number, parent?: Process) {
    this.main = { tid, process: this, name: 'MainThread', runs: false };
    this.threads = [this.main];
    this.handles = new Map(parent?.handles);
    this.closed = new Set(parent?.closed);
    this.program = parent?.program;
    for (const handle of this.handles.values()) if (handle !== 'other') handle.handles++;
  }

  /** One more thread, named as Python does by itself. */
  addThread(tid: number): Thread {
    const name = `Thread-${this.threads.length}`;
    const thread: Thread = { tid, process: this, name, runs: false };
    this.threads.push(thread);
    return thread;
  }

  leaveOut(name: string): void {
    this.leftOut.set(name, (this.leftOut.get(name) ?? 0) + 1);
  }

  /** Who has the number now stands for something else, whatever it stood for before. */
  setHandle(fd: number, handle: Handle): void {
    this.dropHandle(fd);
    this.handles.set(fd, handle);
    if (handle !== 'other') handle.handles++;
  }

  dropHandle(fd: number): void {
    const before = this.handles.get(fd);
    if (before !== undefined && before !== 'other') before.handles--;
    this.handles.delete(fd);
  }
}

/** A socket's own address is known now. */
export function learnLocal(socket: Socket, local: Address): void {
  socket.local = local;
  for (const body of socket.nameless.splice(0)) body.local = local;
}

/** Stands where nobody knows the address of an end: no connected socket has port 0. */
export function unknownAddress(family: string): Address {
  return [family === 'AF_INET6' ? '::' : '0.0.0.0', 0];
}

export function isUnknown([, port]: Address): boolean {
  return port === 0;
}
