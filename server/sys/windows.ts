import { socketError } from './errors.ts';
import type { Koffi } from './koffi.ts';
import { AF_INET, readSockaddr, SOCKADDR_BYTES, writeSockaddr } from './sockaddr.ts';
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
import { WINDOWS as IS, WINSOCK_VERSION, WSADATA_BYTES } from './windows-constants.ts';
import { WINDOWS_ERRORS } from './windows-errors.ts';
import { loadWinsock, type Winsock } from './winsock.ts';

/**
 * Blocking calls of Winsock. One instance belongs to one thread, as its scratch memory does.
 * A failed call's number is read by the very next call to a DLL: nothing may come in between.
 */
export class WindowsSys implements Sys {
  readonly platform = 'win32';
  readonly #dll: Winsock;
  readonly #recv: Winsock['recv'];
  readonly #send: Winsock['send'];
  readonly #address = new Uint8Array(SOCKADDR_BYTES);
  readonly #ints = new Int32Array(1);
  /** `WSAPOLLFD`: a SOCKET of eight bytes, then events and revents of two bytes each. */
  readonly #pollfd = new BigInt64Array(2);
  readonly #pollEvents = new Int16Array(this.#pollfd.buffer, 8, 2);

  constructor(koffi: Koffi) {
    this.#dll = loadWinsock(koffi);
    this.#recv = this.#dll.recv;
    this.#send = this.#dll.send;
    const failure = this.#dll.WSAStartup(WINSOCK_VERSION, new Uint8Array(WSADATA_BYTES));
    if (failure !== 0) throw socketError(WINDOWS_ERRORS, 'WSAStartup', failure);
  }

  socket(): Fd {
    const flags = IS.WSA_FLAG_OVERLAPPED | IS.WSA_FLAG_NO_HANDLE_INHERIT;
    const fd = this.#dll.WSASocketW(AF_INET, IS.SOCK_STREAM, IS.IPPROTO_TCP, undefined, 0, flags);
    if (fd < 0) throw this.#lastError('socket');
    return fd;
  }

  bind(fd: Fd, host: string, port: number): void {
    writeSockaddr('win32', this.#address, host, port);
    if (this.#dll.bind(fd, this.#address, SOCKADDR_BYTES) < 0) throw this.#lastError('bind');
  }

  listen(fd: Fd, backlog: number): void {
    if (this.#dll.listen(fd, backlog) < 0) throw this.#lastError('listen');
  }

  accept(fd: Fd): Accepted {
    this.#ints[0] = SOCKADDR_BYTES;
    const accepted = this.#dll.accept(fd, this.#address, this.#ints);
    if (accepted < 0) throw this.#lastError('accept');
    const { host, port } = readSockaddr(this.#address);
    this.#dll.SetHandleInformation(accepted, IS.HANDLE_FLAG_INHERIT, 0);
    return { fd: accepted, host, port };
  }

  connect(fd: Fd, host: string, port: number): void {
    writeSockaddr('win32', this.#address, host, port);
    if (this.#dll.connect(fd, this.#address, SOCKADDR_BYTES) < 0) throw this.#lastError('connect');
  }

  recv(fd: Fd, buffer: Uint8Array, max: number): number {
    const count = this.#recv(fd, buffer, max, 0);
    if (count < 0) throw this.#lastError('recv');
    return count;
  }

  send(fd: Fd, bytes: Uint8Array): number {
    const count = this.#send(fd, bytes, bytes.length, 0);
    if (count < 0) throw this.#lastError('send');
    return count;
  }

  shutdown(fd: Fd, how: ShutdownHow): void {
    if (this.#dll.shutdown(fd, IS[how]) < 0) throw this.#lastError('shutdown');
  }

  close(fd: Fd): void {
    if (this.#dll.closesocket(fd) < 0) throw this.#lastError('close');
  }

  setsockopt(fd: Fd, level: OptionLevel, option: SocketOption, value: number): void {
    const number = option === 'SO_REUSEADDR' ? IS.SO_EXCLUSIVEADDRUSE : IS[option];
    // `struct linger` is two unsigned shorts here: on, then the seconds.
    this.#ints[0] = option === 'SO_LINGER' ? 1 | (value << 16) : value;
    if (this.#dll.setsockopt(fd, IS[level], number, this.#ints, 4) < 0) {
      throw this.#lastError('setsockopt');
    }
  }

  getsockname(fd: Fd): Address {
    this.#ints[0] = SOCKADDR_BYTES;
    if (this.#dll.getsockname(fd, this.#address, this.#ints) < 0) {
      throw this.#lastError('getsockname');
    }
    return readSockaddr(this.#address);
  }

  getpeername(fd: Fd): Address {
    this.#ints[0] = SOCKADDR_BYTES;
    if (this.#dll.getpeername(fd, this.#address, this.#ints) < 0) {
      throw this.#lastError('getpeername');
    }
    return readSockaddr(this.#address);
  }

  poll(fd: Fd, events: 'in' | 'out', timeoutMs: number): boolean {
    this.#pollfd[0] = BigInt(fd);
    this.#pollEvents[0] = events === 'in' ? IS.POLLIN : IS.POLLOUT;
    this.#pollEvents[1] = 0;
    const ready = this.#dll.WSAPoll(this.#pollfd, 1, timeoutMs);
    if (ready < 0) throw this.#lastError('poll');
    if ((this.#pollEvents[1] ?? 0) & IS.POLLNVAL) throw this.#error('poll', IS.WSAENOTSOCK);
    return ready > 0;
  }

  queued(fd: Fd): number {
    if (this.#dll.ioctlsocket(fd, IS.FIONREAD, this.#ints) < 0) throw this.#lastError('ioctl');
    return this.#ints[0] ?? 0;
  }

  threadId(): number {
    return this.#dll.GetCurrentThreadId();
  }

  nameThread(name: string): void {
    this.#dll.SetThreadDescription(IS.CURRENT_THREAD, name);
  }

  wakeRecv(fd: Fd): void {
    this.#wake(fd, 'SHUT_RD');
  }

  wakeSend(fd: Fd): void {
    this.#wake(fd, 'SHUT_WR');
  }

  exitNow(code: number): never {
    this.#dll.TerminateProcess(IS.CURRENT_PROCESS, code);
    throw new Error('TerminateProcess returned');
  }

  /**
   * Under Wine neither half is enough: shutdown leaves a waiting call waiting, and a cancelled
   * call may be made again. In this order a call that comes in between fails by itself.
   */
  #wake(fd: Fd, how: ShutdownHow): void {
    if (this.#dll.shutdown(fd, IS[how]) < 0) {
      const number = this.#dll.WSAGetLastError();
      const gone = number === IS.WSAENOTCONN || number === IS.WSAENOTSOCK;
      if (!gone) throw this.#error('shutdown', number);
    }
    this.#dll.CancelIoEx(fd, undefined);
  }

  #lastError(call: string): SocketError {
    return this.#error(call, this.#dll.WSAGetLastError());
  }

  #error(call: string, number: number): SocketError {
    return socketError(WINDOWS_ERRORS, call, number);
  }
}
