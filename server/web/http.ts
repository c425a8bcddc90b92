import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ErrorReply } from '../../src/live/api.ts';
import { leaveRoom } from './crowd.ts';
import { judge, type GateOptions, type Refusal } from './gate.ts';
import { BARE_HEADERS } from './headers.ts';
import { withoutPrefix } from './public-url.ts';

/** How long a client may take (ms), and how many may come. Fastify would set none of them. */
export const HTTP_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Without a byte either way: a reader that has stopped reading. */
  idle: 60_000,
  maxHeaderSize: 16 * 1024,
  /** A browser opens six and a WebSocket, and a class may have 300 of them. */
  connections: 4_000,
  /** Of one machine of the network. */
  ofOne: 2_000,
};

const STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * An HTTP server that hands a request to `handler` only when the gate lets it pass: also requests
 * that a router would answer by itself, such as those for malformed paths. `onKnock` is told of each.
 */
export function createGatedServer(
  handler: RequestListener,
  gate: () => GateOptions,
  limits = HTTP_LIMITS,
  onKnock: (request: IncomingMessage, refusal?: Refusal) => void = () => undefined,
): Server {
  const options = { ...limits, requireHostHeader: false };
  const server = createServer(options, (request, response) => {
    const options = gate();
    const refusal = judge(request, false, options);
    if (refusal) {
      response.writeHead(refusal.status, BARE_HEADERS).end(bareBody(refusal.error));
      return onKnock(request, refusal);
    }
    onKnock(request);
    const { publicUrl } = options;
    // Without the slash at its end the page would look for its files beside the folder.
    if (publicUrl && request.url === publicUrl.path.slice(0, -1)) {
      response.writeHead(308, { ...BARE_HEADERS, location: publicUrl.path }).end();
      return;
    }
    request.url = withoutPrefix(request.url ?? '', publicUrl);
    handler(request, response);
  });
  server.maxConnections = limits.connections;
  leaveRoom(server, limits.ofOne);
  server.setTimeout(limits.idle);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // After an answer, or in the middle of one, a sentence would pass for a part of it.
    if (socket.bytesWritten > 0) return void socket.destroy();
    answerSocket(
      socket,
      STATUS[error.code ?? ''] ?? 400,
      'This is not HTTP as this server reads it.',
    );
  });
  return server;
}

/** An answer in front of or beside HTTP's own machinery, and the end of the connection. */
export function answerSocket(socket: Duplex, status: number, error: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = bareBody(error);
  const fields = { ...BARE_HEADERS, 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () => {
    socket.destroy();
  });
}

export function bareBody(error: string): string {
  return JSON.stringify({ error } satisfies ErrorReply);
}
