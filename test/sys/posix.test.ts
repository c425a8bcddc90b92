import { describe, expect, test } from 'vitest';
import { linuxSys } from '../../server/sys/linux.ts';
import { fakeKoffi } from './fake-koffi.ts';

const EINTR = 4;
const ECONNREFUSED = 111;

/** Answers -1 once, then what the call answers when nobody interrupts it. */
const interruptedOnce = (then: number) => {
  let first = true;
  return () => {
    const answer = first ? -1 : then;
    first = false;
    return answer;
  };
};

const names = (calls: readonly string[]) => calls.map((call) => call.split(' ')[0]);

describe('a call that a signal interrupts', () => {
  test.each([
    ['recv', (sys: ReturnType<typeof linuxSys>) => sys.recv(9, new Uint8Array(64), 64), 12],
    ['send', (sys: ReturnType<typeof linuxSys>) => sys.send(9, new Uint8Array(12)), 12],
    ['accept4', (sys: ReturnType<typeof linuxSys>) => sys.accept(9).fd, 11],
  ] as const)('%s is made again', (call, run, answer) => {
    const { koffi, calls } = fakeKoffi({ [call]: interruptedOnce(answer) }, () => EINTR);
    expect(run(linuxSys(koffi))).toBe(answer);
    expect(names(calls)).toEqual([call, call]);
  });

  test('connect is not made again: it goes on by itself, and is waited for', () => {
    const { koffi, calls } = fakeKoffi({ connect: () => -1, poll: () => 1 }, () => EINTR);
    linuxSys(koffi).connect(9, '127.0.0.1', 5050);
    expect(names(calls)).toEqual(['connect', 'poll', 'getsockopt']);
  });

  test('connect then fails with what the socket says', () => {
    const { koffi } = fakeKoffi(
      {
        connect: () => -1,
        poll: () => 1,
        getsockopt: (_fd, _level, _option, value) => {
          (value as Int32Array)[0] = ECONNREFUSED;
          return 0;
        },
      },
      () => EINTR,
    );
    expect(() => linuxSys(koffi).connect(9, '127.0.0.1', 5050)).toThrow(
      'connect: Connection refused (ECONNREFUSED, 111)',
    );
  });

  test('close is not made again: the number may be a new socket by now', () => {
    const { koffi, calls } = fakeKoffi({ close: () => -1 }, () => EINTR);
    linuxSys(koffi).close(9);
    expect(calls).toEqual(['close 9']);
  });

  test('poll goes on with the time that is left', () => {
    const { koffi, calls } = fakeKoffi({ poll: interruptedOnce(0) }, () => EINTR);
    expect(linuxSys(koffi).poll(9, 'in', 1_000)).toBe(false);
    const waits = calls.map((call) => Number(call.split(' ').at(-1)));
    expect(waits[0]).toBe(1_000);
    expect(waits[1]).toBeLessThanOrEqual(1_000);
  });
});

describe('any other failure', () => {
  test.each([
    ['socket', (sys: ReturnType<typeof linuxSys>) => sys.socket()],
    ['bind', (sys: ReturnType<typeof linuxSys>) => sys.bind(9, '127.0.0.1', 0)],
    ['listen', (sys: ReturnType<typeof linuxSys>) => sys.listen(9, 1)],
    ['connect', (sys: ReturnType<typeof linuxSys>) => sys.connect(9, '127.0.0.1', 1)],
    ['recv', (sys: ReturnType<typeof linuxSys>) => sys.recv(9, new Uint8Array(1), 1)],
    ['send', (sys: ReturnType<typeof linuxSys>) => sys.send(9, new Uint8Array(1))],
    ['shutdown', (sys: ReturnType<typeof linuxSys>) => sys.shutdown(9, 'SHUT_WR')],
    ['close', (sys: ReturnType<typeof linuxSys>) => sys.close(9)],
    [
      'setsockopt',
      (sys: ReturnType<typeof linuxSys>) => sys.setsockopt(9, 'SOL_SOCKET', 'SO_REUSEADDR', 1),
    ],
    ['getsockname', (sys: ReturnType<typeof linuxSys>) => sys.getsockname(9)],
    ['getpeername', (sys: ReturnType<typeof linuxSys>) => sys.getpeername(9)],
    ['poll', (sys: ReturnType<typeof linuxSys>) => sys.poll(9, 'in', 0)],
    ['ioctl', (sys: ReturnType<typeof linuxSys>) => sys.queued(9)],
  ] as const)('of %s is thrown with its errno', (call, run) => {
    const { koffi } = fakeKoffi({ [call]: () => -1 }, () => ECONNREFUSED);
    expect(() => run(linuxSys(koffi))).toThrow(`${call}: Connection refused (ECONNREFUSED, 111)`);
  });

  test('of waking is thrown too, unless it says that nobody is there to wake', () => {
    const failing = (errno: number) =>
      linuxSys(fakeKoffi({ shutdown: () => -1 }, () => errno).koffi);
    failing(107).wakeRecv(9);
    failing(9).wakeSend(9);
    expect(() => failing(88).wakeRecv(9)).toThrow('shutdown: Socket operation on non-socket');
  });
});

describe('errno', () => {
  test('is read after a negative result only: any other leaves an old number there', () => {
    let reads = 0;
    const { koffi } = fakeKoffi({ recv: () => 0, send: () => 5 }, () => ++reads);
    const sys = linuxSys(koffi);
    sys.recv(9, new Uint8Array(1), 1);
    sys.send(9, new Uint8Array(5));
    expect(reads).toBe(0);
  });
});
