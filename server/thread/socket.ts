/**
 * Python's `socket`, as far as the course's programs use it: each method is one real blocking call
 * on this thread, recorded as a call event before it and a result event after it.
 */
import type { Address as TraceAddress } from '../../src/trace/format.ts';
import { SocketError } from '../sys/sys.ts';
import { Address } from './address.ts';
import { Bytes } from './bytes.ts';
import { ending, enter, here, rise, sit } from './context.ts';
import type { Here } from './context.ts';
import { isOneTooMany } from './crowd.ts';
import { EndlessEnd } from './endless.ts';
import { SITTING, WORD } from './memory.ts';
import { fromErrno, PythonError } from './python/errors.ts';
import { checkAddress } from './python/address.ts';
import { checkRecvSize } from './python/recv-size.ts';
import { bufferFor } from './recv-buffer.ts';
import { waitForRoom } from './room.ts';
import type { Shown } from './show.ts';
import { SocketCalls, whileLocked } from './socket-calls.ts';
import { dropLastGiven } from './threading.ts';
import { SocketLines } from './socket-lines.ts';

export const AF_INET = 'AF_INET';
export const SOCK_STREAM = 'SOCK_STREAM';

/** Python's default for listen() without an argument: min(SOMAXCONN, 128). */
const BACKLOG = 128;
const NO_BYTES = new Uint8Array(0);
/** In an unrecorded run. */
const NO_LINES = new SocketLines('', 0, 0, 'calls');

export class Socket implements Shown {
  readonly #here: Here;
  readonly #id: number;
  readonly #fd: number;
  readonly #lines: SocketLines;
  readonly #calls: SocketCalls;
  #received = 0;
  #sent = 0;
  #closed = false;
  #reuses = false;
  /** Seconds that a recv or send waits; undefined: for ever. */
  #timeout: number | undefined;
  readonly #end = new EndlessEnd();

  constructor(at: Here, id: number, fd: number) {
    this.#here = at;
    this.#id = id;
    this.#fd = fd;
    this.#calls = new SocketCalls(at, id, fd);
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
    if (job.options.reuse === true && !this.#reuses)
      this.setsockopt('SOL_SOCKET', 'SO_REUSEADDR', 1);
    const host = checkAddress('bind', address.host, address.port);
    const call = this.#calls.enter('bind', `"address":${address.json}`);
    this.#calls.attempt('bind', call, () => sys.bind(this.#fd, host, address.port));
    this.#calls.answer('bind.ret', call, `"local":${namePair(sys.getsockname(this.#fd))}`);
    this.#here.tell({ type: 'bound', ...sys.getsockname(this.#fd) });
  }

  listen(backlog = this.#here.job.options.backlog ?? BACKLOG): void {
    const call = this.#calls.enter('listen', `"backlog":${backlog}`);
    this.#calls.attempt('listen', call, () => this.#here.sys.listen(this.#fd, backlog));
    this.#calls.answer('listen.ret', call);
    this.#here.tell({ type: 'listening' });
  }

  /**
   * Waits for the next client; those that are one too many are wirestep's, the program does not
   * hear of them. The caller drops what it held of the one before.
   */
  accept(): [Socket, Address] {
    for (;;) {
      const [socket, peer] = this.#acceptOne();
      if (!isOneTooMany(this.#here, peer.host)) {
        dropLastGiven();
        return [socket, peer];
      }
      socket.closeFor('wirestep');
    }
  }

  #acceptOne(): [Socket, Address] {
    const at = this.#here;
    waitForRoom(at);
    const call = this.#calls.enter('accept');
    const peer = this.#calls.attempt('accept', call, () =>
      this.#calls.sitting(SITTING.accept, call, () => at.sys.accept(this.#fd)),
    );
    if (ending(at)) {
      at.sys.close(peer.fd);
      this.#calls.ended('accept', call);
    }
    const id = Atomics.add(at.memory.words, WORD.nextSocket, 1) + 1;
    const ends = `"peer":${namePair(peer)},"local":${namePair(at.sys.getsockname(peer.fd))}`;
    at.tracer?.event(
      'accept.ret',
      `"s":${this.#id},"fd":${peer.fd},"re":${call},"s2":${id},${ends}`,
    );
    return [new Socket(at, id, peer.fd), new Address(peer.host, peer.port)];
  }

