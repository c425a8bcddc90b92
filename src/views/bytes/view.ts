import type { Frame, Range } from '../../protocol/frame.ts';
import type { ConnectionScene, DirectionScene } from '../../scene/scene.ts';
import { knownBytes, readStream } from '../../scene/stream.ts';
import type { Trace } from '../../trace/trace.ts';
import { cellsOf, headerTones, type Cell, type Tone } from './cells.ts';
import { progressOf } from './counts.ts';
import { focusChunk, focusOffset, frameAt } from './focus.ts';

/** A run of bytes with its name, as one grid. */
export interface Block {
  readonly cells: readonly Cell[];
  readonly progress: string;
}

export interface BytesView {
  /** Place of the message among those begun at the playhead, from 0. */
  readonly message: number;
  readonly messages: number;
  readonly frame?: Frame;
  readonly header?: Block;
  readonly payload?: Block;
  readonly reply?: Block;
}

/** What the bytes' view shows of a connection; `wanted`: another message than the one in focus. */
export function bytesView(
  trace: Trace,
  { up, down }: ConnectionScene,
  frames: readonly Frame[],
  wanted: number | undefined,
): BytesView {
  const messages = frames.length;
  const focus = frameAt(frames, focusOffset(up));
  const message = wanted === undefined ? focus : Math.min(wanted, messages - 1);
  const frame = frames[message];
  const chunk = focusChunk(down);
  const block = blocks(trace);
  return {
    message,
    messages,
    frame,
    header: frame && block(up, frame.header, headerTones(frame.header)),
    payload: frame?.payload && block(up, frame.payload, () => 'payload'),
    reply: chunk && block(down, chunk, () => 'reply'),
  };
}

function blocks(trace: Trace) {
  return (
    direction: DirectionScene,
    { from, to }: Range,
    toneOf: (index: number) => Tone,
  ): Block | undefined => {
    if (from >= knownBytes(direction)) return undefined;
    // A long payload is shown by its beginning; nobody reads more cells than these.
    const end = Math.min(to, from + MOST_CELLS);
    const progress = progressOf(direction, { from, to }, (answer) => callOf(trace, answer));
    const cut = end < to ? `; the first ${MOST_CELLS} are shown` : '';
    const bytes = readStream(trace, direction, from, end);
    return { cells: cellsOf(bytes, from, direction, toneOf), progress: progress + cut };
  };
}

const MOST_CELLS = 512;

/** The number of the call that an answer belongs to: the number under which the list has it. */
export function callOf(trace: Trace, answer: number): number {
  return trace.calls[trace.positionOf(answer)] ?? answer;
}

/** "2 digits + 62 spaces = 64." and what follows from it; undefined until the header is whole. */
export function headerLine({ header }: Frame, sent: number): HeaderLine | undefined {
  if (sent < header.to) return undefined;
  if (header.malformed) return { problem: header.malformed.reason };
  const count = (role: string): number =>
    header.parts
      .filter((part) => part.role === role)
      .reduce((sum, { from, to }) => sum + to - from, 0);
  const all = header.to - header.from;
  return { digits: count('digits'), padding: count('padding'), all };
}

export type HeaderLine =
  | { readonly problem: string }
  | { readonly digits: number; readonly padding: number; readonly all: number };
