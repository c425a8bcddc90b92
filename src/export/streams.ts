/** The bytes of a part by connection and direction, chunk for chunk as the calls had them. */
import { Direction } from '../scene/direction.ts';
import { pairSockets } from '../scene/pairs.ts';
import type { Pair } from '../scene/pairs.ts';
import { spansIn } from '../scene/provenance.ts';
import { spanBytes } from '../scene/stream.ts';
import type { DirectionScene, SpanList } from '../scene/scene.ts';
import { KINDS } from '../trace/format.ts';
import type { Address } from '../trace/format.ts';
import { visible } from '../trace/visible.ts';
import type { Part } from './part.ts';

const SEND = KINDS.indexOf('send');
const RECV_RET = KINDS.indexOf('recv.ret');

/** One direction of one connection. */
export interface PartStream {
  /** Undefined where the other end of the socket is not known. */
  readonly connection?: Pair;
  /** The socket that is all that is known of the connection. */
  readonly socket?: number;
  /** From the client to the server; of a lone socket: what it sent. */
  readonly up: boolean;
  readonly direction: DirectionScene;
  /** Whose chunks they are: those of the sends, or where none is in the part, of the recvs. */
  readonly by: 'send' | 'recv';
  /** The chunks in the part, in the order of the stream. What no send has may be a
   *  recv's. */
  pieces(): Iterable<Piece>;
}

/** What one call gave or took: the bytes [from, to) of the stream. */
export interface Piece {
  readonly seq: number;
  readonly from: number;
  readonly to: number;
  /** As many of them as the recording has: the last may be missing. */
  readonly bytes: Uint8Array;
}

/** Every direction of which the part has bytes, in the order of the connections. */
export function* streamsOf(part: Part): Generator<PartStream> {
  const { trace, scope } = part;
  const paired = new Set<number | undefined>();
  for (const connection of pairSockets(trace)) {
    const { client, server, id } = connection;
    paired.add(client).add(server);
    if (scope.connection !== undefined && scope.connection !== id) continue;
    yield* streamOf(part, client, server, { connection, up: true });
    yield* streamOf(part, server, client, { connection, up: false });
  }
  for (const socket of trace.socketIds) {
    if (paired.has(socket)) continue;
    yield* streamOf(part, socket, undefined, { socket, up: true });
    yield* streamOf(part, undefined, socket, { socket, up: false });
  }
}

/** Host and port, as people write them. */
export function hostAndPort([host, port]: Address): string {
  const shown = visible(host);
  return host.includes(':') ? `[${shown}]:${port}` : `${shown}:${port}`;
}

function* streamOf(
  part: Part,
  sender: number | undefined,
  receiver: number | undefined,
  what: Pick<PartStream, 'connection' | 'socket' | 'up'>,
): Generator<PartStream> {
  const sent = hasBytes(part, sender, SEND);
  if (!sent && !hasBytes(part, receiver, RECV_RET)) return;
  const direction = new Direction(part.trace, sender, receiver).at(part.trace.length - 1);
  const by = sent ? 'send' : 'recv';
  const spans = sent ? direction.sends : direction.recvs;
  const others = sent ? direction.recvs : [];
  yield { ...what, direction, by, pieces: () => piecesOf(part, spans, others) };
}

function hasBytes(part: Part, socket: number | undefined, kind: number): boolean {
  if (socket === undefined) return false;
  const { trace } = part;
  const { kinds, sizes } = trace;
  return trace
    .ofSocket(socket)
    .some((at) => kinds[at] === kind && (sizes[at] as number) > 0 && part.has(at));
}

/** The chunks of the part; where they have a hole, what the calls at the other end have of it. */
function* piecesOf(part: Part, spans: SpanList, others: SpanList): Generator<Piece> {
  let known = 0;
  for (let n = 0; n < spans.length; n++) {
    const span = spans.at(n);
    if (span === undefined || !part.has(part.trace.positionOf(span.seq))) continue;
    if (span.from > known) yield* within(part, others, known, span.from);
    const bytes = spanBytes(part.trace, span);
    yield { ...span, bytes };
    known = Math.max(known, span.from + bytes.length);
  }
  yield* within(part, others, known, Infinity);
}

/** What of the bytes [from, to) these calls have. */
function* within(part: Part, spans: SpanList, from: number, to: number): Generator<Piece> {
  for (const span of spansIn(spans, from, to)) {
    if (!part.has(part.trace.positionOf(span.seq))) continue;
    const begin = Math.max(from, span.from);
    const end = Math.min(to, span.to);
    const bytes = spanBytes(part.trace, span).subarray(begin - span.from, end - span.from);
    if (bytes.length > 0) yield { seq: span.seq, from: begin, to: end, bytes };
  }
}