  connect(address: Address): void {
    const { sys, tracer } = this.#here;
    const host = checkAddress('connect', address.host, address.port);
    const call = this.#calls.enter('connect', `"address":${address.json}`);
    this.#calls.attempt('connect', call, () =>
      this.#calls.sitting(SITTING.connect, call, () => sys.connect(this.#fd, host, address.port)),
    );
    if (tracer === undefined) return;
    const ends = `"local":${namePair(sys.getsockname(this.#fd))},"peer":${namePair(sys.getpeername(this.#fd))}`;
    this.#calls.answer('connect.ret', call, ends);
  }

  /** Up to `max` bytes, as soon as there are any; none at the end of the stream. */
  recv(max: number | bigint): Bytes {
    const at = this.#here;
    if (this.#end.folding) return this.#recvAgain(max);
    enter(at, 'recv', this.#calls);
    const call = at.tracer?.recv(this.#lines, max, this.#calls.queued()) ?? 0;
    this.#checkSize(max, call);
    const wanted = Number(max);
    // Python makes no system call for recv(0), where Linux would block.
    if (wanted === 0) return this.#took(call, NO_BYTES);
    const buffer = bufferFor(wanted);
    let n: number;
    sit(at, SITTING.recv, this.#fd, call);
    try {
      if (ending(at)) this.#calls.ended('recv', call);
      this.#calls.waitFor('recv', call, this.#timeout);
      n = at.sys.recv(this.#fd, buffer, wanted < buffer.length ? wanted : buffer.length);
    } catch (error) {
      throw this.#calls.failed('recv', call, error);
    } finally {
      rise(at);
    }
    if (n === 0) {
      if (ending(at)) this.#calls.ended('recv', call);
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
      if (ending(at)) this.#calls.ended('send', call);
      this.#calls.waitFor('send', call, this.#timeout);
      n = at.sys.send(this.#fd, data.data);
    } catch (error) {
      throw this.#calls.failed('send', call, error);
    } finally {
      rise(at);
    }
    this.#sent += n;
    at.tracer?.sendRet(this.#lines, call, n);
    return n;
  }

  /** Sends all of it, in as many calls as the kernel needs. */
  sendall(data: Bytes): void {
    for (let from = 0; from < data.length;) from += this.send(data.slice(from));
  }

  /** How many seconds each recv and send may wait from now on, before a TimeoutError. */
  settimeout(seconds: number): void {
    this.#timeout = seconds;
  }

  setsockopt(
    level: 'SOL_SOCKET' | 'IPPROTO_TCP',
    option: 'SO_REUSEADDR' | 'TCP_NODELAY' | 'SO_LINGER',
    value: number,
  ): void {
    this.#reuses ||= option === 'SO_REUSEADDR' && value === 1;
    const call = this.#calls.enter(
      'setsockopt',
      `"level":"${level}","option":"${option}","value":${value}`,
    );
    this.#calls.attempt('setsockopt', call, () =>
      this.#here.sys.setsockopt(this.#fd, level, option, value),
    );
    this.#calls.answer('setsockopt.ret', call);
  }

  shutdown(how: 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR'): void {
    const call = this.#calls.enter('shutdown', `"how":"${how}"`);
    this.#calls.attempt('shutdown', call, () => this.#here.sys.shutdown(this.#fd, how));
    this.#calls.answer('shutdown.ret', call);
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
    this.#end.leave(at, this.#calls.socket);
    at.open.delete(this);
    const call = at.tracer?.event('close', this.#calls.socket + by) ?? 0;
    whileLocked(at, () => at.sys.close(this.#fd));
    this.#calls.answer('close.ret', call);
  }

  /** A round of the endless loop after the end of the stream: called, but folded. */
  #recvAgain(max: number | bigint): Bytes {
    const at = this.#here;
    const outcome = this.#end.again(at, this.#calls.socket, () =>
      at.sys.recv(this.#fd, bufferFor(1), 1),
    );
    if (outcome === 'same') return new Bytes(NO_BYTES);
    if (outcome === 'held') return this.recv(max);
    const call = at.tracer?.recv(this.#lines, max, this.#calls.queued()) ?? 0;
    throw this.#calls.failed('recv', call, outcome);
  }

  #took(call: number, data: Uint8Array): Bytes {
    this.#here.tracer?.recvRet(this.#lines, call, this.#received, data, this.#calls.queued());
    this.#received += data.length;
    return new Bytes(data);
  }

  #checkSize(max: number | bigint, call: number): void {
    try {
      checkRecvSize(max);
    } catch (error) {
      if (error instanceof PythonError) {
        this.#here.tracer?.error('recv', call, this.#calls.socket, error.type, 0, error.text);
      }
      throw error;
    }
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

function namePair(end: { readonly host: string; readonly port: number }): string {
  return JSON.stringify([end.host, end.port] satisfies TraceAddress);
}
