import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../../server/sys/sys.ts';
import { assertError } from './expected-errors.ts';
import { bytes, listen, NO_SOCKET, text, withPair, type Rule } from './rule.ts';
import type { Outcome } from './threads.ts';

/** The rules of calls that block in one thread while another goes on. */
export const THREAD_RULES: readonly Rule[] = [
  {
    title: 'recv blocks its thread until bytes come',
    run: ({ sys, startThread }) =>
      withPair(sys, async ({ client, server }) => {
        const thread = await startThread({ call: 'recv', fd: server });
        sys.send(client, bytes('at last'));
        const { value, ms, bytes: got } = await thread.outcome;
        assert.equal(text(got, value ?? 0), 'at last');
        assert.ok(ms >= 50, `it blocked for ${ms} ms only`);
      }),
  },
  {
    title: 'accept blocks its thread until a client connects, which is how to wake it',
    run: async ({ sys, startThread }) => {
      const { listener, port } = listen(sys);
      const thread = await startThread({ call: 'accept', fd: listener });
      const client = sys.socket();
      sys.connect(client, '127.0.0.1', port);
      assert.equal((await thread.outcome).value, sys.getsockname(client).port);
      sys.close(client);
      sys.close(listener);
    },
  },
  {
    title: 'wakeRecv lets a blocked recv return, and the next one returns at once',
    run: ({ sys, startThread }) =>
      withPair(sys, async ({ server }) => {
        const once = await startThread({ call: 'recv', fd: server });
        const woken = performance.now();
        sys.wakeRecv(server);
        assertWoken(sys.platform, await once.outcome);
        assert.ok(performance.now() - woken < 1_000);
        const again = await startThread({ call: 'recvTwice', fd: server });
        assertWoken(sys.platform, await again.outcome);
      }),
  },
  {
    title: 'wakeRecv tells the peer nothing: no end of stream, no reset',
    run: ({ sys, startThread }) =>
      withPair(sys, async ({ client, server }) => {
        const thread = await startThread({ call: 'recv', fd: server });
        sys.wakeRecv(server);
        await thread.outcome;
        assert.equal(sys.poll(client, 'in', 100), false);
        sys.send(server, bytes('alive'));
        assert.equal(sys.recv(client, new Uint8Array(8), 8), 5);
      }),
  },
  {
    title: 'wakeSend lets a send fail that blocks because the peer takes nothing',
    run: ({ sys, startThread }) =>
      withPair(sys, async ({ server }) => {
        const thread = await startThread({ call: 'sendAlways', fd: server, max: 1 << 16 });
        await fillUp(() => sys.poll(server, 'out', 0));
        sys.wakeSend(server);
        const { error } = await thread.outcome;
        assert.match(`${error?.code}`, /^(EPIPE|ESHUTDOWN|WSA_OPERATION_ABORTED)$/);
      }),
  },
  {
    title: 'wakeSend lets a connect fail that blocks because nobody answers',
    run: async ({ sys, startThread }) => {
      const listener = sys.socket();
      sys.bind(listener, '127.0.0.1', 0);
      sys.listen(listener, 0);
      const { port } = sys.getsockname(listener);
      // The system answers no further client once the listener's queue is full.
      const clients = Array.from({ length: 4 }, () => sys.socket());
      const threads = await Promise.all(
        clients.map((fd) => startThread({ call: 'connect', fd, port })),
      );
      for (const fd of clients) sys.wakeSend(fd);
      const outcomes = await Promise.all(threads.map(({ outcome }) => outcome));
      assert.ok(outcomes.some(({ error }) => error !== undefined));
      for (const fd of [...clients, listener]) sys.close(fd);
    },
  },
  {
    title: 'waking a socket that has no peer or is closed is no error',
    run: ({ sys }) => {
      const fd = sys.socket();
      sys.wakeRecv(fd);
      sys.wakeSend(fd);
      sys.close(fd);
      sys.wakeRecv(NO_SOCKET);
      sys.wakeSend(NO_SOCKET);
    },
  },
  {
    title: 'eight threads that block in recv are all woken within a second',
    run: async ({ sys, startThread }) => {
      const { listener, port } = listen(sys);
      const clients = Array.from({ length: 8 }, () => sys.socket());
      for (const client of clients) sys.connect(client, '127.0.0.1', port);
      const servers = clients.map(() => sys.accept(listener).fd);
      const threads = await Promise.all(servers.map((fd) => startThread({ call: 'recv', fd })));
      assert.equal(new Set(threads.map((thread) => thread.id)).size, 8);
      const began = performance.now();
      for (const fd of servers) sys.wakeRecv(fd);
      for (const thread of threads) assertWoken(sys.platform, await thread.outcome);
      assert.ok(performance.now() - began < 1_000);
      for (const fd of [...servers, ...clients, listener]) sys.close(fd);
    },
  },
  {
    title: 'a reset wakes a blocked recv with ECONNRESET',
    run: async ({ sys, startThread, resetPort }) => {
      const client = sys.socket();
      sys.connect(client, '127.0.0.1', resetPort);
      const thread = await startThread({ call: 'recv', fd: client });
      sys.send(client, bytes('x'));
      assertError(sys.platform, (await thread.outcome).error, 'ECONNRESET');
      sys.close(client);
    },
  },
  {
    title: 'a connect in a thread meets the accept of another',
    run: async ({ sys, startThread }) => {
      const { listener, port } = listen(sys);
      const client = sys.socket();
      const accepting = await startThread({ call: 'accept', fd: listener });
      const connecting = await startThread({ call: 'connect', fd: client, port });
      assert.equal((await connecting.outcome).value, 0);
      assert.equal((await accepting.outcome).value, sys.getsockname(client).port);
      sys.close(client);
      sys.close(listener);
    },
  },
  {
    title: 'exitNow ends a process whose thread blocks for ever, with the exit code',
    run: async ({ exitingProcess }) => assert.equal(await exitingProcess(), 7),
  },
];

/** 0 bytes, or where the system has no such thing the error of a cancelled or forbidden call. */
function assertWoken(platform: Platform, { value, error }: Outcome): void {
  if (platform === 'win32') assert.match(`${error?.code}`, /^(WSA_OPERATION_ABORTED|ESHUTDOWN)$/);
  else assert.deepEqual([value, error], [0, undefined]);
}

/** Waits until the queues between two ends have taken all they can. */
async function fillUp(hasRoom: () => boolean): Promise<void> {
  for (let full = 0; full < 5; full = hasRoom() ? 0 : full + 1) await sleep(20);
}
