import { describe, expect, test } from 'vitest';
import { WindowsSys } from '../../server/sys/windows.ts';
import { fakeKoffi } from './fake-koffi.ts';

/** The numbers and bytes that reach the DLLs; `npm run test:windows` shows what they do with them. */
function windows(answers: Parameters<typeof fakeKoffi>[0] = {}) {
  const fake = fakeKoffi(answers);
  const sys = new WindowsSys(fake.koffi);
  fake.calls.length = 0;
  return { ...fake, sys };
}

describe('Windows calls its DLLs', () => {
  test('first of all WSAStartup, for version 2.2', () => {
    const { koffi, calls, libraries } = fakeKoffi();
    new WindowsSys(koffi);
    expect(libraries).toEqual(['ws2_32.dll', 'kernel32.dll', 'KernelBase.dll']);
    expect(calls).toEqual([`WSAStartup 514 ${'00'.repeat(408)}`]);
  });

  test('and says it when WSAStartup refuses', () => {
    const { koffi } = fakeKoffi({ WSAStartup: () => 10091 });
    expect(() => new WindowsSys(koffi)).toThrow('WSAStartup cannot function at this time');
  });

  test('for a socket that is not inherited, and one that blocks although it is overlapped', () => {
    const { sys, calls } = windows({ WSASocketW: () => 352 });
    expect(sys.socket()).toBe(352);
    expect(calls).toEqual([`WSASocketW 2 1 6 undefined 0 ${0x81}`]);
  });

  test('with a SOCKET as wide as a pointer and lengths of four bytes', () => {
    const { definitions } = windows();
    expect(definitions.get('recv')).toBe('int recv(intptr_t, void *, int, int)');
    expect(definitions.get('send')).toBe('int send(intptr_t, const void *, int, int)');
    expect(definitions.get('accept')).toBe('intptr_t accept(intptr_t, void *, void *)');
  });

  test('and accepts with the handle taken out of inheritance', () => {
    const { sys, calls } = windows({
      accept: (_, address) => {
        (address as Uint8Array).set([2, 0, 0x13, 0xba, 192, 168, 0, 7]);
        return 400;
      },
    });
    expect(sys.accept(352)).toEqual({ fd: 400, host: '192.168.0.7', port: 5050 });
    expect(calls[1]).toBe('SetHandleInformation 400 1 0');
  });

  test('with SO_EXCLUSIVEADDRUSE for SO_REUSEADDR, and a linger of two shorts', () => {
    const { sys, calls } = windows();
    sys.setsockopt(352, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
    sys.setsockopt(352, 'SOL_SOCKET', 'SO_LINGER', 0);
    sys.setsockopt(352, 'SOL_SOCKET', 'SO_LINGER', 5);
    sys.setsockopt(352, 'IPPROTO_TCP', 'TCP_NODELAY', 1);
    expect(calls).toEqual([
      'setsockopt 352 65535 -5 01000000 4',
      'setsockopt 352 65535 128 01000000 4',
      'setsockopt 352 65535 128 01000500 4',
      'setsockopt 352 6 1 01000000 4',
    ]);
  });

  test('to poll a SOCKET of eight bytes', () => {
    const { sys, calls } = windows({ WSAPoll: () => 1 });
    expect(sys.poll(352, 'in', 250)).toBe(true);
    expect(sys.poll(352, 'out', -1)).toBe(true);
    expect(calls).toEqual([
      'WSAPoll 60010000000000000003000000000000 1 250',
      'WSAPoll 60010000000000001000000000000000 1 -1',
    ]);
  });

  test('and fails a poll that says POLLNVAL', () => {
    const { sys } = windows({
      WSAPoll: (memory) => {
        const { buffer } = memory as BigInt64Array;
        new Uint16Array(buffer)[5] = 0x4;
        return 1;
      },
    });
    expect(() => sys.poll(352, 'in', 0)).toThrow('(ENOTSOCK, 10038)');
  });

  test('to ask for the error right after the call that failed, with nothing in between', () => {
    const { sys, calls } = windows({ recv: () => -1, WSAGetLastError: () => 10054 });
    expect(() => sys.recv(352, new Uint8Array(2), 2)).toThrow(
      'recv: An existing connection was forcibly closed by the remote host (ECONNRESET, 10054)',
    );
    expect(calls).toEqual(['recv 352 0000 2 0', 'WSAGetLastError']);
  });

  test('to wake: first nothing more may be received or sent, then what waits is cancelled', () => {
    const { sys, calls } = windows();
    sys.wakeRecv(352);
    sys.wakeSend(352);
    expect(calls).toEqual([
      'shutdown 352 0',
      'CancelIoEx 352 undefined',
      'shutdown 352 1',
      'CancelIoEx 352 undefined',
    ]);
  });

  test('and a wake that fails for another reason than a missing peer is an error', () => {
    const waking = (number: number) => () =>
      windows({ shutdown: () => -1, WSAGetLastError: () => number }).sys.wakeRecv(352);
    expect(waking(10057)).not.toThrow();
    expect(waking(10038)).not.toThrow();
    expect(waking(10050)).toThrow('(ENETDOWN, 10050)');
  });

  test.each([
    ['WSASocketW', 'socket', (sys: WindowsSys) => sys.socket()],
    ['bind', 'bind', (sys: WindowsSys) => sys.bind(1, '127.0.0.1', 0)],
    ['listen', 'listen', (sys: WindowsSys) => sys.listen(1, 1)],
    ['accept', 'accept', (sys: WindowsSys) => sys.accept(1)],
    ['connect', 'connect', (sys: WindowsSys) => sys.connect(1, '127.0.0.1', 1)],
    ['send', 'send', (sys: WindowsSys) => sys.send(1, new Uint8Array(1))],
    ['shutdown', 'shutdown', (sys: WindowsSys) => sys.shutdown(1, 'SHUT_RD')],
    ['closesocket', 'close', (sys: WindowsSys) => sys.close(1)],
    [
      'setsockopt',
      'setsockopt',
      (sys: WindowsSys) => sys.setsockopt(1, 'IPPROTO_TCP', 'TCP_NODELAY', 1),
    ],
    ['getsockname', 'getsockname', (sys: WindowsSys) => sys.getsockname(1)],
    ['getpeername', 'getpeername', (sys: WindowsSys) => sys.getpeername(1)],
    ['WSAPoll', 'poll', (sys: WindowsSys) => sys.poll(1, 'in', 0)],
    ['ioctlsocket', 'ioctl', (sys: WindowsSys) => sys.queued(1)],
  ] as const)('%s, and a failure is thrown as one of %s', (dll, call, run) => {
    const { sys } = windows({ [dll]: () => -1, WSAGetLastError: () => 10022 });
    expect(() => run(sys)).toThrow(`${call}: An invalid argument was supplied (EINVAL, 10022)`);
  });

  test('for the queue, the thread, its name and the end of the process', () => {
    const { sys, calls } = windows({
      ioctlsocket: (_fd, _command, count) => {
        (count as Int32Array)[0] = 12;
        return 0;
      },
      GetCurrentThreadId: () => 292,
    });
    expect(sys.queued(352)).toBe(12);
    expect(sys.threadId()).toBe(292);
    sys.nameThread('Thread-1 (handle_client)');
    expect(() => sys.exitNow(3)).toThrow('TerminateProcess returned');
    expect(calls).toEqual([
      `ioctlsocket 352 ${0x4004667f} 00000000`,
      'GetCurrentThreadId',
      'SetThreadDescription -2 Thread-1 (handle_client)',
      'TerminateProcess -1 3',
    ]);
  });
});
