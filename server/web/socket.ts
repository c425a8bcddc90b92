import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServerOptions, WebSocket } from 'ws';
import type { Feed } from './feed.ts';
import { judge, type GateOptions } from './gate.ts';
import { answerSocket } from './http.ts';

export const LIVE_PATH = '/api/live';

/** What one client, and all of them together, may take. */
export const SOCKET_LIMITS = {
  clients: 300,
  /** Messages a second from a client, which has nothing to say. */
  messages: 50,
  pingMs: 15_000,
  /** Three pings without an answer: the other machine sleeps or is gone. */
  silenceMs: 50_000,
};

// Two of these are newer than the package's types. Nothing is compressed: messages are short.
const WS_OPTIONS = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: 64 * 1024,
  maxFragments: 64,
  maxBufferedChunks: 1024,
} as ServerOptions;

const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

/** The WebSocket side of the server; `close` ends every connection at once. */
export interface LiveSocket {
  close(): void;
}

/** Takes the server's upgrades: the gate first, then the path, then the number of clients. */
export async function attachSocket(
  server: Server,
  gate: () => GateOptions,
  feed: Feed,
  limits = SOCKET_LIMITS,
): Promise<LiveSocket> {
  const { WebSocketServer } = await import('ws');
  const sockets = new WebSocketServer(WS_OPTIONS);
  const lastHeard = new Map<WebSocket, number>();

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = judge(request, true, gate());
    if (refusal) return answerSocket(socket, refusal.status, refusal.error);
    if (request.url !== LIVE_PATH) {
      return answerSocket(socket, 404, `A WebSocket is at ${LIVE_PATH} only.`);
    }
    if (lastHeard.size >= limits.clients) {
      return answerSocket(socket, 503, `${limits.clients} pages watch already: no more may.`);
    }
    sockets.handleUpgrade(request, socket, head, welcome);
  });

  function welcome(client: WebSocket): void {
    lastHeard.set(client, performance.now());
    client.on('pong', () => lastHeard.set(client, performance.now()));
    client.on('message', countMessages(client, limits.messages));
    client.on('error', () => client.terminate());
    client.on('close', () => {
      lastHeard.delete(client);
      feed.leave(client);
    });
    feed.join(client);
  }

  const pings = setInterval(() => {
    for (const [client, heard] of lastHeard) {
      if (performance.now() - heard > limits.silenceMs) client.terminate();
      else client.ping();
    }
  }, limits.pingMs);

  return {
    close() {
      clearInterval(pings);
      for (const client of lastHeard.keys()) {
        client.close(GOING_AWAY, 'the server stops');
        client.terminate();
      }
    },
  };
}

function countMessages(client: WebSocket, limit: number): () => void {
  let count = 0;
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since > 1000) {
      since = now;
      count = 0;
    }
    if (++count > limit) client.close(POLICY_VIOLATION, 'too many messages');
  };
}
