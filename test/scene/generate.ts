/**
 * Plausible runs of a threaded server and its clients, as fast-check sees them: a tape of numbers
 * decides who goes on next, how much a call takes, what goes wrong. The bytes are conserved as a
 * kernel conserves them; the calls return in any order that real threads could show.
 */
import fc from 'fast-check';
import type { TraceEvent } from '../../src/trace/format.ts';
import { numbered } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

/** Bytes given and not yet taken, in one direction. */
interface Queue {
  given: number;
  taken: number;
  closed: boolean;
}

interface Link {
  readonly port: number;
  readonly up: Queue;
  readonly down: Queue;
}

type Thread = Generator<undefined, void, undefined>;

/** Runs with up to four clients, some of them from outside. */
export const runs: fc.Arbitrary<readonly TraceEvent[]> = fc
  .record({
    clients: fc.array(fc.boolean(), { maxLength: 4 }),
    tape: fc.array(fc.nat(1000), { minLength: 20, maxLength: 400 }),
  })
  .map(({ clients, tape }) => numbered(new Run(clients, tape).events));

class Run {
  readonly events: Unnumbered[] = [];
  readonly #tape: readonly number[];
  readonly #backlog: Link[] = [];
  readonly #threads: Thread[] = [];
  #at = 0;
  #socket = 0;
  #thread = 0;
  #program = 1;
  /** Ports of recorded clients: one is given again once its connection is accepted and closed. */
  readonly #ports: Link[] = [];

  constructor(clients: readonly boolean[], tape: readonly number[]) {
    this.#tape = tape;
    this.#threads.push(this.#server());
    clients.forEach((outside, index) => {
      this.#threads.push(outside ? this.#outsider(60_000 + index) : this.#client());
    });
    // The tape's end cuts the run anywhere: calls stay open, as in a trace whose writer died.
    while (this.#threads.length > 0 && this.#at < this.#tape.length) {
      const n = this.#pick(this.#threads.length);
      if (this.#threads[n]?.next().done) this.#threads.splice(n, 1);
    }
  }

  #pick(count: number): number {
    return (this.#tape[this.#at++] ?? 0) % count;
  }

  #emit(event: Unnumbered): number {
    return this.events.push(event);
  }

