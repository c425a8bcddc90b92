import type { KoffiFunction, Koffi, Library } from './koffi.ts';
import { socketError, type ErrorTable } from './errors.ts';
import { readSockaddr, SOCKADDR_BYTES, writeSockaddr } from './sockaddr.ts';
import type {
  Accepted,
  Address,
  Fd,
  OptionLevel,
  ShutdownHow,
  SocketError,
  SocketOption,
  Sys,
} from './sys.ts';

/** What differs between the systems that speak POSIX. */
export interface PosixParts {
  readonly platform: 'linux' | 'darwin';
  readonly constants: PosixConstants;
  readonly errors: ErrorTable;
  /** `nfds_t`, the type of poll's count. */
  readonly nfds: 'unsigned long' | 'unsigned int';
  /** These four answer as libc does: negative means that errno says why. */
  readonly socket: () => number;
  readonly accept: (fd: Fd, address: Uint8Array, length: Uint32Array) => number;
  readonly bytesQueued: (fd: Fd, count: Int32Array) => number;
  readonly threadId: () => number;
  readonly nameThread: (name: string) => void;
}

/** Numbers that C headers give names to; their names are kept. */
export interface PosixConstants {
  readonly SOCK_STREAM: number;
  readonly SOL_SOCKET: number;
  readonly IPPROTO_TCP: number;
  readonly SO_REUSEADDR: number;
  readonly SO_LINGER: number;
  readonly SO_ERROR: number;
  readonly TCP_NODELAY: number;
  readonly FIONREAD: number;
  readonly POLLIN: number;
  readonly POLLOUT: number;
  readonly POLLNVAL: number;
  readonly EINTR: number;
  readonly EBADF: number;
  readonly ENOTCONN: number;
  readonly SHUT_RD: number;
  readonly SHUT_WR: number;
  readonly SHUT_RDWR: number;
}

/**
 * Blocking calls of libc. One instance belongs to one thread: its scratch memory is shared by its
 * calls, so that none of them allocates before it waits.
 */
export class PosixSys implements Sys {
  readonly platform: 'linux' | 'darwin';
  readonly #parts: PosixParts;
  readonly #is: PosixConstants;
  readonly #errno: () => number;
  readonly #address = new Uint8Array(SOCKADDR_BYTES);
  readonly #length = new Uint32Array(1);
  readonly #ints = new Int32Array(2);
  /** `struct pollfd`: the descriptor, then events and revents of two bytes each. */
  readonly #pollfd = new Int32Array(2);
  readonly #pollEvents = new Int16Array(this.#pollfd.buffer, 4, 2);
  readonly #bind: KoffiFunction;
  readonly #listen: KoffiFunction;
  readonly #connect: KoffiFunction;
  readonly #recv: KoffiFunction;
  readonly #send: KoffiFunction;
  readonly #shutdown: KoffiFunction;
  readonly #close: KoffiFunction;
  readonly #setsockopt: KoffiFunction;
  readonly #getsockopt: KoffiFunction;
  readonly #getsockname: KoffiFunction;
  readonly #getpeername: KoffiFunction;
  readonly #poll: KoffiFunction;
  readonly #exit: KoffiFunction;

  constructor(koffi: Koffi, libc: Library, parts: PosixParts) {
    this.platform = parts.platform;
    this.#parts = parts;
    this.#is = parts.constants;
    this.#errno = koffi.errno;
    this.#bind = libc.func('int bind(int, const void *, unsigned int)');
    this.#listen = libc.func('int listen(int, int)');
    this.#connect = libc.func('int connect(int, const void *, unsigned int)');
    this.#recv = libc.func('intptr_t recv(int, void *, size_t, int)');
    this.#send = libc.func('intptr_t send(int, const void *, size_t, int)');
    this.#shutdown = libc.func('int shutdown(int, int)');
    this.#close = libc.func('int close(int)');
    this.#setsockopt = libc.func('int setsockopt(int, int, int, const void *, unsigned int)');
    this.#getsockopt = libc.func('int getsockopt(int, int, int, void *, void *)');
    this.#getsockname = libc.func('int getsockname(int, void *, void *)');
    this.#getpeername = libc.func('int getpeername(int, void *, void *)');
    this.#poll = libc.func(`int poll(void *, ${parts.nfds}, int)`);
    this.#exit = libc.func('void _exit(int)');
  }

  socket(): Fd {
    const fd = this.#parts.socket();
    if (fd < 0) throw this.#error('socket', this.#errno());
    return fd;
  }

