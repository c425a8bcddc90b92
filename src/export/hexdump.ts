/** A hex dump to read: by connection and direction, each chunk under a heading that names its call. */
import { createNames } from '../narration/names.ts';
import type { Names } from '../narration/names.ts';
import { bytes as bytesText } from '../narration/words.ts';
import { spansIn } from '../scene/provenance.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { inChunks, pace } from './chunks.ts';
import { readableLines, readableOffset } from './hexdump-lines.ts';
import type { Part } from './part.ts';
import { hostAndPort, streamsOf } from './streams.ts';
import type { PartStream, Piece } from './streams.ts';

/** Lines that begin with `#` are words; offsets count from the first byte of each direction. */
export function writeHexdump(part: Part): Iterable<string> {
  return inChunks(lines(part));
}

function* lines(part: Part): Generator<string> {
  const names = createNames(part.trace);
  const goTo = pace(part);
  yield `# ${visible(part.trace.header.title)}\n`;
  yield '# Offsets count from the first byte of each direction.\n';
  let last: PartStream | undefined;
  for (const stream of streamsOf(part)) {
    const isNext = last === undefined || last.connection !== stream.connection;
    if (isNext || stream.connection === undefined) yield `\n# ${titleOf(stream)}\n`;
    yield* linesOf(part, stream, names, goTo);
    last = stream;
  }
  goTo(1);
}

function titleOf({ connection, socket }: PartStream): string {
  if (connection === undefined) return `Socket ${socket}: its connection is not recorded`;
  const { id, clientAddress, serverAddress } = connection;
  return `Connection ${id}: client ${hostAndPort(clientAddress)}, server ${hostAndPort(serverAddress)}`;
}

function* linesOf(
  part: Part,
  stream: PartStream,
  names: Names,
  goTo: (upTo: number) => void,
): Generator<string> {
  const { trace } = part;
  const isWhole = Object.values(part.scope).every((value) => value === undefined);
  /** Where the bytes that are there end, and those that calls had. */
  let known = 0;
  let claimed = 0;
  const missing = (to: number): string => {
    const count = to - known;
    const where = isWhole || claimed > known ? 'in the recording' : 'in this dump';
    const are = count === 1 ? 'is' : 'are';
    return `\n# ${readableOffset(known)}: ${bytesText(count)} ${are} not ${where}\n`;
  };
  yield `\n# ${directionOf(stream)}\n`;
  for (const piece of stream.pieces()) {
    if (piece.from > known) yield missing(piece.from);
    yield `\n# ${headingOf(trace, stream, piece, names)}\n`;
    yield* readableLines(piece.bytes, piece.from);
    known = Math.max(known, piece.from + piece.bytes.length);
    claimed = Math.max(claimed, piece.to);
    goTo(trace.positionOf(piece.seq) / trace.length);
  }
  if (claimed > known) yield missing(claimed);
  yield `${readableOffset(claimed)}\n`;
}

function directionOf({ connection, up, by }: PartStream): string {
  const source = by === 'send' ? 'by its sends' : 'by its recvs: its sends are not here';
  if (connection === undefined) return up ? 'What it sent' : 'What it took';
  return `${up ? 'Client to server' : 'Server to client'}, ${source}`;
}

/** "event 52, +331.184 ms, client-1: send gave 64 bytes, taken by event 56" */
function headingOf(trace: Trace, stream: PartStream, piece: Piece, names: Names): string {
  const event = trace.at(trace.positionOf(piece.seq));
  const who = 'thread' in event ? names.thread(event.thread) : '';
  const when = `event ${event.seq}, +${(event.at / 1e6).toFixed(3)} ms, ${who}`;
  const given = piece.to - piece.from;
  if (event.kind === 'recv.ret') {
    const these = given < event.n ? `, these ${given} among them` : '';
    return `${when}: recv took ${bytesText(event.n)}${these}`;
  }
  if (event.kind !== 'send') return when;
  const kept = given < event.len ? `, of which the kernel took ${given}` : '';
  const recvs = spansIn(stream.direction.recvs, piece.from, piece.to).map(({ seq }) => seq);
  const taken =
    recvs.length === 0
      ? ''
      : `, taken by ${recvs.length === 1 ? 'event' : 'events'} ${recvs.join(', ')}`;
  return `${when}: send gave ${bytesText(event.len)}${kept}${taken}`;
}