  *#server(): Thread {
    const who = { program: 1, thread: ++this.#thread };
    this.#emit({ kind: 'prog.start', program: 1, name: 'server', role: 'server', argv: [] });
    this.#emit({ kind: 'thread.run', ...who, name: 'MainThread', tid: 1 });
    const call = this.#emit({ kind: 'socket', ...who, family: 'AF_INET', type: 'SOCK_STREAM' });
    const listener = { ...who, socket: ++this.#socket, fd: 3 };
    this.#emit({ kind: 'socket.ret', ...listener, call });
    const bind = this.#emit({ kind: 'bind', ...listener, address: ['h', 5050] });
    this.#emit({ kind: 'bind.ret', ...listener, call: bind, local: ['h', 5050] });
    yield;
    const listen = this.#emit({ kind: 'listen', ...listener, backlog: 5 });
    this.#emit({ kind: 'listen.ret', ...listener, call: listen });
    for (let handlers = 1; ; handlers++) {
      const accept = this.#emit({ kind: 'accept', ...listener });
      while (this.#backlog.length === 0) yield;
      const link = this.#backlog.shift() as Link;
      const accepted = ++this.#socket;
      const ends = { peer: ['h', link.port], local: ['h', 5050] } as const;
      this.#emit({ kind: 'accept.ret', ...listener, call: accept, accepted, ...ends });
      yield;
      const child = ++this.#thread;
      const name = `Thread-${handlers} (handle_client)`;
      this.#emit({ kind: 'thread.start', ...who, child, name });
      this.#threads.push(this.#handler(child, name, accepted, link));
      yield;
      this.#emit({ kind: 'out', ...who, stream: 'stdout', text: `active ${handlers}\n` });
    }
  }

  *#handler(thread: number, name: string, socket: number, link: Link): Thread {
    const who = { program: 1, thread };
    const mine = { ...who, socket, fd: 10 + socket };
    this.#emit({ kind: 'thread.run', ...who, name, tid: thread });
    this.#line(who, 'handle_client', 'fn.call');
    for (;;) {
      yield;
      this.#line(who, 'handle_client', 'line');
      const n = yield* this.#recv(mine, link.up);
      if (n === 0 && this.#pick(3) > 0) break;
      if (this.#pick(12) === 0) {
        const error = { name: 'ValueError', message: 'invalid' };
        this.#emit({ kind: 'exc', ...who, file: 1, line: 9, function: 'handle_client', ...error });
        this.#emit({ kind: 'thread.err', ...who, ...error, file: 1, line: 9 });
        return;
      }
      this.#emit({ kind: 'out', ...who, stream: 'stdout', text: `got ${n}\n` });
      yield* this.#send(mine, link.down);
    }
    yield* this.#close(mine, link.down, this.#pick(4) === 0 ? 'collector' : undefined);
    this.#line(who, 'handle_client', 'fn.return');
    this.#emit({ kind: 'thread.exit', ...who });
  }

  *#client(): Thread {
    const program = ++this.#program;
    const who = { program, thread: ++this.#thread };
    yield;
    this.#emit({
      kind: 'prog.start',
      program,
      name: `client-${program}`,
      role: 'client',
      argv: [],
    });
    this.#emit({ kind: 'thread.run', ...who, name: 'MainThread', tid: program });
    const socketCall = this.#emit({
      kind: 'socket',
      ...who,
      family: 'AF_INET',
      type: 'SOCK_STREAM',
    });
    const mine = { ...who, socket: ++this.#socket, fd: 40 + program };
    this.#emit({ kind: 'socket.ret', ...mine, call: socketCall });
    yield;
    const call = this.#emit({ kind: 'connect', ...mine, address: ['h', 5050] });
    const link = this.#connect(this.#freePort());
    this.#ports.push(link);
    yield;
    this.#emit({ kind: 'connect.ret', ...mine, call, local: ['h', link.port], peer: ['h', 5050] });
    for (let rounds = this.#pick(4); rounds > 0; rounds--) {
      yield;
      this.#line(who, '<module>', 'line');
      yield* this.#send(mine, link.up);
      if (this.#pick(2) === 0) yield* this.#recv(mine, link.down);
      if (this.#pick(3) === 0) yield* this.#input(who);
    }
    yield* this.#close(mine, link.up, this.#pick(2) === 0 ? 'exit' : undefined);
    this.#emit({ kind: 'prog.exit', program, code: this.#pick(2) });
  }

  *#outsider(port: number): Thread {
    yield;
    const link = this.#connect(port);
    for (let rounds = this.#pick(4); rounds > 0; rounds--) {
      link.up.given += 1 + this.#pick(100);
      yield;
    }
    link.up.closed = true;
  }

  #freePort(): number {
    for (let port = 50_000; ; port++) {
      const used = this.#ports.filter((link) => link.port === port);
      if (used.every((link) => link.up.closed && !this.#backlog.includes(link))) return port;
    }
  }

  #connect(port: number): Link {
    const queue = () => ({ given: 0, taken: 0, closed: false });
    const link = { port, up: queue(), down: queue() };
    this.#backlog.push(link);
    return link;
  }

  *#recv(mine: Mine, from: Queue): Generator<undefined, number, undefined> {
    const max = [64, 64, 12, 2048, 0][this.#pick(5)] as number;
    const queued = this.#pick(2) === 0 ? from.given - from.taken : undefined;
    const call = this.#emit({ kind: 'recv', ...mine, max, queued });
    while (max > 0 && from.given === from.taken && !from.closed) {
      if (this.#pick(9) === 0) {
        const { program, thread } = mine;
        const kernel = { state: 'S', syscall: 'recvfrom', args: [String(max)] };
        this.#emit({ kind: 'kernel', program, thread, call, ...kernel });
      }
      yield;
    }
    const n = Math.min(max, from.given - from.taken);
    const offset = from.taken;
    from.taken += n;
    if (this.#pick(2) === 0) yield;
    this.#emit({ kind: 'recv.ret', ...mine, call, n, offset, bytes: streamBytes(offset, n) });
    return n;
  }

  *#send(mine: Mine, to: Queue): Generator<undefined, void, undefined> {
    if (this.#pick(4) === 0) {
      const { program, thread } = mine;
      this.#emit({ kind: 'held', program, thread, before: 'send' });
      yield;
    }
    const len = this.#pick(150);
    const offset = to.given;
    const call = this.#emit({
      kind: 'send',
      ...mine,
      len,
      offset,
      bytes: streamBytes(offset, len),
    });
    if (this.#pick(15) === 0) {
      yield;
      const { program, thread } = mine;
      const failure = { name: 'EPIPE', number: 32, message: 'Broken pipe' };
      this.#emit({ kind: 'send.err', program, thread, socket: mine.socket, call, ...failure });
      return;
    }
    const n = this.#pick(4) === 0 ? this.#pick(len + 1) : len;
    to.given += n;
    // The receiver may be quicker than the return.
    while (this.#pick(3) === 0) yield;
    this.#emit({ kind: 'send.ret', ...mine, call, n });
  }

  *#input(who: Who): Generator<undefined, void, undefined> {
    const call = this.#emit({ kind: 'input', ...who, prompt: this.#pick(2) === 0 ? '' : '> ' });
    yield;
    const text = this.#pick(3) === 0 ? undefined : `typed ${this.#pick(9)}`;
    this.#emit({ kind: 'input.ret', ...who, call, text });
  }

  *#close(
    mine: Mine,
    to: Queue,
    by: 'collector' | 'exit' | undefined,
  ): Generator<undefined, void, undefined> {
    const call = this.#emit({ kind: 'close', ...mine, by });
    to.closed = true;
    yield;
    this.#emit({ kind: 'close.ret', ...mine, call });
  }

  #line(who: Who, name: string, kind: 'line' | 'fn.call' | 'fn.return'): void {
    const locals: Record<string, string> = {};
    if (this.#pick(2) === 0) locals['msg'] = `'${this.#pick(3)}'`;
    if (this.#pick(3) === 0) locals['__proto__x'] = String(this.#pick(3));
    const line = 1 + this.#pick(20);
    this.#emit({ kind, ...who, file: 1, line, function: name, locals });
  }
}

interface Who {
  readonly program: number;
  readonly thread: number;
}

interface Mine extends Who {
  readonly socket: number;
  readonly fd: number;
}

/** What stands at each offset of every stream: bytes can be told from their neighbours. */
export function streamBytes(offset: number, n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, index) => (offset + index) * 7);
}
