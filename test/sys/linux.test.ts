import { readFileSync, readlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { loadSys } from '../../server/sys/load.ts';
import { bundle } from './bundle.ts';
import { bytes, listen, withPair } from './rule.ts';
import { startThread } from './threads.ts';

/** What the kernel itself says in /proc about our sockets and threads. */
const sys = loadSys();
const worker = bundle('blocking-worker.ts');
const O_CLOEXEC = 0o2000000;

const flags = (fd: number) =>
  parseInt(/^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '', 8);
const task = (thread: number, file: string) =>
  readFileSync(`/proc/self/task/${thread}/${file}`, 'utf8').trim();

describe.runIf(process.platform === 'linux')('the kernel says', () => {
  test('that every socket is closed on exec', () =>
    withPair(sys, ({ listener, client, server }) => {
      const { stdout } = spawnSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' });
      for (const fd of [listener, client, server]) {
        expect(flags(fd) & O_CLOEXEC).toBe(O_CLOEXEC);
        expect(stdout).not.toContain(readlinkSync(`/proc/self/fd/${fd}`));
      }
    }));

  test('that a thread sits in recvfrom, with the socket and the length the program gave', () =>
    withPair(sys, async ({ server }) => {
      const thread = await startThread(worker, { call: 'recv', fd: server, max: 64 });
      const [number, fd, , length] = task(thread.id, 'syscall').split(' ').map(Number);
      expect([number, fd, length]).toEqual([process.arch === 'x64' ? 45 : 207, server, 64]);
      expect(task(thread.id, 'stat')).toMatch(/\) S /);
      sys.wakeRecv(server);
      expect((await thread.outcome).value).toBe(0);
    }));

  test('the first 15 bytes of the name of a thread', () =>
    withPair(sys, async ({ server }) => {
      const thread = await startThread(worker, { call: 'recv', fd: server });
      expect(task(thread.id, 'comm')).toBe('blocked in recv');
      sys.wakeRecv(server);
      await thread.outcome;
    }));

  test('the number of the thread that asks', () => {
    expect(task(sys.threadId(), 'status')).toMatch(new RegExp(`^Tgid:\\s*${process.pid}$`, 'm'));
  });

  test('nothing of a socket after close', () => {
    const fd = sys.socket();
    sys.close(fd);
    expect(() => flags(fd)).toThrow('ENOENT');
  });
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('SO_LINGER 0 makes close a reset, which a recv tells as errno 104', () =>
    withPair(sys, ({ client, server, close }) => {
      sys.setsockopt(client, 'SOL_SOCKET', 'SO_LINGER', 0);
      close(client);
      expect(() => sys.recv(server, new Uint8Array(8), 8)).toThrow(
        'recv: Connection reset by peer (ECONNRESET, 104)',
      );
    }));

  test('SO_REUSEADDR lets a server come back while old connections are in TIME_WAIT', () => {
    const { listener, port } = listen(sys);
    const client = sys.socket();
    sys.connect(client, '127.0.0.1', port);
    const { fd } = sys.accept(listener);
    for (const open of [fd, client, listener]) sys.close(open);
    const again = sys.socket();
    sys.setsockopt(again, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
    sys.bind(again, '127.0.0.1', port);
    sys.close(again);
  });

  test('close by another thread does not wake a recv: only wakeRecv does', () =>
    withPair(sys, async ({ client, server, close }) => {
      const thread = await startThread(worker, { call: 'recv', fd: server });
      close(server);
      const first = await Promise.race([thread.outcome, sleep(150, 'still blocked')]);
      expect(first).toBe('still blocked');
      sys.send(client, bytes('x'));
      expect((await thread.outcome).value).toBe(1);
    }));

  test('a large send that blocks is counted by the bytes that FIONREAD sees at the peer', () =>
    withPair(sys, async ({ client, server }) => {
      const thread = await startThread(worker, { call: 'sendAlways', fd: client, max: 1 << 16 });
      await sleep(200);
      const buffer = new Uint8Array(1 << 16);
      const queued = sys.queued(server);
      expect(queued).toBeGreaterThan(1 << 16);
      expect(sys.recv(server, buffer, 1_000)).toBe(1_000);
      expect(sys.queued(server)).toBeGreaterThanOrEqual(queued - 1_000);
      sys.wakeSend(client);
      expect((await thread.outcome).error?.code).toBe('EPIPE');
    }));
});

describe('the hot path', () => {
  test('allocates nothing: 100,000 messages leave the heap where it was', () =>
    withPair(sys, ({ client, server }) => {
      const buffer = new Uint8Array(64);
      const exchange = (times: number) => {
        for (let i = 0; i < times; i++) {
          sys.send(client, buffer);
          sys.recv(server, buffer, 64);
        }
      };
      exchange(20_000);
      const before = process.memoryUsage().heapUsed;
      exchange(100_000);
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000 * 16);
    }));
});
