import { readStream } from '../../scene/stream.ts';
import type { Trace } from '../../trace/trace.ts';
import { cellsIn, isCulprit, type Cell } from './cells.ts';
import { wideGlyph } from './characters.ts';
import type { Field, FieldName } from './fields.ts';
import { placeOf } from './queues.ts';
import { faultWords, MEANING, partWords, untakenWords, type FaultWords } from './words.ts';

/** Everything that is known of one byte at the playhead. */
export interface Inspection {
  readonly cell: Cell;
  /** "byte 4 of 6 in the payload" */
  readonly place: string;
  readonly means: string;
  /** The character that it is, or is a part of. */
  readonly glyph: string;
  /** The character's code point, and which of its bytes this is: "byte 1 of 2". */
  readonly code?: number;
  readonly part?: string;
  readonly fault?: FaultWords;
  /** Number of the send that it left in. */
  readonly send?: number;
  /** Number of the recv that took it, and of that recv's answer. */
  readonly recv?: { readonly call: number; readonly answer: number };
  /** Where it is while no recv has taken it. */
  readonly waits: string;
}

/** @param seq number of the event at the playhead */
export function inspect(
  trace: Trace,
  field: Field,
  offset: number,
  seq: number | undefined,
): Inspection | undefined {
  const [cell] = cellsIn(trace, field, offset, offset + 1);
  if (cell === undefined) return undefined;
  const { character, send, recv, tone } = cell;
  const culprit = isCulprit(field, offset) ? ', where the header breaks' : '';
  const code = character?.code;
  const place = placeOf(field.direction, offset, seq);
  return {
    cell,
    place: `byte ${offset - field.from} of ${field.to - field.from} in the ${nameOf(field)}`,
    means: MEANING[tone] + culprit,
    glyph: code !== undefined && code > 0x7f ? wideGlyph(code) : cell.glyph,
    code,
    part: character && partWords(character, offset),
    fault: character?.fault && faultWords(character.fault, blamed(trace, field, character)),
    send: send?.seq,
    recv: recv && { call: callOf(trace, recv.seq), answer: recv.seq },
    waits: place === undefined ? untakenWords(cell) : WAITS[place],
  };
}

/** The bytes that the decoder refuses, and the one behind them. */
function blamed(
  trace: Trace,
  { direction, to }: Field,
  at: { from: number; to: number },
): Uint8Array {
  return readStream(trace, direction, at.from, Math.min(at.to + 1, to));
}

/** The number of the call that an answer belongs to: the number under which the list has it. */
export function callOf(trace: Trace, answer: number): number {
  return trace.calls[trace.positionOf(answer)] ?? answer;
}

const NAME: Readonly<Record<FieldName, string>> = {
  header: 'header',
  payload: 'payload',
  rest: 'rest',
  reply: 'reply',
};

function nameOf({ name, way }: Field): string {
  return way === 'down' && name !== 'reply' ? `reply’s ${NAME[name]}` : NAME[name];
}

const WAITS = {
  waiting: 'not taken: it waits here',
  way: 'not taken: in the sender’s kernel or on the way',
  sent: 'not taken yet',
} as const;
