import type { Range } from '../../protocol/frame.ts';
import type { ConnectionScene, DirectionScene } from '../../scene/scene.ts';
import { frameAt } from './places.ts';
import type { Frames, Way } from './fields.ts';

export interface Figure {
  readonly text: string;
  /** The text in words, where it is a sign. */
  readonly full?: string;
  /** The event that measured it, where that is not the one at the playhead. */
  readonly at?: number;
}

/** Where bytes are that are sent and not taken: `waiting` was measured, `way` follows from it, and
 *  of `sent` nobody measured which of the two it is. */
export type Place = 'waiting' | 'way' | 'sent';

/** Bytes of the queue that lie in one place and belong to one field. */
export interface Segment extends Range {
  readonly place: Place;
  readonly tone: 'header' | 'payload' | 'reply' | 'unknown';
}

/** One direction of a connection, at the playhead. */
export interface Queue {
  readonly way: Way;
  readonly name: string;
  readonly sent: Figure;
  readonly taken: Figure;
  readonly waiting: Figure;
  /** In the sender's kernel or on the way: derived, so it is never more certain than the others. */
  readonly rest: Figure;
  readonly segments: readonly Segment[];
  /** What the picture says as a whole. */
  readonly words: string;
  /** Bytes that the whole picture stands for. */
  readonly scale: number;
}

const SMALLEST_SCALE = 128;
/** So many fields of the queue are told apart; what is behind them is drawn as one. */
const MOST_FIELDS = 24;

/** Both queues of a connection; `seq`: the event at the playhead. */
export function queuesOf(
  connection: ConnectionScene,
  known: Frames,
  seq: number | undefined,
): readonly Queue[] {
  return [
    queueOf('up', 'to server', connection.up, known, seq),
    queueOf('down', 'to client', connection.down, known, seq),
  ];
}

function queueOf(
  way: Way,
  name: string,
  direction: DirectionScene,
  known: Frames,
  seq: number | undefined,
): Queue {
  const { sent, taken, waiting } = direction;
  const outstanding = sent === undefined || taken === undefined ? 0 : sent - taken;
  const all = Math.max(outstanding, sent === undefined ? (waiting?.bytes ?? 0) : 0);
  return {
    way,
    name,
    sent: recorded(sent),
    taken: recorded(taken),
    waiting:
      waiting === undefined
        ? { text: 'not measured' }
        : { text: String(waiting.bytes), at: waiting.seq === seq ? undefined : waiting.seq },
    rest: restOf(direction, seq),
    segments: placesOf(direction, seq).flatMap((place) => fieldsIn(place, way, known)),
    words: queueWords(direction, all),
    scale: 2 ** Math.ceil(Math.log2(Math.max(all, SMALLEST_SCALE))),
  };
}

function recorded(bytes: number | undefined): Figure {
  return bytes === undefined ? { text: '–', full: 'not recorded' } : { text: String(bytes) };
}

function queueWords({ sent, taken }: DirectionScene, all: number): string {
  if (taken === undefined || (sent === undefined && all === 0)) return 'One end is not recorded.';
  return all === 0 ? 'Empty: all that was sent is taken.' : `${all} bytes, sent and not taken`;
}

/** What of the queue was seen waiting and has not been taken since: it waits still. */
function seenWaiting({ waiting, recvs }: DirectionScene): number | undefined {
  if (waiting === undefined) return undefined;
  return (recvs.at(-1)?.seq ?? 0) > waiting.seq ? undefined : waiting.bytes;
}

/** Bytes sent that were neither taken nor seen waiting; "≤" where some may have come since. */
function restOf(direction: DirectionScene, seq: number | undefined): Figure {
  const { sent, taken, waiting } = direction;
  if (sent === undefined || taken === undefined) return recorded(undefined);
  const rest = Math.max(sent - taken - (seenWaiting(direction) ?? 0), 0);
  if (rest === 0 || waiting?.seq === seq) return { text: String(rest) };
  return { text: `≤ ${rest}`, full: `${rest} at most` };
}

function placesOf(
  direction: DirectionScene,
  seq: number | undefined,
): readonly (Range & { readonly place: Place })[] {
  const { sent, taken, waiting } = direction;
  if (taken === undefined) return [];
  const seen = seenWaiting(direction) ?? 0;
  const end = sent ?? taken + seen;
  const middle = Math.min(taken + seen, end);
  const behind: Place = waiting !== undefined && waiting.seq === seq ? 'way' : 'sent';
  const places = [
    { from: taken, to: middle, place: 'waiting' as const },
    { from: middle, to: end, place: behind },
  ];
  return places.filter(({ from, to }) => to > from);
}

/** Where a byte is that is sent and not taken. */
export function placeOf(
  direction: DirectionScene,
  offset: number,
  seq: number | undefined,
): Place | undefined {
  return placesOf(direction, seq).find(({ from, to }) => from <= offset && offset < to)?.place;
}

/** Cuts a place of the queue where one field ends and another begins. */
function fieldsIn(
  range: Range & { readonly place: Place },
  way: Way,
  known: Frames,
): readonly Segment[] {
  const { frames } = (way === 'up' ? known : known.replies) ?? {};
  if (frames === undefined) return [{ ...range, tone: 'reply' }];
  const segments: Segment[] = [];
  let at = range.from;
  const add = (to: number, tone: Segment['tone']): void => {
    const end = Math.min(to, range.to);
    if (end > at) segments.push({ ...range, from: at, to: end, tone });
    at = Math.max(at, end);
  };
  const first = frameAt(frames, at);
  for (let n = first; n >= 0 && segments.length < MOST_FIELDS && at < range.to; n++) {
    const frame = frames.at(n);
    if (frame === undefined) break;
    add(frame.header.to, 'header');
    if (frame.payload !== undefined) add(frame.payload.to, 'payload');
  }
  add(range.to, 'unknown');
  return segments;
}
