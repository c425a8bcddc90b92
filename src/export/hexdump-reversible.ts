/**
 * Hex dumps that `xxd -r` and `text2pcap` turn into the bytes again: one file for each connection and
 * direction, without a word between the bytes. That is the one shape that both programs read.
 */
import { pairSockets } from '../scene/pairs.ts';
import type { Range } from '../protocol/frame.ts';
import { inChunks, pace } from './chunks.ts';
import { inLines, reversibleLine, reversibleOffset } from './hexdump-lines.ts';
import { fileName, sortable } from './names.ts';
import type { ExportFile, Part } from './part.ts';
import { streamsOf } from './streams.ts';
import type { PartStream } from './streams.ts';

/** Where bytes are missing, a new file begins. Its name says at which byte of the stream; inside a
 *  file offsets count from 0. */
export function reversibleDumps(part: Part): readonly ExportFile[] {
  const connections = pairSockets(part.trace).length;
  return [...streamsOf(part)].flatMap((stream) =>
    runsOf(stream).map((run) => {
      const from = run.from === 0 ? '' : `-from-byte-${run.from}`;
      const name = fileName(part, 'hexdump', nameOf(stream, connections) + from);
      return { name, chunks: () => inChunks(lines(part, stream, run)) };
    }),
  );
}

function nameOf({ connection, socket, up }: PartStream, connections: number): string {
  if (connection === undefined) return `socket-${socket}-${up ? 'sent' : 'taken'}`;
  const direction = up ? 'client-to-server' : 'server-to-client';
  return `connection-${sortable(connection.id, connections)}-${direction}`;
}

function* lines(part: Part, stream: PartStream, { from, to }: Range): Generator<string> {
  const goTo = pace(part);
  let offset = 0;
  for (const line of inLines(known(stream, from, to))) {
    yield reversibleLine(line, offset);
    offset += line.length;
    goTo(offset / (to - from));
  }
  yield `${reversibleOffset(offset)}\n`;
}

/** The bytes [from, to), which are there without a hole. */
function* known(stream: PartStream, from: number, to: number): Generator<Uint8Array> {
  let next = from;
  for (const piece of stream.pieces()) {
    if (piece.from >= to) return;
    // A chunk may begin with bytes that an earlier one gave already.
    const bytes = piece.bytes.subarray(Math.max(0, next - piece.from));
    yield bytes;
    next += bytes.length;
  }
}

/** Ranges of the stream without a hole. */
function runsOf(stream: PartStream): readonly Range[] {
  const runs: { from: number; to: number }[] = [];
  for (const { from, bytes } of stream.pieces()) {
    const to = from + bytes.length;
    const last = runs.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else if (bytes.length > 0) runs.push({ from, to });
  }
  return runs;
}
