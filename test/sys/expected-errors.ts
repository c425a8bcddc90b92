import assert from 'node:assert/strict';
import { SocketError, type Platform } from '../../server/sys/sys.ts';

/** The numbers and words a person meets, per platform. */
const EXPECTED: Record<string, Partial<Record<Platform, readonly [number, string]>>> = {
  ECONNREFUSED: {
    linux: [111, 'Connection refused'],
    darwin: [61, 'Connection refused'],
    win32: [10061, 'No connection could be made because the target machine actively refused it'],
  },
  EADDRINUSE: {
    linux: [98, 'Address already in use'],
    darwin: [48, 'Address already in use'],
    win32: [
      10048,
      'Only one usage of each socket address (protocol/network address/port) is normally permitted',
    ],
  },
  ECONNRESET: {
    linux: [104, 'Connection reset by peer'],
    darwin: [54, 'Connection reset by peer'],
    win32: [10054, 'An existing connection was forcibly closed by the remote host'],
  },
  EPIPE: { linux: [32, 'Broken pipe'], darwin: [32, 'Broken pipe'] },
  EBADF: { linux: [9, 'Bad file descriptor'], darwin: [9, 'Bad file descriptor'] },
  ENOTSOCK: {
    win32: [10038, 'An operation was attempted on something that is not a socket'],
  },
  ENOTCONN: {
    linux: [107, 'Transport endpoint is not connected'],
    darwin: [57, 'Socket is not connected'],
  },
};

/** The call throws a SocketError with this code and the platform's number and words for it. */
export function fails(platform: Platform, run: () => unknown, call: string, code: string): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof SocketError, String(error));
    assert.equal(error.call, call);
    assertError(platform, error, code);
    return true;
  });
}

/** What a SocketError says, here or in a message from a thread. */
export function assertError(
  platform: Platform,
  error: Pick<SocketError, 'code' | 'errno' | 'text'> | undefined,
  code: string,
): void {
  assert.equal(error?.code, code);
  const expected = EXPECTED[code]?.[platform];
  if (expected) assert.deepEqual([error?.errno, error?.text], expected);
}
