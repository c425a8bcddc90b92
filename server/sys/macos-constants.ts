import type { PosixConstants } from './posix.ts';

/** Operation of fcntl(2) and its value. */
export const F_SETFD = 2;
export const FD_CLOEXEC = 1;
/** Longest name that pthread_setname_np takes, in bytes. */
export const THREAD_NAME_BYTES = 63;

/** From the headers of macOS' SDK: the same on x64 and arm64. */
export const MACOS: PosixConstants = {
  SOCK_STREAM: 1,
  SOL_SOCKET: 0xffff,
  IPPROTO_TCP: 6,
  SO_REUSEADDR: 0x4,
  SO_LINGER: 0x80,
  SO_ERROR: 0x1007,
  TCP_NODELAY: 0x1,
  FIONREAD: 0x4004667f,
  POLLIN: 0x1,
  POLLOUT: 0x4,
  POLLNVAL: 0x20,
  EINTR: 4,
  EBADF: 9,
  ENOTCONN: 57,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
};
