/** The frames of a connection at a position: as the server took them, then as they will be taken. */
import { payloadAt } from '../protocol/frame.ts';
import type { Frame, Range } from '../protocol/frame.ts';
import type { Trace } from '../trace/trace.ts';
import { dissectDirection, dissectOn, endsFrames, framedMessages } from './framed.ts';
import { createFraming } from './framing.ts';
import { keep } from './kept.ts';
import type { ConnectionScene } from './scene.ts';
import { knownBytes, readStream } from './stream.ts';
import { TakenFrames } from './taken-frames.ts';

/** A frame with the recvs that took its parts, as far as they have returned. */
export interface FrameScene extends Frame {
  readonly headerRecv?: number;
  readonly payloadRecv?: number;
  /** Its server looks at a header before it calls int(), and closes where it is odd. */
  readonly guarded?: boolean;
}

/** Frames that are made when they are asked for. */
export interface FrameList {
  readonly length: number;
  /** As `Array.prototype.at`: −1 is the last. */
  at(index: number): FrameScene | undefined;
}

export interface Messages {
  readonly frames: FrameList;
  /** Bytes that were sent behind a malformed header: nobody can tell what they are. */
  readonly rest?: Range;
}

/** What is remembered of a connection: its frames, and those behind them that were seen last. */
interface Known {
  readonly taken: TakenFrames | undefined;
  tail: readonly Frame[];
}

/** Looks the client → server frames of any connection up. */
export function createMessages(
  trace: Trace,
): (connection: ConnectionScene, position: number) => Messages {
  const bySocket = new Map<number, Known>();
  const byId = new Map<number, Known>();
  const headerBytes = trace.header.protocol.header_bytes;
  const framingOf = createFraming(trace);
  const knownOf = ({ id, server }: ConnectionScene): Known => {
    const map = server === undefined ? byId : bySocket;
    const key = server ?? id;
    const known = map.get(key);
    if (known !== undefined) return known;
    const taken =
      server === undefined
        ? undefined
        : keep(trace, `frames to ${server}`, () => new TakenFrames(server));
    const made: Known = { taken, tail: [] };
    map.set(key, made);
    return made;
  };
  return (connection, position) => {
    const known = knownOf(connection);
    const { readsExactly, guarded } = framingOf(connection);
    if (readsExactly) {
      // What one recv takes is no unit of such a server: the headers alone say what is.
      known.tail = dissectDirection(trace, connection.up, known.tail);
      return framedMessages(connection.up, known.tail, headerBytes, guarded);
    }
    const { taken } = known;
    const count = taken?.countAt(position) ?? 0;
    const last = count === 0 ? undefined : taken?.frame(count - 1, position);
    const { up } = connection;
    const end = knownBytes(up);
    const start = up.taken ?? 0;
    const read = (from: number, to: number) => readStream(trace, up, from, to);
    if (last?.header.malformed) {
      const frames = listOf(taken, count, position, [last]);
      return start < end ? { frames, rest: { from: start, to: end } } : { frames };
    }
    const due = last !== undefined && last.payload === undefined ? dueOf(last, start, end) : 0;
    const begun: readonly FrameScene[] =
      last === undefined ? [] : [last.payload === undefined ? withDue(last, start, due) : last];
    const tail = dissectOn(known.tail, read, start + due, end, headerBytes);
    known.tail = tail;
    const frames = listOf(taken, count, position, [...begun, ...tail]);
    const broken = tail.at(-1)?.header;
    if (broken && endsFrames(broken) && broken.to < end)
      return { frames, rest: { from: broken.to, to: end } };
    return { frames };

    function withDue(frame: FrameScene, from: number, present: number): FrameScene {
      const promised = frame.header.length ?? 0n;
      return { ...frame, payload: payloadAt(read, from, from + present, promised) };
    }
  };
}

/** How many bytes of a header's payload were sent and wait to be taken. */
function dueOf({ header }: FrameScene, taken: number, end: number): number {
  const promised = header.length ?? 0n;
  return promised > BigInt(end - taken) ? end - taken : Number(promised);
}

/** The first `count` frames that were taken, of which `last` begins with the last one, then its rest. */
function listOf(
  taken: TakenFrames | undefined,
  count: number,
  position: number,
  last: readonly FrameScene[],
): FrameList {
  const before = Math.max(count - 1, 0);
  const length = before + last.length;
  return {
    length,
    at(index) {
      const n = index < 0 ? length + index : index;
      if (n < 0 || n >= length) return undefined;
      return n < before ? taken?.frame(n, position) : last[n - before];
    },
  };
}
