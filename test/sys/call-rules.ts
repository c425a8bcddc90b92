import assert from 'node:assert/strict';
import { fails } from './expected-errors.ts';
import { bytes, listen, NO_SOCKET, text, withPair, type Rule } from './rule.ts';

/** The rules of single calls: addresses, bytes, queues and errors. */
export const CALL_RULES: readonly Rule[] = [
  {
    title: 'bind to port 0: getsockname says which port it became',
    run: ({ sys }) => {
      const { listener, port } = listen(sys);
      assert.deepEqual(sys.getsockname(listener), { host: '127.0.0.1', port });
      assert.ok(port > 0);
      sys.close(listener);
    },
  },
  {
    title: 'accept, getpeername and the other end all name the same address',
    run: ({ sys }) => {
      const { listener, port } = listen(sys);
      const client = sys.socket();
      sys.connect(client, '127.0.0.1', port);
      const accepted = sys.accept(listener);
      const { fd, ...peer } = accepted;
      assert.deepEqual(peer, sys.getsockname(client));
      assert.deepEqual(peer, sys.getpeername(fd));
      assert.deepEqual(sys.getpeername(client), { host: '127.0.0.1', port });
      for (const open of [fd, client, listener]) sys.close(open);
    },
  },
  {
    title: 'recv takes what was asked for and leaves the rest in the queue',
    run: ({ sys }) =>
      withPair(sys, ({ client, server }) => {
        const buffer = new Uint8Array(64);
        assert.equal(sys.send(client, bytes('Hello World!')), 12);
        assert.ok(sys.poll(server, 'in', 2_000));
        assert.equal(sys.queued(server), 12);
        assert.equal(text(buffer, sys.recv(server, buffer, 5)), 'Hello');
        assert.equal(sys.queued(server), 7);
        assert.equal(text(buffer, sys.recv(server, buffer, 64)), ' World!');
        assert.equal(sys.queued(server), 0);
      }),
  },
  {
    title: 'send and recv respect where in its memory a view begins',
    run: ({ sys }) =>
      withPair(sys, ({ client, server }) => {
        const memory = bytes('0123456789');
        assert.equal(sys.send(client, memory.subarray(3, 6)), 3);
        const target = bytes('..........');
        assert.equal(sys.recv(server, target.subarray(5), 5), 3);
        assert.equal(text(target, 10), '.....345..');
      }),
  },
  {
    title: 'send and recv work on shared memory',
    run: ({ sys }) =>
      withPair(sys, ({ client, server }) => {
        const shared = new Uint8Array(new SharedArrayBuffer(16));
        shared.set(bytes('ring'), 8);
        assert.equal(sys.send(client, shared.subarray(8, 12)), 4);
        assert.equal(sys.recv(server, shared, 16), 4);
        assert.equal(text(shared.slice(), 4), 'ring');
      }),
  },
  {
    title: 'recv gives 0 after the peer has shut its direction down, and the other stays open',
    run: ({ sys }) =>
      withPair(sys, ({ client, server }) => {
        const buffer = new Uint8Array(8);
        sys.send(client, bytes('end'));
        sys.shutdown(client, 'SHUT_WR');
        assert.equal(sys.recv(server, buffer, 8), 3);
        assert.equal(sys.recv(server, buffer, 8), 0);
        assert.equal(sys.recv(server, buffer, 8), 0);
        assert.equal(sys.send(server, bytes('still')), 5);
        assert.equal(sys.recv(client, buffer, 8), 5);
      }),
  },
  {
    title: 'poll waits for its time when nothing comes, and not at all when something is there',
    run: ({ sys }) =>
      withPair(sys, ({ client, server }) => {
        const began = performance.now();
        assert.equal(sys.poll(server, 'in', 60), false);
        assert.ok(performance.now() - began >= 50);
        assert.equal(sys.poll(server, 'out', 0), true);
        sys.send(client, bytes('x'));
        assert.equal(sys.poll(server, 'in', -1), true);
        assert.equal(sys.queued(server), 1);
      }),
  },
  {
    title: 'TCP_NODELAY can be set',
    run: ({ sys }) =>
      withPair(sys, ({ client }) => sys.setsockopt(client, 'IPPROTO_TCP', 'TCP_NODELAY', 1)),
  },
  {
    title: 'connect to a port that nobody listens at: ECONNREFUSED',
    run: ({ sys }) => {
      const { listener, port } = listen(sys);
      sys.close(listener);
      const client = sys.socket();
      fails(sys.platform, () => sys.connect(client, '127.0.0.1', port), 'connect', 'ECONNREFUSED');
      sys.close(client);
    },
  },
  {
    title: 'bind to a port that somebody listens at: EADDRINUSE, also with SO_REUSEADDR',
    run: ({ sys }) => {
      const { listener, port } = listen(sys);
      const second = sys.socket();
      sys.setsockopt(second, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
      fails(sys.platform, () => sys.bind(second, '127.0.0.1', port), 'bind', 'EADDRINUSE');
      sys.close(second);
      sys.close(listener);
    },
  },
  {
    title: 'send after the own shutdown fails and the process lives',
    run: ({ sys }) =>
      withPair(sys, ({ client }) => {
        sys.shutdown(client, 'SHUT_WR');
        const code = sys.platform === 'win32' ? 'ESHUTDOWN' : 'EPIPE';
        fails(sys.platform, () => sys.send(client, bytes('x')), 'send', code);
      }),
  },
  {
    title: 'getpeername without a peer: ENOTCONN',
    run: ({ sys }) => {
      const fd = sys.socket();
      fails(sys.platform, () => sys.getpeername(fd), 'getpeername', 'ENOTCONN');
      sys.close(fd);
    },
  },
  {
    title: 'what is no socket fails every call, and poll too',
    run: ({ sys }) => {
      const code = sys.platform === 'win32' ? 'ENOTSOCK' : 'EBADF';
      const is = (run: () => unknown, call: string) => fails(sys.platform, run, call, code);
      is(() => sys.recv(NO_SOCKET, new Uint8Array(1), 1), 'recv');
      is(() => sys.send(NO_SOCKET, bytes('x')), 'send');
      is(() => sys.accept(NO_SOCKET), 'accept');
      is(() => sys.queued(NO_SOCKET), 'ioctl');
      is(() => sys.poll(NO_SOCKET, 'in', 0), 'poll');
      is(() => sys.close(NO_SOCKET), 'close');
    },
  },
  {
    title: 'an address that is none is refused before any call',
    run: ({ sys }) => {
      assert.throws(() => sys.connect(-1, 'localhost', 5050), /"localhost" is not an IPv4 address/);
      assert.throws(
        () => sys.bind(-1, '127.0.0.1', 65536),
        /port 65536 is not between 0 and 65535/,
      );
    },
  },
];