  bind(fd: Fd, host: string, port: number): void {
    writeSockaddr(this.platform, this.#address, host, port);
    if (this.#bind(fd, this.#address, SOCKADDR_BYTES) < 0) throw this.#error('bind', this.#errno());
  }

  listen(fd: Fd, backlog: number): void {
    if (this.#listen(fd, backlog) < 0) throw this.#error('listen', this.#errno());
  }

  accept(fd: Fd): Accepted {
    for (;;) {
      this.#length[0] = SOCKADDR_BYTES;
      const accepted = this.#parts.accept(fd, this.#address, this.#length);
      if (accepted >= 0) {
        const { host, port } = readSockaddr(this.#address);
        return { fd: accepted, host, port };
      }
      const errno = this.#errno();
      if (errno !== this.#is.EINTR) throw this.#error('accept', errno);
    }
  }

  connect(fd: Fd, host: string, port: number): void {
    writeSockaddr(this.platform, this.#address, host, port);
    if (this.#connect(fd, this.#address, SOCKADDR_BYTES) >= 0) return;
    const errno = this.#errno();
    if (errno !== this.#is.EINTR) throw this.#error('connect', errno);
    // An interrupted connect goes on by itself (connect(2)) and must not be called again.
    this.poll(fd, 'out', -1);
    const failure = this.#pendingError(fd);
    if (failure !== 0) throw this.#error('connect', failure);
  }

  recv(fd: Fd, buffer: Uint8Array, max: number): number {
    for (;;) {
      const count = this.#recv(fd, buffer, max, 0);
      if (count >= 0) return count;
      const errno = this.#errno();
      if (errno !== this.#is.EINTR) throw this.#error('recv', errno);
    }
  }

  send(fd: Fd, bytes: Uint8Array): number {
    for (;;) {
      const count = this.#send(fd, bytes, bytes.length, 0);
      if (count >= 0) return count;
      const errno = this.#errno();
      if (errno !== this.#is.EINTR) throw this.#error('send', errno);
    }
  }

  shutdown(fd: Fd, how: ShutdownHow): void {
    if (this.#shutdown(fd, this.#is[how]) < 0) throw this.#error('shutdown', this.#errno());
  }

  close(fd: Fd): void {
    if (this.#close(fd) >= 0) return;
    const errno = this.#errno();
    // The descriptor is gone even then (close(2)): a second close could hit another's socket.
    if (errno !== this.#is.EINTR) throw this.#error('close', errno);
  }

  setsockopt(fd: Fd, level: OptionLevel, option: SocketOption, value: number): void {
    const linger = option === 'SO_LINGER';
    this.#ints[0] = linger ? 1 : value;
    this.#ints[1] = value;
    const bytes = linger ? 8 : 4;
    if (this.#setsockopt(fd, this.#is[level], this.#is[option], this.#ints, bytes) < 0) {
      throw this.#error('setsockopt', this.#errno());
    }
  }

  getsockname(fd: Fd): Address {
    this.#length[0] = SOCKADDR_BYTES;
    if (this.#getsockname(fd, this.#address, this.#length) < 0) {
      throw this.#error('getsockname', this.#errno());
    }
    return readSockaddr(this.#address);
  }

  getpeername(fd: Fd): Address {
    this.#length[0] = SOCKADDR_BYTES;
    if (this.#getpeername(fd, this.#address, this.#length) < 0) {
      throw this.#error('getpeername', this.#errno());
    }
    return readSockaddr(this.#address);
  }

  poll(fd: Fd, events: 'in' | 'out', timeoutMs: number): boolean {
    const { POLLIN, POLLOUT, POLLNVAL, EINTR, EBADF } = this.#is;
    const deadline = timeoutMs < 0 ? Infinity : performance.now() + timeoutMs;
    this.#pollfd[0] = fd;
    this.#pollEvents[0] = events === 'in' ? POLLIN : POLLOUT;
    for (;;) {
      this.#pollEvents[1] = 0;
      const left =
        deadline === Infinity ? -1 : Math.max(0, Math.ceil(deadline - performance.now()));
      const ready = this.#poll(this.#pollfd, 1, left);
      if (ready >= 0) {
        if ((this.#pollEvents[1] ?? 0) & POLLNVAL) throw this.#error('poll', EBADF);
        return ready > 0;
      }
      const errno = this.#errno();
      if (errno !== EINTR) throw this.#error('poll', errno);
    }
  }

  queued(fd: Fd): number {
    if (this.#parts.bytesQueued(fd, this.#ints) < 0) throw this.#error('ioctl', this.#errno());
    return this.#ints[0] ?? 0;
  }

  threadId(): number {
    return this.#parts.threadId();
  }

  nameThread(name: string): void {
    this.#parts.nameThread(name);
  }

  wakeRecv(fd: Fd): void {
    this.#wake(fd, 'SHUT_RD');
  }

  wakeSend(fd: Fd): void {
    this.#wake(fd, 'SHUT_WR');
  }

  exitNow(code: number): never {
    this.#exit(code);
    throw new Error('_exit returned');
  }

  #wake(fd: Fd, how: ShutdownHow): void {
    if (this.#shutdown(fd, this.#is[how]) >= 0) return;
    const errno = this.#errno();
    const gone = errno === this.#is.ENOTCONN || errno === this.#is.EBADF;
    if (!gone) throw this.#error('shutdown', errno);
  }

  #pendingError(fd: Fd): number {
    this.#length[0] = 4;
    const { SOL_SOCKET, SO_ERROR } = this.#is;
    if (this.#getsockopt(fd, SOL_SOCKET, SO_ERROR, this.#ints, this.#length) < 0) {
      return this.#errno();
    }
    return this.#ints[0] ?? 0;
  }

  #error(call: string, errno: number): SocketError {
    return socketError(this.#parts.errors, call, errno);
  }
}
