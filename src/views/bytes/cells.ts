import type { Range } from '../../protocol/frame.ts';
import type { HeaderRole } from '../../protocol/header.ts';
import { spansIn } from '../../scene/provenance.ts';
import type { DirectionScene, Span } from '../../scene/scene.ts';
import { piecesIn, readStream } from '../../scene/stream.ts';
import type { Piece } from '../../scene/stream.ts';
import { hexByte } from '../../trace/hex.ts';
import { byteGlyph } from '../../trace/visible.ts';
import type { Trace } from '../../trace/trace.ts';
import { charactersIn, wideGlyph, type Character } from './characters.ts';
import type { Field } from './fields.ts';

/** `lost`: not recorded. */
export type Tone = HeaderRole | 'payload' | 'rest' | 'reply' | 'lost';

/** One byte as it is drawn. */
export interface Cell {
  /** Place in the direction's stream. */
  readonly offset: number;
  /** Undefined where it is not recorded: that it was there is all that is known. */
  readonly value: number | undefined;
  readonly hex: string;
  /** What is drawn: colour is never the only mark. */
  readonly glyph: string;
  readonly tone: Tone;
  /** A recv returned it; otherwise it is sent and not taken. Undefined: no recv of it is recorded. */
  readonly taken: boolean | undefined;
  /** Part of a character of several bytes: its bytes are joined by a bracket. */
  readonly joins?: 'first' | 'inner' | 'last';
  /** Not UTF-8, or the byte at which the header breaks. */
  readonly bad: boolean;
  /** Inside the field, here begin the bytes of another send, or of another recv. */
  readonly begins: readonly ('send' | 'recv')[];
  readonly send?: Span;
  readonly recv?: Span;
  readonly character?: Character;
}

/** The cells of the bytes [from, to) of a field. */
export function cellsIn(trace: Trace, field: Field, from: number, to: number): readonly Cell[] {
  const { direction } = field;
  const pieces = [...recordedIn(trace, direction, from, to)];
  const pieceAt = walk(pieces);
  const sendAt = walk(spansIn(direction.sends, from, to));
  const recvAt = walk(spansIn(direction.recvs, from, to));
  const characterAt = walk(charactersOf(trace, field, from, to, pieces));
  const toneAt = tones(field);
  return Array.from({ length: Math.max(0, to - from) }, (_, index): Cell => {
    const offset = from + index;
    const piece = pieceAt(offset);
    const value = piece?.bytes[offset - piece.from];
    const tone = value === undefined ? 'lost' : toneAt(offset);
    const character = characterAt(offset);
    const [send, recv] = [sendAt(offset), recvAt(offset)];
    return {
      offset,
      value,
      hex: value === undefined ? '' : hexByte(value),
      glyph: value === undefined ? '' : glyphOf(value, tone, offset, character),
      tone,
      taken: direction.taken === undefined ? undefined : offset < direction.taken,
      joins: joinsOf(offset, character),
      bad: isInvalid(character) || isCulprit(field, offset),
      begins: [
        ...(send?.from === offset && offset > field.from ? (['send'] as const) : []),
        ...(recv?.from === offset && offset > field.from ? (['recv'] as const) : []),
      ],
      send,
      recv,
      character,
    };
  });
}

/** The characters of a window, those of each recorded run by themselves: what a hole cut is none. */
function charactersOf(
  trace: Trace,
  field: Field,
  from: number,
  to: number,
  pieces: readonly (Piece & Range)[],
): readonly Character[] {
  const read = (a: number, b: number) => readStream(trace, field.direction, a, b);
  const [first] = pieces;
  const isWhole = first !== undefined && first.from === from && first.to === to;
  if (pieces.length === 0) return [];
  if (isWhole && pieces.length === 1) return charactersIn(field, from, to, read);
  return pieces.flatMap((piece) => {
    const ends = piece.to >= to;
    const text = {
      from: piece.from <= from ? field.from : piece.from,
      to: ends ? field.to : piece.to,
      whole: ends && field.whole,
    };
    return charactersIn(text, piece.from, piece.to, read).filter(
      ({ fault }) => fault === undefined,
    );
  });
}

/** Recorded runs: what several calls in a row have is one. */
function recordedIn(
  trace: Trace,
  direction: DirectionScene,
  from: number,
  to: number,
): readonly (Piece & Range)[] {
  const runs: (Piece & Range)[] = [];
  for (const piece of piecesIn(trace, direction, from, to)) {
    const end = piece.from + piece.bytes.length;
    const last = runs.at(-1);
    if (last?.to !== piece.from) runs.push({ ...piece, to: end });
    else {
      const bytes = new Uint8Array(end - last.from);
      bytes.set(last.bytes);
      bytes.set(piece.bytes, last.bytes.length);
      runs[runs.length - 1] = { from: last.from, to: end, bytes };
    }
  }
  return runs;
}

/**
 * What the cells of a window depend on, as text: where it is the same as before, so are the cells,
 * and a step that has nothing to do with them costs nothing.
 */
export function cellsKey(
  { name, way, from: start, to: end, whole, direction, frame }: Field,
  from: number,
  to: number,
): string {
  const { sends, recvs, taken } = direction;
  const spans = [...spansIn(sends, from, to), ...spansIn(recvs, from, to)];
  const chunks = spans.map((span) => `${span.seq} ${span.from} ${span.to}`);
  const reached = taken === undefined ? '?' : Math.min(taken, to);
  const { malformed, length } = (name === 'header' ? frame?.header : undefined) ?? {};
  const header = `${malformed?.fault} ${length}`;
  return [name, way, start, end, whole, from, to, reached, header, ...chunks].join();
}

/** The range that holds an offset, for offsets that are asked for in ascending order. */
function walk<R extends { readonly from: number; readonly to: number }>(ranges: readonly R[]) {
  let at = 0;
  return (offset: number): R | undefined => {
    while ((ranges[at]?.to ?? Infinity) <= offset) at++;
    const range = ranges[at];
    return range !== undefined && range.from <= offset ? range : undefined;
  };
}

/** Which role each byte of a field has. */
export function tones({ name, from, frame }: Field): (offset: number) => Tone {
  if (name !== 'header') return () => name;
  const parts = frame?.header.parts ?? [];
  return (offset) => parts.find(({ to }) => offset - from < to)?.role ?? 'odd';
}

/** True for the bytes at which the header breaks. */
export function isCulprit({ name, from, frame }: Field, offset: number): boolean {
  const culprit = name === 'header' ? frame?.header.malformed?.culprit : undefined;
  return culprit !== undefined && from + culprit.from <= offset && offset < from + culprit.to;
}

function isInvalid(character: Character | undefined): boolean {
  return character?.fault !== undefined && character.fault !== 'unfinished';
}

function joinsOf(offset: number, character: Character | undefined): Cell['joins'] {
  if (character === undefined || character.to - character.from < 2) return undefined;
  if (offset === character.from) return 'first';
  return offset === character.to - 1 ? 'last' : 'inner';
}

function glyphOf(value: number, tone: Tone, offset: number, character?: Character): string {
  if (value === 0x20) return tone === 'padding' || tone === 'leading' ? '·' : '␣';
  const plain = byteGlyph(value);
  if (plain !== undefined) return plain;
  if (character?.code === undefined) return character?.fault === 'unfinished' ? '…' : '×';
  return offset === character.from ? wideGlyph(character.code) : '‥';
}
