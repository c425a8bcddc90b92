import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { plainAddress } from './callers.ts';
import { isLoopback } from './hosts.ts';

/**
 * Leaves room for others: one machine of the network may take so many of the server's connections
 * and no more. Half of them are enough for a whole class behind one address; without a bound one
 * machine could take all. This machine's own programs are not counted: behind a proxy everybody is
 * one of them.
 */
export function leaveRoom(server: Server, mostOfOne: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    if (isLoopback(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > mostOfOne) return void socket.destroy();
    open.set(address, count);
    socket.on('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
