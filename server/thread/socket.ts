/**
 * Python's `socket`, as far as the course's programs use it: each method is one real blocking call
 * on this thread, recorded as a call event before it and a result event after it.
 */
import type { Address as TraceAddress, Call } from '../../src/trace/format.ts';
import { SocketError } from '../sys/sys.ts';
import { Address } from './address.ts';
import { Bytes } from './bytes.ts';
import { enter, here, rise, sit, Stopped, stopping, takeTurns } from './context.ts';
import type { Here } from './context.ts';
import { EndlessEnd } from './endless.ts';
import { SITTING, SLOT, slotWord, WORD } from './memory.ts';
import { fromErrno, PythonError } from './python/errors.ts';
import { checkAddress } from './python/address.ts';
import { checkRecvSize } from './python/recv-size.ts';
import type { Shown } from './show.ts';
import { dropLastGiven } from './threading.ts';
import { SocketLines } from './socket-lines.ts';

export const AF_INET = 'AF_INET';
export const SOCK_STREAM = 'SOCK_STREAM';

/** Python's default for listen() without an argument: min(SOMAXCONN, 128). */
const BACKLOG = 128;
/** One recv never returns more than the kernel's receive buffer: memory follows what can arrive. */
const LARGEST_BUFFER = 16 * 1024 * 1024;
const USUAL_BUFFER = 64 * 1024;
const NO_BYTES = new Uint8Array(0);
/** In an unrecorded run. */
const NO_LINES = new SocketLines('', 0, 0, 'calls');

let usual: Uint8Array | undefined;

/** A buffer for `max` bytes; pages of a large one cost memory only when bytes arrive in them. */
function bufferFor(max: number): Uint8Array {
  if (max <= USUAL_BUFFER) return (usual ??= new Uint8Array(USUAL_BUFFER));
  return new Uint8Array(Buffer.allocUnsafeSlow(Math.min(max, LARGEST_BUFFER)).buffer);
}

export class Socket implements Shown {
  readonly #here: Here;
  readonly #id: number;
  readonly #fd: number;
  readonly #lines: SocketLines;
  /** The trace fields that name this socket. */
  readonly #name: string;
  #received = 0;
  #sent = 0;
  #closed = false;
  readonly #end = new EndlessEnd();

  constructor(at: Here, id: number, fd: number) {
    this.#here = at;
    this.#id = id;
    this.#fd = fd;
    this.#name = `"s":${id},"fd":${fd}`;
    this.#lines = at.tracer?.linesOf(id, fd) ?? NO_LINES;
    at.open.add(this);
  }

  get id(): number {
    return this.#id;
  }
  get fd(): number {
    return this.#fd;
  }
  get shown(): string {
    return this.#closed ? '<socket [closed]>' : `<socket fd=${this.#fd}>`;
  }

  bind(address: Address): void {
    const { sys, job } = this.#here;
    if (job.options.reuse === true) this.setsockopt('SOL_SOCKET', 'SO_REUSEADDR', 1);
    const host = checkAddress('bind', address.host, address.port);
    const call = this.#enter('bind', `"address":${address.json}`);
    this.#attempt('bind', call, () => sys.bind(this.#fd, host, address.port));
    this.#answer('bind.ret', call, `"local":${namePair(sys.getsockname(this.#fd))}`);
    this.#here.tell({ type: 'bound', ...sys.getsockname(this.#fd) });
  }

  listen(backlog = BACKLOG): void {
    const call = this.#enter('listen', `"backlog":${backlog}`);
    this.#attempt('listen', call, () => this.#here.sys.listen(this.#fd, backlog));
    this.#answer('listen.ret', call);
    this.#here.tell({ type: 'listening' });
  }

