import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, ServerOptions, WebSocket } from 'ws';
import type { Role } from '../../src/live/messages.ts';
import { Connection, type Hub } from './connection.ts';
import { judge, type GateOptions } from './gate.ts';
import { answerSocket } from './http.ts';
import { Outlet } from './outlet.ts';
import { withoutPrefix } from './public-url.ts';

export const LIVE_PATH = '/api/live';

/** What one client, and all of them together, may take. */
export const SOCKET_LIMITS = {
  /** Of each role. There is one presenter, in as many windows as a person has. */
  clients: { presenter: 50, follower: 300, none: 50 } satisfies Record<Role, number>,
  /** Messages a second from a client. */
  messages: 50,
  pingMs: 15_000,
  /** Three pings without an answer: the other machine sleeps or is gone. */
  silenceMs: 50_000,
};

// Two of these are newer than the package's types. Nothing is compressed here: frames of a trace are
// packed once for all, other messages are short.
const WS_OPTIONS = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: 64 * 1024,
  maxFragments: 64,
  maxBufferedChunks: 1024,
} as ServerOptions;

const UNSUPPORTED = 1003;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;
const CHECK_MS = 1_000;

/** The WebSocket side of the server; `close` ends every connection at once. */
export interface LiveSocket {
  close(): void;
}

export interface SocketOptions extends Hub {
  gate(): GateOptions;
  /** Address of the machine that a request comes from. */
  addressOf?(request: IncomingMessage): string;
  readonly limits?: typeof SOCKET_LIMITS;
}

interface Client {
  readonly outlet: Outlet;
  readonly connection: Connection;
  heard: number;
}

/** Takes the server's upgrades: the gate first, then the path, then the number of clients. */
export async function attachSocket(server: Server, options: SocketOptions): Promise<LiveSocket> {
  const { WebSocketServer } = await import('ws');
  const { parts, limits = SOCKET_LIMITS } = options;
  const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');
  const sockets = new WebSocketServer(WS_OPTIONS);
  const clients = new Map<WebSocket, Client>();

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const gate = options.gate();
    const refusal = judge(request, true, gate);
    if (refusal) {
      parts.audit.add(addressOf(request), refusal.error);
      return answerSocket(socket, refusal.status, refusal.error);
    }
    if (withoutPrefix(request.url ?? '', gate.publicUrl) !== LIVE_PATH) {
      return answerSocket(socket, 404, `A WebSocket is at ${LIVE_PATH} only.`);
    }
    const { role } = parts.roles.roleOf(request);
    if (countOf(role) >= limits.clients[role]) {
      const sentence = `${limits.clients[role]} pages watch already: no more may.`;
      return answerSocket(socket, 503, sentence);
    }
    sockets.handleUpgrade(request, socket, head, (client) => welcome(client, request));
  });

  function countOf(role: Role): number {
    return [...clients.values()].filter(({ connection }) => connection.caller.role === role).length;
  }

  function welcome(socket: WebSocket, request: IncomingMessage): void {
    const outlet = new Outlet(socket);
    const caller = parts.roles.roleOf(request);
    const connection = new Connection(outlet, caller, addressOf(request), options);
    const client = { outlet, connection, heard: performance.now() };
    clients.set(socket, client);
    const mayMore = counter(limits.messages);
    socket.on('pong', () => (client.heard = performance.now()));
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (!mayMore()) return socket.close(POLICY_VIOLATION, 'too many messages');
      if (isBinary) return socket.close(UNSUPPORTED, 'only text is read here');
      void connection.receive(textOf(data)).then((understood) => {
        if (!understood) socket.close(POLICY_VIOLATION, 'that is no command');
      });
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clients.delete(socket);
      connection.closed();
    });
  }

  const unsubscribe = parts.roles.onChange(() => {
    for (const { connection } of clients.values()) connection.rolesChanged();
  });
  const checks = setInterval(() => {
    for (const { outlet } of clients.values()) outlet.check();
  }, CHECK_MS);
  const pings = setInterval(() => {
    for (const [socket, { heard }] of clients) {
      if (performance.now() - heard > limits.silenceMs) socket.terminate();
      else socket.ping();
    }
  }, limits.pingMs);

  return {
    close() {
      unsubscribe();
      clearInterval(checks);
      clearInterval(pings);
      for (const socket of clients.keys()) {
        socket.close(GOING_AWAY, 'the server stops');
        socket.terminate();
      }
    },
  };
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString();
}

/** Whether one more is within the limit of a second. */
function counter(limit: number): () => boolean {
  let count = 0;
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since > 1000) {
      since = now;
      count = 0;
    }
    return ++count <= limit;
  };
}
