import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A server that answers the first bytes of a connection with a reset. JavaScript, because
 * `npm run test:windows` needs it outside of Wine, which sends a FIN before every reset.
 */
export async function startResetServer() {
  const server = createServer((socket) => {
    // The reset comes back as an error of our own side.
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, close: () => server.close() };
}
