/**
 * Frames of the client → server stream: a 64-byte header, then as many bytes of payload as it says.
 * Two ways to cut the stream: `dissectStream` as the sender meant it, `dissectRecvs` as the course's
 * server took it. They differ as soon as one recv returns less than it was asked for.
 */
import { utf8 } from '../trace/chunk.ts';
import { dissectCutHeader } from './header.ts';
import type { Header } from './header.ts';

/** Bytes [from, to) of the stream. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Frame {
  /** The bytes that stand where the header is expected. */
  readonly header: Header & Range;
  /** The bytes that stand where the payload is expected; undefined until the header is whole, and
   *  where it is malformed. `text` is read when it is asked for; undefined where the bytes are no
   *  UTF-8, or not all recorded. `missing`: bytes that the header promised and that are not there. */
  readonly payload?: Range & { readonly text?: string; readonly missing: bigint };
}

/** What one recv was asked for and took. */
export interface Take extends Range {
  readonly seq: number;
  /** Infinite where it was beyond 2^53. */
  readonly max: number;
}

/** A frame as the server took it, with the recvs that did. */
export interface TakenFrame extends Frame {
  readonly headerRecv: number;
  /** Undefined until that recv has returned. */
  readonly payloadRecv?: number;
}

/** Gives the bytes [from, to) of the stream, up to the first that nobody recorded. */
export type Read = (from: number, to: number) => Uint8Array;

/**
 * Frames of a stream's bytes [start, end), by the lengths that the headers give. The last may be cut;
 * after a malformed header nothing tells where the next frame begins, so the list ends there.
 */
export function dissectStream(read: Read, start: number, end: number, headerBytes = 64): Frame[] {
  return [...framesIn(read, start, end, headerBytes)];
}

/** As `dissectStream`, one at a time: a stream may have a million. */
export function* framesIn(
  read: Read,
  start: number,
  end: number,
  headerBytes: number,
): Generator<Frame> {
  let at = start;
  while (at < end) {
    const header = headerAt(read, at, Math.min(at + headerBytes, end));
    if (header.to - at < headerBytes) {
      // Not all of it is there: it cannot be called malformed yet.
      yield { header: { ...header, length: undefined, malformed: undefined } };
      return;
    }
    if (header.malformed || (header.cut !== undefined && header.length === undefined)) {
      yield { header };
      return;
    }
    const promised = header.length ?? 0n;
    const present = promised > BigInt(end - header.to) ? end - header.to : Number(promised);
    yield { header, payload: payloadAt(read, header.to, header.to + present, promised) };
    at = header.to + present;
  }
}

/**
 * Frames as the course's server sees them: what its `recv(64)` took is a header, whatever it is, and
 * what the next recv took is the payload, however little. `takes`: the connection's recvs in order.
 */
export function dissectRecvs(read: Read, takes: Iterable<Take>): TakenFrame[] {
  const frames: TakenFrame[] = [];
  let open: TakenFrame | undefined;
  for (const take of takes) {
    if (open !== undefined) {
      const payload = payloadAt(read, take.from, take.to, open.header.length ?? 0n);
      frames[frames.length - 1] = { ...open, payload, payloadRecv: take.seq };
      open = undefined;
    } else if (take.to > take.from) {
      const header = headerAt(read, take.from, take.to);
      const frame: TakenFrame = { header, headerRecv: take.seq };
      frames.push(frame);
      open = header.malformed ? undefined : frame;
    }
    // An empty header is the end of the stream: the server's loop goes round without a payload.
  }
  return frames;
}

function headerAt(read: Read, from: number, to: number): Header & Range {
  const bytes = read(from, to);
  return { ...dissectCutHeader(bytes, to - from - bytes.length), from, to };
}

/** The payload in the bytes [from, to). Its text is not read before somebody asks: it may be long. */
export function payloadAt(
  read: Read,
  from: number,
  to: number,
  promised: bigint,
): NonNullable<Frame['payload']> {
  return {
    from,
    to,
    missing: promised - BigInt(to - from),
    get text() {
      const bytes = read(from, to);
      return bytes.length < to - from ? undefined : utf8(bytes);
    },
  };
}
