/** The frames of a connection at a position: as the server took them, then as they will be taken. */
import { dissectRecvs, dissectStream } from '../protocol/frame.ts';
import type { Frame, Range, Take, TakenFrame } from '../protocol/frame.ts';
import { utf8 } from '../trace/chunk.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { ConnectionScene } from './scene.ts';
import { knownBytes, readStream } from './stream.ts';

/** A frame with the recvs that took its parts, as far as they have returned. */
export interface FrameScene extends Frame {
  readonly headerRecv?: number;
  readonly payloadRecv?: number;
}

export interface Messages {
  readonly frames: readonly FrameScene[];
  /** Bytes that were sent behind a malformed header: nobody can tell what they are. */
  readonly rest?: Range;
}

interface Taken {
  readonly frames: readonly TakenFrame[];
  /** Number of each frame's header recv, ascending. */
  readonly seqs: readonly number[];
}

/** Looks the client → server frames of any connection up. Each connection is dissected once. */
export function createMessages(
  trace: Trace,
): (connection: ConnectionScene, position: number) => Messages {
  const taken = new Map<number, Taken>();
  const headerBytes = trace.header.protocol.header_bytes;
  return (connection, position) => {
    const { server, up } = connection;
    const frames: FrameScene[] = [];
    const now = trace.seqs[position] ?? 0;
    if (server !== undefined) {
      const known = taken.get(server) ?? dissectSocket(trace, server);
      taken.set(server, known);
      frames.push(...known.frames.slice(0, countUpTo(known.seqs, now)));
    }
    const last = frames.at(-1);
    if (last?.payloadRecv !== undefined && last.payloadRecv > now) {
      frames[frames.length - 1] = { header: last.header, headerRecv: last.headerRecv };
    }
    return withTail(trace, connection, frames, up.taken ?? 0, headerBytes);
  };
}

/** What the server's own recvs made of its stream, in the whole trace. */
function dissectSocket(trace: Trace, socket: number): Taken {
  const takes: (Take & { readonly bytes: Uint8Array })[] = [];
  for (const position of trace.ofSocket(socket)) {
    if (trace.kindAt(position) !== 'recv.ret') continue;
    const event = trace.at(position);
    if (event.kind !== 'recv.ret') continue;
    const { seq, offset: from, bytes } = event;
    const max = trace.sizes[trace.positionOf(event.call)] ?? 0;
    takes.push({ seq, max, from, to: from + event.n, bytes });
  }
  const byStart = new Map(
    takes.filter((take) => take.to > take.from).map((take) => [take.from, take]),
  );
  const frames = dissectRecvs((from) => byStart.get(from)?.bytes ?? new Uint8Array(0), takes);
  return { frames, seqs: frames.map(({ headerRecv }) => headerRecv) };
}

/** Adds what was sent and not yet taken: the payload that is due, then further frames. */
function withTail(
  trace: Trace,
  { up }: ConnectionScene,
  frames: FrameScene[],
  taken: number,
  headerBytes: number,
): Messages {
  const end = knownBytes(up);
  const read = (from: number, to: number) => readStream(trace, up, from, to);
  const last = frames.at(-1);
  let start = taken;
  if (last?.header.malformed)
    return start < end ? { frames, rest: { from: start, to: end } } : { frames };
  if (last !== undefined && last.payload === undefined) {
    const promised = last.header.length ?? 0n;
    const present = promised > BigInt(end - taken) ? end - taken : Number(promised);
    start = taken + present;
    const payload = {
      from: taken,
      to: start,
      text: utf8(read(taken, start)),
      missing: promised - BigInt(present),
    };
    frames[frames.length - 1] = { ...last, payload };
  }
  frames.push(...dissectStream(read, start, end, headerBytes));
  const tail = frames.at(-1)?.header;
  if (tail?.malformed && tail.to < end) return { frames, rest: { from: tail.to, to: end } };
  return { frames };
}
