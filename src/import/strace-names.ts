/** Numbers of errors and signals (Linux, asm-generic; strace prints their names), and Python's names. */

const ERRORS: ReadonlyMap<string, readonly [number: number, message: string]> = new Map([
  ['EPERM', [1, 'Operation not permitted']],
  ['ENOENT', [2, 'No such file or directory']],
  ['EINTR', [4, 'Interrupted system call']],
  ['EIO', [5, 'Input/output error']],
  ['EBADF', [9, 'Bad file descriptor']],
  ['EAGAIN', [11, 'Resource temporarily unavailable']],
  ['ENOMEM', [12, 'Cannot allocate memory']],
  ['EACCES', [13, 'Permission denied']],
  ['EFAULT', [14, 'Bad address']],
  ['EINVAL', [22, 'Invalid argument']],
  ['EMFILE', [24, 'Too many open files']],
  ['EPIPE', [32, 'Broken pipe']],
  ['ENOTSOCK', [88, 'Socket operation on non-socket']],
  ['EDESTADDRREQ', [89, 'Destination address required']],
  ['EMSGSIZE', [90, 'Message too long']],
  ['EPROTOTYPE', [91, 'Protocol wrong type for socket']],
  ['ENOPROTOOPT', [92, 'Protocol not available']],
  ['EOPNOTSUPP', [95, 'Operation not supported']],
  ['EAFNOSUPPORT', [97, 'Address family not supported by protocol']],
  ['EADDRINUSE', [98, 'Address already in use']],
  ['EADDRNOTAVAIL', [99, 'Cannot assign requested address']],
  ['ENETDOWN', [100, 'Network is down']],
  ['ENETUNREACH', [101, 'Network is unreachable']],
  ['ECONNABORTED', [103, 'Software caused connection abort']],
  ['ECONNRESET', [104, 'Connection reset by peer']],
  ['ENOBUFS', [105, 'No buffer space available']],
  ['EISCONN', [106, 'Transport endpoint is already connected']],
  ['ENOTCONN', [107, 'Transport endpoint is not connected']],
  ['ETIMEDOUT', [110, 'Connection timed out']],
  ['ECONNREFUSED', [111, 'Connection refused']],
  ['EHOSTUNREACH', [113, 'No route to host']],
  ['EALREADY', [114, 'Operation already in progress']],
  ['EINPROGRESS', [115, 'Operation now in progress']],
]);

const SIGNALS: ReadonlyMap<string, number> = new Map([
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGQUIT', 3],
  ['SIGILL', 4],
  ['SIGTRAP', 5],
  ['SIGABRT', 6],
  ['SIGBUS', 7],
  ['SIGFPE', 8],
  ['SIGKILL', 9],
  ['SIGUSR1', 10],
  ['SIGSEGV', 11],
  ['SIGUSR2', 12],
  ['SIGPIPE', 13],
  ['SIGALRM', 14],
  ['SIGTERM', 15],
  ['SIGXCPU', 24],
  ['SIGXFSZ', 25],
  ['SIGSYS', 31],
]);

/** The fields of a failed call. `message`: strace's own words, where it gave some. */
export function failureOf(
  name: string,
  message = '',
): { readonly name: string; readonly number: number; readonly message: string } {
  const [number, words] = ERRORS.get(name) ?? [0, ''];
  return { name, number, message: message === '' ? words : message };
}

/** A program's exit code; of one that a signal killed, the signal's number below zero, as Python's
 *  `subprocess` says it. */
export function exitCode(code: number | string): number {
  return typeof code === 'number' ? code : -(SIGNALS.get(code) ?? 128);
}
