import { describe, expect, test } from 'vitest';
import { macosSys } from '../../server/sys/macos.ts';
import { fakeKoffi } from './fake-koffi.ts';

/** macOS itself is not at hand: what is tested is every number and byte that would reach its libc. */
describe('macOS calls libc', () => {
  test('for a socket that is not inherited: there is no flag, so fcntl follows', () => {
    const { koffi, calls } = fakeKoffi({ socket: () => 9 });
    expect(macosSys(koffi).socket()).toBe(9);
    expect(calls).toEqual(['socket 2 1 0', 'fcntl 9 2 int 1']);
  });

  test('with the length and then the family at the head of an address', () => {
    const { koffi, calls } = fakeKoffi();
    macosSys(koffi).bind(9, '127.0.0.1', 5050);
    macosSys(koffi).connect(9, '10.1.2.3', 80);
    expect(calls).toEqual([
      'bind 9 100213ba7f0000010000000000000000 16',
      'connect 9 100200500a0102030000000000000000 16',
    ]);
  });

  test('with the numbers of its own headers for options', () => {
    const { koffi, calls } = fakeKoffi();
    const sys = macosSys(koffi);
    sys.setsockopt(9, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
    sys.setsockopt(9, 'SOL_SOCKET', 'SO_LINGER', 0);
    sys.setsockopt(9, 'IPPROTO_TCP', 'TCP_NODELAY', 1);
    expect(calls).toEqual([
      'setsockopt 9 65535 4 0100000001000000 4',
      'setsockopt 9 65535 128 0100000000000000 8',
      'setsockopt 9 6 1 0100000001000000 4',
    ]);
  });

  test('and accepts without inheriting, with the address the system wrote', () => {
    const { koffi, calls } = fakeKoffi({
      accept: (_, address) => {
        (address as Uint8Array).set([16, 2, 0x13, 0xba, 192, 168, 0, 7]);
        return 11;
      },
    });
    expect(macosSys(koffi).accept(9)).toEqual({ fd: 11, host: '192.168.0.7', port: 5050 });
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['accept', 'fcntl']);
  });

  test('and shows no old address where the system wrote none', () => {
    let first = true;
    const { koffi } = fakeKoffi({
      accept: (_, address) => {
        if (first) (address as Uint8Array).fill(7);
        first = false;
        return 11;
      },
    });
    const sys = macosSys(koffi);
    sys.accept(9);
    expect(sys.accept(9)).toEqual({ fd: 11, host: '0.0.0.0', port: 0 });
  });

  test('with the type of each argument after the dots, as arm64 needs', () => {
    const { koffi, calls, definitions } = fakeKoffi({
      ioctl: (_fd, _request, _type, count) => {
        (count as Int32Array)[0] = 12;
        return 0;
      },
    });
    expect(macosSys(koffi).queued(9)).toBe(12);
    expect(calls[0]).toMatch(/^ioctl 9 1074030207 void \* /);
    expect(definitions.get('ioctl')).toBe('int ioctl(int, unsigned long, ...)');
    expect(definitions.get('fcntl')).toBe('int fcntl(int, int, ...)');
  });

  test('poll with a count of four bytes', () => {
    const { koffi, calls, definitions } = fakeKoffi({ poll: () => 1 });
    expect(macosSys(koffi).poll(9, 'in', 250)).toBe(true);
    expect(calls).toEqual(['poll 0900000001000000 1 250']);
    expect(definitions.get('poll')).toBe('int poll(void *, unsigned int, int)');
  });

  test('for the number and the name of the thread', () => {
    const { koffi, calls } = fakeKoffi({
      pthread_threadid_np: (_thread, id) => {
        (id as BigUint64Array)[0] = 123456n;
        return 0;
      },
    });
    const sys = macosSys(koffi);
    expect(sys.threadId()).toBe(123456);
    sys.nameThread('Thread-1 (handle_client)');
    expect(calls[1]).toBe('pthread_setname_np Thread-1 (handle_client)');
  });

  test('and wakes by shutdown, where ENOTCONN (57) only says that there is no peer any more', () => {
    const { koffi, calls } = fakeKoffi({ shutdown: () => -1 }, () => 57);
    const sys = macosSys(koffi);
    sys.wakeRecv(9);
    sys.wakeSend(9);
    expect(calls).toEqual(['shutdown 9 0', 'shutdown 9 1']);
    expect(() => sys.shutdown(9, 'SHUT_RDWR')).toThrow('Socket is not connected (ENOTCONN, 57)');
  });
});
