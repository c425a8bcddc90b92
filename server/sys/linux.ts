import type { Koffi } from './koffi.ts';
import { LINUX, PR_SET_NAME, SOCK_CLOEXEC } from './linux-constants.ts';
import { LINUX_ERRORS } from './linux-errors.ts';
import { PosixSys } from './posix.ts';
import { AF_INET } from './sockaddr.ts';
import type { Sys } from './sys.ts';

/** Blocking calls through the libc that Node itself is linked with. */
export function linuxSys(koffi: Koffi): Sys {
  const libc = koffi.load(null);
  const socket = libc.func('int socket(int, int, int)');
  const accept4 = libc.func('int accept4(int, void *, void *, int)');
  const ioctl = libc.func('int ioctl(int, unsigned long, void *)');
  const gettid = libc.func('int gettid()');
  const prctl = libc.func('int prctl(int, const char *)');
  return new PosixSys(koffi, libc, {
    platform: 'linux',
    constants: LINUX,
    errors: LINUX_ERRORS,
    nfds: 'unsigned long',
    socket: () => socket(AF_INET, LINUX.SOCK_STREAM | SOCK_CLOEXEC, 0),
    accept: (fd, address, length) => accept4(fd, address, length, SOCK_CLOEXEC),
    bytesQueued: (fd, count) => ioctl(fd, LINUX.FIONREAD, count),
    threadId: () => gettid(),
    nameThread: (name) => prctl(PR_SET_NAME, name),
  });
}
