import { createServer, type AddressInfo } from 'node:net';

/** The course's server as an event loop: what plain Node does with the same conversation. */
const HEADER = 64;

const server = createServer((socket) => {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    while (pending.length >= HEADER) {
      const length = Number.parseInt(pending.toString('utf8', 0, HEADER), 10);
      if (pending.length < HEADER + length) return;
      const message = pending.toString('utf8', HEADER, HEADER + length);
      pending = pending.subarray(HEADER + length);
      socket.write('Msg received');
      if (message === '!DISCONNECT') socket.end();
    }
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
