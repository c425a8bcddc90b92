import { repr } from './repr.ts';

/**
 * An exception as Python would have raised it. `message` is the last line of Python's traceback:
 * `ValueError: invalid literal …`, or the bare type where there is no text (`MemoryError`).
 */
export class PythonError extends Error {
  override readonly name = 'PythonError';
  /** The class as a traceback names it: `ValueError`, `socket.gaierror`. */
  readonly type: string;
  /** `str(exception)`; empty for a MemoryError. */
  readonly text: string;

  constructor(type: string, text: string) {
    super(text === '' ? type : `${type}: ${text}`);
    this.type = type;
    this.text = text;
  }

  /** As Python's f-strings show it. */
  override toString(): string {
    return this.text;
  }

  /** As Python's repr() shows it. */
  get shown(): string {
    const [, number, words = ''] = /^\[(?:Errno|WinError) (-?\d+)\] (.*)$/.exec(this.text) ?? [];
    return number === undefined
      ? `${this.type}(${this.text === '' ? '' : repr(this.text)})`
      : `${this.type}(${number}, ${repr(words)})`;
  }
}

/** errno names with a class of their own (PEP 3151); every other one is a plain OSError. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['ECONNRESET', 'ConnectionResetError'],
  ['ECONNREFUSED', 'ConnectionRefusedError'],
  ['ECONNABORTED', 'ConnectionAbortedError'],
  ['EPIPE', 'BrokenPipeError'],
  ['ESHUTDOWN', 'BrokenPipeError'],
  ['ETIMEDOUT', 'TimeoutError'],
  ['EACCES', 'PermissionError'],
  ['EPERM', 'PermissionError'],
  ['EINTR', 'InterruptedError'],
  ['EAGAIN', 'BlockingIOError'],
  ['EWOULDBLOCK', 'BlockingIOError'],
  ['EINPROGRESS', 'BlockingIOError'],
  ['EALREADY', 'BlockingIOError'],
]);

/** Winsock numbers its errors from here; Python then says WinError where it says Errno elsewhere. */
const FIRST_WINSOCK_ERROR = 10_000;

/**
 * The OSError for a failed call: `ConnectionResetError: [Errno 104] Connection reset by peer`.
 * `code` is errno's name, `message` the system's own text for `errno`.
 */
export function fromErrno(code: string, errno: number, message: string): PythonError {
  const word = errno >= FIRST_WINSOCK_ERROR ? 'WinError' : 'Errno';
  return new PythonError(CLASSES.get(code) ?? 'OSError', `[${word} ${errno}] ${message}`);
}
