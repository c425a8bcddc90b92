import { expect, it } from 'vitest';
import { fromErrno, PythonError } from '../../../server/thread/python/errors.ts';

it('has no colon where there is no text', () => {
  expect(new PythonError('MemoryError', '').message).toBe('MemoryError');
});

it.each([
  ['ECONNRESET', 104, 'Connection reset by peer', 'ConnectionResetError'],
  ['EPIPE', 32, 'Broken pipe', 'BrokenPipeError'],
  ['ECONNREFUSED', 111, 'Connection refused', 'ConnectionRefusedError'],
  ['ECONNABORTED', 103, 'Software caused connection abort', 'ConnectionAbortedError'],
  ['ETIMEDOUT', 110, 'Connection timed out', 'TimeoutError'],
  ['EADDRINUSE', 98, 'Address already in use', 'OSError'],
  ['EBADF', 9, 'Bad file descriptor', 'OSError'],
])('%s is %4$s', (code, errno, message, type) => {
  const error = fromErrno(code, errno, message);
  expect(error.message).toBe(`${type}: [Errno ${errno}] ${message}`);
  expect([error.type, error.text]).toEqual([type, `[Errno ${errno}] ${message}`]);
});

it('says WinError for a Winsock number', () => {
  const text = 'An existing connection was forcibly closed by the remote host';
  expect(fromErrno('ECONNRESET', 10054, text).message).toBe(
    `ConnectionResetError: [WinError 10054] ${text}`,
  );
});

it.each([
  [new PythonError('ValueError', "it's odd"), 'ValueError("it\'s odd")'],
  [new PythonError('TimeoutError', 'timed out'), "TimeoutError('timed out')"],
  [new PythonError('MemoryError', ''), 'MemoryError()'],
  [
    fromErrno('ECONNRESET', 104, 'Connection reset by peer'),
    "ConnectionResetError(104, 'Connection reset by peer')",
  ],
])('shows itself as Python’s repr() would, and in an f-string as its text', (error, shown) => {
  expect(error.shown).toBe(shown);
  expect(`${error}`).toBe(error.text);
});
