/**
 * The operating system, as the programs under study need it: blocking TCP calls over IPv4.
 *
 * Every call is the real one and blocks the calling thread, so only worker threads make the calls
 * that wait. Hosts are dotted quads such as `127.0.0.1`. A failed call throws `SocketError`.
 */

/** A file descriptor; on Windows a SOCKET. */
export type Fd = number;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Accepted extends Address {
  readonly fd: Fd;
}

export type Platform = 'linux' | 'darwin' | 'win32';
export type ShutdownHow = 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR';
export type OptionLevel = 'SOL_SOCKET' | 'IPPROTO_TCP';
export type SocketOption = 'SO_REUSEADDR' | 'TCP_NODELAY' | 'SO_LINGER';

export interface Sys {
  readonly platform: Platform;

  /** A new TCP socket over IPv4 that a child process does not inherit. */
  socket(): Fd;
  /** Port 0 lets the system choose; `getsockname` says which. */
  bind(fd: Fd, host: string, port: number): void;
  listen(fd: Fd, backlog: number): void;
  /** Blocks until a client connects. The new socket is not inherited either. */
  accept(fd: Fd): Accepted;
  connect(fd: Fd, host: string, port: number): void;

  /**
   * One blocking recv(2) into the start of `buffer`; the number of bytes, 0 at the end of stream.
   * `max` is at most `buffer.length`: the caller makes sure, it is not checked here.
   */
  recv(fd: Fd, buffer: Uint8Array, max: number): number;
  /** One send(2): the number of bytes the system took, which may be fewer than given. */
  send(fd: Fd, bytes: Uint8Array): number;

  shutdown(fd: Fd, how: ShutdownHow): void;
  close(fd: Fd): void;
  /** `SO_LINGER` takes the seconds to linger and is always on: 0 makes `close` send a reset. */
  setsockopt(fd: Fd, level: OptionLevel, option: SocketOption, value: number): void;
  getsockname(fd: Fd): Address;
  getpeername(fd: Fd): Address;
  /** Whether a call would not block within the time. A negative time waits for ever. */
  poll(fd: Fd, events: 'in' | 'out', timeoutMs: number): boolean;
  /** Bytes that wait in the receive queue (FIONREAD). */
  queued(fd: Fd): number;

  /** The calling thread's number as the system shows it. */
  threadId(): number;
  /** Names the calling thread for the system's own tools. Linux keeps 15 bytes. */
  nameThread(name: string): void;

  /**
   * Lets a `recv` that blocks in another thread return: with 0 bytes on Linux and macOS, with an
   * error on Windows. No FIN is sent. Every later `recv` returns at once too. A socket that is
   * closed already needs no waking and is no error.
   */
  wakeRecv(fd: Fd): void;
  /** Lets a `send` that blocks in another thread fail. The peer sees an end of stream. */
  wakeSend(fd: Fd): void;

  /** Ends the process at once, even while threads sit in blocking calls. */
  exitNow(code: number): never;
}

/** A system call that failed, with the three things the system says: name, number and text. */
export class SocketError extends Error {
  override readonly name = 'SocketError';
  /** The call, as in `recv`. */
  readonly call: string;
  /** `ECONNRESET`, the same name on every platform. */
  readonly code: string;
  /** The platform's own number: 104 on Linux, 54 on macOS, 10054 on Windows. */
  readonly errno: number;
  /** The platform's own words: `Connection reset by peer`. */
  readonly text: string;

  constructor(call: string, errno: number, code: string, text: string) {
    super(`${call}: ${text} (${code}, ${errno})`);
    this.call = call;
    this.errno = errno;
    this.code = code;
    this.text = text;
  }
}
