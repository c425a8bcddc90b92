import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export { freePort } from '../../server/lessons/free-port.ts';

/** A connected socket, whose errors (a reset, say) are not the test's concern. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** A message as the course's client sends it: header and payload. */
export function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from(String(payload.length).padEnd(64)), payload]);
}
