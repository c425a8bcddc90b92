import type { PosixConstants } from './posix.ts';

/** Flag of socket(2) and accept4(2). */
export const SOCK_CLOEXEC = 0o2000000;
/** Operation of prctl(2). */
export const PR_SET_NAME = 15;

/** From Linux' `asm-generic` headers: the same on x64, arm64, riscv64 and s390x. */
export const LINUX: PosixConstants = {
  SOCK_STREAM: 1,
  SOL_SOCKET: 1,
  IPPROTO_TCP: 6,
  SO_REUSEADDR: 2,
  SO_LINGER: 13,
  SO_ERROR: 4,
  TCP_NODELAY: 1,
  FIONREAD: 0x541b,
  POLLIN: 0x1,
  POLLOUT: 0x4,
  POLLNVAL: 0x20,
  EINTR: 4,
  EBADF: 9,
  ENOTCONN: 107,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
};
