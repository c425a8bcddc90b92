import type { Range } from '../../protocol/frame.ts';
import type { ByteAt } from '../../replay/look.ts';
import type { FrameScene } from '../../scene/messages.ts';
import type { ConnectionScene, DirectionScene } from '../../scene/scene.ts';
import { knownBytes } from '../../scene/stream.ts';
import { focusOffset, frameAt, replyAround, type Lazy } from './places.ts';

export type Way = ByteAt['way'];
/** `rest`: what was sent behind a malformed header. */
export type FieldName = 'header' | 'payload' | 'rest' | 'reply';

/** What the fields of a reply are called. */
export const REPLY: Readonly<Record<FieldName, string>> = {
  header: 'Reply header',
  payload: 'Reply',
  rest: 'Behind the reply’s header',
  reply: 'Reply',
};

/** A run of bytes with one meaning, as far as they are known at the playhead. */
export interface Field extends Range {
  readonly name: FieldName;
  readonly way: Way;
  readonly direction: DirectionScene;
  readonly frame?: FrameScene;
  /** How many bytes it should have, where that is known and nobody took fewer. */
  readonly due?: bigint;
  /** What decodes it gets just these bytes: a character that is cut at their end is a fault. */
  readonly whole: boolean;
}

/** What a connection's client → server stream is made of at the playhead. */
export interface Frames {
  readonly frames: Lazy<FrameScene>;
  readonly rest?: Range;
  /** The frames of the other direction, where replies have headers too. */
  readonly replies?: Frames;
}

/** The message to show: the wanted one, else that of the followed byte, else that in focus. */
export function messageToShow(
  { frames }: Frames,
  up: DirectionScene,
  wanted: number | undefined,
  byte: ByteAt | undefined,
): number {
  const last = frames.length - 1;
  if (wanted !== undefined) return Math.max(0, Math.min(wanted, last));
  const follows = byte?.way === 'up' && byte.offset < knownBytes(up);
  const found = frameAt(frames, follows ? byte.offset : focusOffset(up));
  return found < 0 ? last : found;
}

/** The fields of one message, and what is behind it where nobody can tell. */
export function fieldsOf(
  { frames, rest }: Frames,
  connection: ConnectionScene,
  message: number,
  headerBytes: number,
  way: Way = 'up',
): Partial<Record<FieldName, Field>> {
  const frame = frames.at(message);
  if (frame === undefined) return {};
  const { header, payload, headerRecv, payloadRecv } = frame;
  const direction = connection[way];
  const common = { way, direction } as const;
  const due = headerRecv === undefined ? BigInt(headerBytes) : undefined;
  const fields: Partial<Record<FieldName, Field>> = {
    header: {
      ...common,
      ...rangeOf(header, direction),
      name: 'header',
      frame,
      due,
      whole: due === undefined || header.to - header.from >= headerBytes,
    },
  };
  if (payload !== undefined) {
    const due = payloadRecv === undefined ? header.length : undefined;
    const whole = due === undefined || payload.missing <= 0n;
    fields.payload = {
      ...common,
      ...rangeOf(payload, direction),
      name: 'payload',
      frame,
      due,
      whole,
    };
  }
  if (rest !== undefined && message === frames.length - 1) {
    fields.rest = { ...common, ...rangeOf(rest, direction), name: 'rest', whole: false };
  }
  return fields;
}

/** The padding at the end of a whole header, where there is enough of it to fold. */
export function foldable(header: Field | undefined): Range | undefined {
  const { parts, length, malformed, cut } = header?.frame?.header ?? {};
  const last = parts?.at(-1);
  const isWhole = length !== undefined || malformed !== undefined;
  // Behind padding that is cut off there are bytes of which nobody knows that they are padding.
  if (header === undefined || !isWhole || cut !== undefined) return undefined;
  if (last?.role !== 'padding') return undefined;
  if (last.to - last.from < FEWEST_FOLDED) return undefined;
  return { from: header.from + last.from, to: header.from + last.to };
}

const FEWEST_FOLDED = 16;

/** The reply that holds `offset`; undefined where nothing was sent there. */
export function replyField(down: DirectionScene, offset: number): Field | undefined {
  const range = replyAround(down, offset);
  const whole = range !== undefined && (down.taken ?? 0) >= range.to;
  return range && { ...range, name: 'reply', way: 'down', direction: down, whole };
}

/** The field that a byte of a connection is in; undefined where it is not known at the playhead. */
export function fieldAt(
  known: Frames,
  connection: ConnectionScene,
  { way, offset }: ByteAt,
  headerBytes: number,
): Field | undefined {
  if (offset >= knownBytes(connection[way])) return undefined;
  const framed = way === 'up' ? known : known.replies;
  if (framed === undefined) return replyField(connection.down, offset);
  const at = frameAt(framed.frames, offset);
  const message = at < 0 ? framed.frames.length - 1 : at;
  const fields = fieldsOf(framed, connection, message, headerBytes, way);
  return Object.values(fields).find(({ from, to }) => from <= offset && offset < to);
}

function rangeOf({ from, to }: Range, direction: DirectionScene): Range {
  return { from, to: Math.max(from, Math.min(to, knownBytes(direction))) };
}
