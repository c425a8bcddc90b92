import { PythonError } from './errors.ts';

const SSIZE_MIN = -(2n ** 63n);
const SSIZE_MAX = 2n ** 63n - 1n;
/** sizeof(PyBytesObject) with its final NUL: what a bytes object takes beyond its bytes. */
const BYTES_OVERHEAD = 33n;

/**
 * From how many bytes on a buffer fails with MemoryError. Python's own limit is the machine's
 * memory; a fixed one makes recordings alike everywhere. Nothing of this size is ever allocated.
 */
export const MEMORY_LIMIT = 2 ** 35;

/**
 * What Python checks before `socket.recv(n)` makes a system call, in its order.
 * @throws PythonError OverflowError, ValueError or MemoryError, in Python's words.
 */
export function checkRecvSize(n: number | bigint, memoryLimit = MEMORY_LIMIT): void {
  if (n >= 0 && n < memoryLimit - Number(BYTES_OVERHEAD)) return;
  const size = BigInt(n);
  if (size < SSIZE_MIN || size > SSIZE_MAX) {
    throw new PythonError('OverflowError', 'Python int too large to convert to C ssize_t');
  }
  if (size < 0n) throw new PythonError('ValueError', 'negative buffersize in recv');
  if (size > SSIZE_MAX - BYTES_OVERHEAD) {
    throw new PythonError('OverflowError', 'byte string is too large');
  }
  if (size + BYTES_OVERHEAD > BigInt(memoryLimit)) throw new PythonError('MemoryError', '');
}
