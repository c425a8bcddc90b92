/** One half of a call, its entry or its return, as the makers of events see it. */
import type { Result } from './strace-call.ts';
import { failureOf } from './strace-names.ts';
import type { Body, Draft, Process, Socket, Thread } from './strace-run.ts';
import { descriptor, LineError } from './strace-text.ts';

export class Step {
  readonly thread: Thread;
  readonly args: readonly string[];
  /** Where the line in which the call begins stands. */
  readonly line: number;
  readonly #at: number;
  readonly #drafts: Draft[];
  readonly #sockets: { count: number };

  constructor(
    thread: Thread,
    args: readonly string[],
    place: { readonly line: number; readonly at: number },
    log: { readonly drafts: Draft[]; readonly sockets: { count: number } },
  ) {
    this.thread = thread;
    this.args = args;
    this.line = place.line;
    this.#at = place.at;
    this.#drafts = log.drafts;
    this.#sockets = log.sockets;
  }

  get process(): Process {
    return this.thread.process;
  }

  add(body: Body, more: Pick<Draft, 'answers' | 'child'> = {}): Draft {
    const draft: Draft = { thread: this.thread, at: this.#at, body, ...more };
    this.#drafts.push(draft);
    if ('socket' in body && body.kind !== 'close') this.process.hasSocket = true;
    return draft;
  }

  /** The answer that every failed call has. */
  fail(entered: Draft, result: Pick<Result, 'error' | 'message'>): void {
    const { kind, ...of } = entered.body as Body & { socket?: number; fd?: number };
    const socket = of.socket === undefined ? {} : { socket: of.socket, fd: of.fd };
    const body = {
      kind: `${kind}.err`,
      ...socket,
      ...failureOf(result.error ?? '', result.message),
    };
    this.add(body as Body, { answers: entered });
  }

  /** The TCP socket of the first argument; undefined where it stands for none, or for nobody knows
   *  what. */
  socket(): { readonly socket: Socket; readonly fd: number } | undefined {
    const { fd, ends } = descriptor(this.args[0]);
    const handle = this.process.handles.get(fd);
    if (handle === undefined && ends !== undefined) {
      const family = ends.local[0].includes(':') ? 'AF_INET6' : 'AF_INET';
      const socket = this.makeSocket(family, fd);
      Object.assign(socket, ends);
      return { socket, fd };
    }
    return handle === undefined || handle === 'other' ? undefined : { socket: handle, fd };
  }

  /** The same; a descriptor that the log does not explain stands for a socket that was there before
   *  it, or was made by a call that is not in it. */
  likelySocket(): { readonly socket: Socket; readonly fd: number } | undefined {
    const known = this.socket();
    const { fd } = descriptor(this.args[0]);
    if (known !== undefined || this.process.handles.has(fd)) return known;
    return { socket: this.makeSocket('AF_INET', fd), fd };
  }

  makeSocket(family: string, fd: number): Socket {
    const socket: Socket = {
      id: ++this.#sockets.count,
      family,
      isListening: false,
      sent: 0,
      taken: 0,
      handles: 0,
      nameless: [],
    };
    this.process.setHandle(fd, socket);
    return socket;
  }
}

/** The descriptor that a call returned. */
export function newDescriptor({ value }: Result): number {
  if (value !== undefined && value >= 0 && value < 2 ** 31) return value;
  throw new LineError(`${value} is no descriptor`);
}

/** What the calls of one name become. An entry without event may still have a return with one. */
export interface Maker {
  enter?(step: Step): Draft | undefined;
  /** Not told of calls that did not return (`?` without a reason). */
  leave?(step: Step, result: Result, entered: Draft | undefined): void;
}