  /** Waits for the next client. The caller drops what it held of the one before. */
  accept(): [Socket, Address] {
    const at = this.#here;
    waitForRoom(at);
    const call = this.#enter('accept');
    const peer = this.#attempt('accept', call, () =>
      this.#sitting(SITTING.accept, call, () => at.sys.accept(this.#fd)),
    );
    if (stopping(at)) {
      at.sys.close(peer.fd);
      this.#stopped('accept', call);
    }
    const id = Atomics.add(at.memory.words, WORD.nextSocket, 1) + 1;
    const ends = `"peer":${namePair(peer)},"local":${namePair(at.sys.getsockname(peer.fd))}`;
    at.tracer?.event(
      'accept.ret',
      `"s":${this.#id},"fd":${peer.fd},"re":${call},"s2":${id},${ends}`,
    );
    dropLastGiven();
    return [new Socket(at, id, peer.fd), new Address(peer.host, peer.port)];
  }

  connect(address: Address): void {
    const { sys, tracer } = this.#here;
    const host = checkAddress('connect', address.host, address.port);
    const call = this.#enter('connect', `"address":${address.json}`);
    this.#attempt('connect', call, () =>
      this.#sitting(SITTING.connect, call, () => sys.connect(this.#fd, host, address.port)),
    );
    if (tracer === undefined) return;
    const ends = `"local":${namePair(sys.getsockname(this.#fd))},"peer":${namePair(sys.getpeername(this.#fd))}`;
    this.#answer('connect.ret', call, ends);
  }

  /** Up to `max` bytes, as soon as there are any; none at the end of the stream. */
  recv(max: number | bigint): Bytes {
    const at = this.#here;
    if (this.#end.folding) return this.#recvAgain(max);
    enter(at, 'recv');
    const call = at.tracer?.recv(this.#lines, max, this.#queued()) ?? 0;
    this.#checkSize(max, call);
    const wanted = Number(max);
    // Python makes no system call for recv(0), where Linux would block.
    if (wanted === 0) return this.#took(call, NO_BYTES);
    const buffer = bufferFor(wanted);
    let n: number;
    sit(at, SITTING.recv, this.#fd, call);
    try {
      if (stopping(at)) this.#stopped('recv', call);
      n = at.sys.recv(this.#fd, buffer, wanted < buffer.length ? wanted : buffer.length);
    } catch (error) {
      throw this.#failed('recv', call, error);
    } finally {
      rise(at);
    }
    if (n === 0) {
      if (stopping(at)) this.#stopped('recv', call);
      const bytes = this.#took(call, NO_BYTES);
      this.#end.reach(at);
      return bytes;
    }
    return this.#took(call, buffer.slice(0, n));
  }

  /** Hands the bytes to the kernel, which may take only some of them: their number. */
  send(data: Bytes): number {
    const at = this.#here;
    enter(at, 'send');
    const call = at.tracer?.send(this.#lines, this.#sent, data.data) ?? 0;
    let n: number;
    sit(at, SITTING.send, this.#fd, call);
    try {
      if (stopping(at)) this.#stopped('send', call);
      n = at.sys.send(this.#fd, data.data);
    } catch (error) {
      throw this.#failed('send', call, error);
    } finally {
      rise(at);
    }
    this.#sent += n;
    at.tracer?.sendRet(this.#lines, call, n);
    return n;
  }

  setsockopt(
    level: 'SOL_SOCKET' | 'IPPROTO_TCP',
    option: 'SO_REUSEADDR' | 'TCP_NODELAY',
    value: number,
  ): void {
    const call = this.#enter(
      'setsockopt',
      `"level":"${level}","option":"${option}","value":${value}`,
    );
    this.#attempt('setsockopt', call, () =>
      this.#here.sys.setsockopt(this.#fd, level, option, value),
    );
    this.#answer('setsockopt.ret', call);
  }

  shutdown(how: 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR'): void {
    const call = this.#enter('shutdown', `"how":"${how}"`);
    this.#attempt('shutdown', call, () => this.#here.sys.shutdown(this.#fd, how));
    this.#answer('shutdown.ret', call);
  }

  close(): void {
    enter(this.#here, 'close');
    this.#close('');
  }

  /** Closes it where the program itself did not. */
  closeFor(actor: 'exit' | 'collector' | 'wirestep'): void {
    this.#close(`,"by":"${actor}"`);
  }

  /** This thread's part in the socket ends: another thread goes on with it. */
  release(): void {
    this.#here.open.delete(this);
  }

  #close(by: string): void {
    if (this.#closed) return;
    const at = this.#here;
    this.#closed = true;
    this.#end.leave(at, this.#name);
    at.open.delete(this);
    const call = at.tracer?.event('close', this.#name + by) ?? 0;
    lockWhile(at, () => at.sys.close(this.#fd));
    this.#answer('close.ret', call);
  }

  /** A round of the endless loop after the end of the stream: called, but folded. */
  #recvAgain(max: number | bigint): Bytes {
    const at = this.#here;
    const outcome = this.#end.again(at, this.#name, () => at.sys.recv(this.#fd, bufferFor(1), 1));
    if (outcome === 'same') return new Bytes(NO_BYTES);
    if (outcome === 'held') return this.recv(max);
    const call = at.tracer?.recv(this.#lines, max, this.#queued()) ?? 0;
    throw this.#failed('recv', call, outcome);
  }

  #took(call: number, data: Uint8Array): Bytes {
    this.#here.tracer?.recvRet(this.#lines, call, this.#received, data, this.#queued());
    this.#received += data.length;
    return new Bytes(data);
  }

  /** Bytes waiting, where the recording asks for them: it costs a system call. */
  #queued(): number {
    return this.#here.job.detail === 'lines' ? this.#here.sys.queued(this.#fd) : 0;
  }

  #checkSize(max: number | bigint, call: number): void {
    try {
      checkRecvSize(max);
    } catch (error) {
      if (error instanceof PythonError) {
        this.#here.tracer?.error('recv', call, this.#name, error.type, 0, error.text);
      }
      throw error;
    }
  }

  #enter(call: Call, fields = ''): number {
    enter(this.#here, call);
    return this.#here.tracer?.event(call, this.#name + (fields === '' ? '' : `,${fields}`)) ?? 0;
  }

  #answer(kind: string, call: number, fields = ''): void {
    const rest = fields === '' ? '' : `,${fields}`;
    this.#here.tracer?.event(kind, `${this.#name},"re":${call}${rest}`);
  }

  #sitting<T>(sitting: number, call: number, work: () => T): T {
    sit(this.#here, sitting, this.#fd, call);
    try {
      return work();
    } finally {
      rise(this.#here);
    }
  }

  #attempt<T>(of: Call, call: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#failed(of, call, error);
    }
  }

  /** Records a failure and turns it into what Python would raise. */
  #failed(of: Call, call: number, error: unknown): unknown {
    if (!(error instanceof SocketError)) return error;
    if (stopping(this.#here)) this.#stopped(of, call);
    this.#here.tracer?.error(of, call, this.#name, error.code, error.errno, error.text);
    if (of === 'bind') this.#here.tell({ type: 'bind-failed', code: error.code, text: error.text });
    return fromErrno(error.code, error.errno, error.text);
  }

  #stopped(of: Call, call: number): never {
    const why = 'wirestep stopped the program';
    this.#here.tracer?.error(of, call, this.#name, 'STOPPED', 0, why);
    throw new Stopped();
  }
}

/** A new TCP socket over IPv4. */
export function socket(family: string, type: string): Socket {
  const at = here();
  enter(at, 'socket');
  const call = at.tracer?.event('socket', `"family":"${family}","type":"${type}"`) ?? 0;
  let fd: number;
  try {
    fd = at.sys.socket();
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    at.tracer?.error('socket', call, '', error.code, error.errno, error.text);
    throw fromErrno(error.code, error.errno, error.text);
  }
  const id = Atomics.add(at.memory.words, WORD.nextSocket, 1) + 1;
  at.tracer?.event('socket.ret', `"s":${id},"fd":${fd},"re":${call}`);
  return new Socket(at, id, fd);
}

/** Keeps a stop from using the descriptor while it is being closed. */
function lockWhile(at: Here, work: () => void): void {
  const lock = slotWord(at.slot, SLOT.lock);
  while (Atomics.compareExchange(at.memory.words, lock, 0, 1) !== 0) {
    Atomics.wait(at.memory.words, lock, 1, 1);
  }
  work();
  Atomics.store(at.memory.words, lock, 0);
}

/** At the thread cap: says so and waits until a thread ends. The kernel's backlog holds the rest. */
function waitForRoom(at: Here): void {
  const { words } = at.memory;
  let told = false;
  for (;;) {
    const alive = Atomics.load(words, WORD.alive);
    if (alive < at.job.maxThreads || stopping(at)) return;
    if (!told) {
      const cap = at.job.maxThreads;
      at.tracer?.out(
        'stderr',
        `[wirestep] ${cap} threads are running, the most allowed (--max-threads ${cap}). ` +
          `New clients wait in the kernel's backlog until one ends.\n`,
        'wirestep',
      );
    }
    told = true;
    takeTurns(at);
    Atomics.wait(words, WORD.alive, alive);
  }
}

function namePair(end: { readonly host: string; readonly port: number }): string {
  return JSON.stringify([end.host, end.port] satisfies TraceAddress);
}
