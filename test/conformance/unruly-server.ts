import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The bytes of header and payload of "Hello World!". */
const FIRST_MESSAGE = 76;

/** A server that does whatever a test wants. It reads only when told to. */
export class UnrulyServer {
  readonly #server: Server;
  readonly #sockets: Socket[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.push(socket);
      // A client that dies resets its connection: not this test's business.
      socket.on('error', () => undefined);
    });
  }

  static async start(host = '127.0.0.1'): Promise<UnrulyServer> {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true });
    const unruly = new UnrulyServer(server);
    server.listen(0, host);
    await once(server, 'listening');
    return unruly;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next client that connects, nothing of it read. */
  async client(): Promise<Socket> {
    const [socket] = (await once(this.#server, 'connection')) as [Socket];
    return socket;
  }

  /** The next client, its whole first message read. */
  async clientThatHasSaidHello(): Promise<Socket> {
    const socket = await this.client();
    let taken = 0;
    socket.on('data', (bytes) => (taken += bytes.length));
    socket.resume();
    while (taken < FIRST_MESSAGE) await once(socket, 'data');
    return socket;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
