import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Koffi, KoffiFunction, Library } from './koffi.ts';
import { LINUX, PR_SET_NAME, SOCK_CLOEXEC } from './linux-constants.ts';
import { LINUX_ERRORS } from './linux-errors.ts';
import { PosixSys } from './posix.ts';
import { AF_INET } from './sockaddr.ts';
import type { Sys } from './sys.ts';

/** Blocking calls through the libc that Node itself is linked with. */
export function linuxSys(koffi: Koffi): Sys {
  const libc = koffi.load(null);
  const socket: KoffiFunction = libc.func('int socket(int, int, int)');
  const accept4: KoffiFunction = libc.func('int accept4(int, void *, void *, int)');
  const ioctl: KoffiFunction = libc.func('int ioctl(int, unsigned long, void *)');
  const prctl: KoffiFunction = libc.func('int prctl(int, const char *)');
  return new PosixSys(koffi, libc, {
    platform: 'linux',
    constants: LINUX,
    errors: LINUX_ERRORS,
    nfds: 'unsigned long',
    socket: () => socket(AF_INET, LINUX.SOCK_STREAM | SOCK_CLOEXEC, 0),
    accept: (fd, address, length) => accept4(fd, address, length, SOCK_CLOEXEC),
    bytesQueued: (fd, count) => ioctl(fd, LINUX.FIONREAD, count),
    threadId: findThreadId(libc),
    nameThread: (name) => prctl(PR_SET_NAME, name),
  });
}

function findThreadId(libc: Library): () => number {
  try {
    const gettid: KoffiFunction = libc.func('int gettid()');
    return () => gettid();
  } catch {
    // glibc has no gettid before 2.30; the kernel's own word is the same number.
    return () => Number(basename(readlinkSync('/proc/thread-self')));
  }
}
