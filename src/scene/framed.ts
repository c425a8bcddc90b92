/** Frames as the headers' lengths give them, whoever took how much of them in which recv. */
import { dissectStream } from '../protocol/frame.ts';
import type { Frame } from '../protocol/frame.ts';
import type { Header } from '../protocol/header.ts';
import type { Trace } from '../trace/trace.ts';
import { createFraming } from './framing.ts';
import type { FrameScene, Messages } from './messages.ts';
import { spanOf } from './provenance.ts';
import type { ConnectionScene, DirectionScene } from './scene.ts';
import { knownBytes, readStream } from './stream.ts';

/** The replies of any connection whose server puts headers before them; undefined for the others. */
export function createReplies(trace: Trace): (connection: ConnectionScene) => Messages | undefined {
  const framingOf = createFraming(trace);
  const known = new Map<number, readonly Frame[]>();
  return (connection) => {
    if (!framingOf(connection).framedReplies) return undefined;
    const frames = dissectDirection(trace, connection.down, known.get(connection.id) ?? []);
    known.set(connection.id, frames);
    return framedMessages(connection.down, frames, trace.header.protocol.header_bytes);
  };
}

/** The frames of all that is known of a direction; whole ones in `known` are not dissected again. */
export function dissectDirection(
  trace: Trace,
  direction: DirectionScene,
  known: readonly Frame[],
): readonly Frame[] {
  const read = (from: number, to: number) => readStream(trace, direction, from, to);
  const headerBytes = trace.header.protocol.header_bytes;
  return dissectOn(known, read, 0, knownBytes(direction), headerBytes);
}

/** A direction's frames with the recvs that finished their parts. */
export function framedMessages(
  direction: DirectionScene,
  frames: readonly Frame[],
  headerBytes: number,
  guarded = false,
): Messages {
  const { length } = frames;
  const list = {
    length,
    at: (index: number): FrameScene | undefined => {
      const frame = frames.at(index);
      return frame && { ...withRecvs(frame, direction, headerBytes), guarded };
    },
  };
  const broken = frames.at(-1)?.header;
  const end = knownBytes(direction);
  if (broken === undefined || !endsFrames(broken) || broken.to >= end) return { frames: list };
  return { frames: list, rest: { from: broken.to, to: end } };
}

/** Behind such a header nobody can tell where the next one begins. */
export function endsFrames({ malformed, cut, length }: Header): boolean {
  return malformed !== undefined || (cut !== undefined && length === undefined);
}

function withRecvs(frame: Frame, { recvs }: DirectionScene, headerBytes: number): FrameScene {
  const { header, payload } = frame;
  const lastOf = (whole: boolean, to: number): number | undefined =>
    whole ? spanOf(recvs, to - 1)?.seq : undefined;
  const isWhole = payload !== undefined && payload.missing <= 0n && payload.to > payload.from;
  return {
    ...frame,
    headerRecv: lastOf(header.to - header.from >= headerBytes, header.to),
    payloadRecv: payload && lastOf(isWhole, payload.to),
  };
}

/** The frames of [start, end); whole ones that were known before are not dissected again. */
export function dissectOn(
  known: readonly Frame[],
  read: (from: number, to: number) => Uint8Array,
  start: number,
  end: number,
  headerBytes: number,
): readonly Frame[] {
  const frames: Frame[] = [];
  let next = start;
  for (let n = known.findIndex(({ header }) => header.from === start); n >= 0; n++) {
    const frame = known[n];
    if (frame?.payload === undefined || frame.payload.missing > 0n || frame.payload.to > end) break;
    frames.push(frame);
    next = frame.payload.to;
  }
  frames.push(...dissectStream(read, next, end, headerBytes));
  return frames;
}
