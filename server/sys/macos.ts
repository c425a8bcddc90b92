import type { Koffi, KoffiFunction } from './koffi.ts';
import { F_SETFD, FD_CLOEXEC, MACOS, THREAD_NAME_BYTES } from './macos-constants.ts';
import { MACOS_ERRORS } from './macos-errors.ts';
import { PosixSys } from './posix.ts';
import { AF_INET } from './sockaddr.ts';
import type { Fd, Sys } from './sys.ts';

/**
 * Blocking calls through libSystem. There is no SOCK_CLOEXEC and no accept4. fcntl and ioctl take a
 * variable number of arguments, which arm64 passes elsewhere than named ones: their types go along.
 */
export function macosSys(koffi: Koffi): Sys {
  const libc = koffi.load(null);
  const socket: KoffiFunction = libc.func('int socket(int, int, int)');
  const accept: KoffiFunction = libc.func('int accept(int, void *, void *)');
  const fcntl: KoffiFunction = libc.func('int fcntl(int, int, ...)');
  const ioctl: KoffiFunction = libc.func('int ioctl(int, unsigned long, ...)');
  const threadId: KoffiFunction = libc.func('int pthread_threadid_np(void *, void *)');
  const setName: KoffiFunction = libc.func('int pthread_setname_np(const char *)');
  const id = new BigUint64Array(1);

  const notInherited = (fd: Fd): Fd => {
    if (fd >= 0) fcntl(fd, F_SETFD, 'int', FD_CLOEXEC);
    return fd;
  };

  return new PosixSys(koffi, libc, {
    platform: 'darwin',
    constants: MACOS,
    errors: MACOS_ERRORS,
    nfds: 'unsigned int',
    socket: () => notInherited(socket(AF_INET, MACOS.SOCK_STREAM, 0)),
    accept: (fd, address, length) => {
      // For a peer that has gone already accept may succeed without writing an address.
      address.fill(0);
      return notInherited(accept(fd, address, length));
    },
    bytesQueued: (fd, count) => ioctl(fd, MACOS.FIONREAD, 'void *', count),
    threadId: () => {
      threadId(undefined, id);
      return Number(id[0]);
    },
    nameThread: (name) => setName(name.slice(0, THREAD_NAME_BYTES)),
  });
}
