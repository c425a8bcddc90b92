import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { expect, test, vi } from 'vitest';
import { leaveRoom } from '../../server/web/crowd.ts';

/** A connection from this address, as far as the limit looks at one. */
class Connection extends EventEmitter {
  readonly destroy = vi.fn();
  readonly remoteAddress: string;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }
}

function startServer(mostOfOne: number) {
  const server = new EventEmitter();
  leaveRoom(server as Server, mostOfOne);
  return (address: string): Connection => {
    const connection = new Connection(address);
    server.emit('connection', connection);
    return connection;
  };
}
const refused = (connection: Connection): boolean => connection.destroy.mock.calls.length > 0;

test('one machine has so many connections and no more, another is not hindered', () => {
  const connect = startServer(3);
  const first = Array.from({ length: 3 }, () => connect('192.168.1.20'));
  expect(first.some(refused)).toBe(false);
  expect(refused(connect('192.168.1.20'))).toBe(true);
  expect(refused(connect('::ffff:192.168.1.20'))).toBe(true);
  expect(refused(connect('192.168.1.21'))).toBe(false);
});

test('one that it closes makes room for the next; a refused one makes none', () => {
  const connect = startServer(1);
  const first = connect('192.168.1.20');
  connect('192.168.1.20').emit('close');
  expect(refused(connect('192.168.1.20'))).toBe(true);
  first.emit('close');
  expect(refused(connect('192.168.1.20'))).toBe(false);
});

test('this machine’s own programs are not counted: a proxy brings everybody', () => {
  const connect = startServer(1);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(Array.from({ length: 5 }, () => connect(address)).some(refused)).toBe(false);
  }
});
