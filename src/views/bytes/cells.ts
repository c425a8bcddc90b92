import type { HeaderRole } from '../../protocol/header.ts';
import { spansIn } from '../../scene/provenance.ts';
import type { Span } from '../../scene/scene.ts';
import { readStream } from '../../scene/stream.ts';
import { hexByte } from '../../trace/hex.ts';
import { byteGlyph } from '../../trace/visible.ts';
import type { Trace } from '../../trace/trace.ts';
import { charactersIn, wideGlyph, type Character } from './characters.ts';
import type { Field } from './fields.ts';

export type Tone = HeaderRole | 'payload' | 'rest' | 'reply';

/** One byte as it is drawn. */
export interface Cell {
  /** Place in the direction's stream. */
  readonly offset: number;
  readonly value: number;
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
  const read = (a: number, b: number) => readStream(trace, direction, a, b);
  const bytes = read(from, to);
  const characters = charactersIn(field, from, to, read);
  const sendAt = walk(spansIn(direction.sends, from, to));
  const recvAt = walk(spansIn(direction.recvs, from, to));
  const characterAt = walk(characters);
  const toneAt = tones(field);
  return Array.from(bytes, (value, index): Cell => {
    const offset = from + index;
    const tone = toneAt(offset);
    const character = characterAt(offset);
    const [send, recv] = [sendAt(offset), recvAt(offset)];
    return {
      offset,
      value,
      hex: hexByte(value),
      glyph: glyphOf(value, tone, offset, character),
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
