import type { Header, HeaderRole } from '../../protocol/header.ts';
import { spanOf } from '../../scene/provenance.ts';
import type { DirectionScene } from '../../scene/scene.ts';
import { knownBytes } from '../../scene/stream.ts';

export type Tone = HeaderRole | 'payload' | 'reply';

/** One byte as it is drawn. */
export interface Cell {
  /** Place in the direction's stream. */
  readonly offset: number;
  readonly value: number;
  readonly hex: string;
  /** What is drawn: colour is never the only mark. */
  readonly glyph: string;
  readonly tone: Tone;
  /** A recv returned it; otherwise it is sent and not taken. */
  readonly taken: boolean;
  /** Part of a character of several bytes: its bytes are joined by a bracket. */
  readonly joins?: 'first' | 'inner' | 'last';
}

/** Cells of the bytes from `from` on, as far as they are sent at the playhead. */
export function cellsOf(
  bytes: Uint8Array,
  from: number,
  direction: DirectionScene,
  toneOf: (index: number) => Tone,
): readonly Cell[] {
  const present = Math.min(bytes.length, knownBytes(direction) - from);
  const taken = direction.taken ?? knownBytes(direction);
  const characters = longCharacters(bytes);
  return Array.from(bytes.subarray(0, Math.max(present, 0)), (value, index): Cell => {
    const tone = toneOf(index);
    const long = characters.get(index);
    return {
      offset: from + index,
      value,
      hex: value.toString(16).padStart(2, '0'),
      glyph: long?.glyph ?? glyphOf(value, tone),
      tone,
      taken: from + index < taken,
      joins: long?.joins,
    };
  });
}

/** A byte in its cell; controls in caret notation, which every font has. */
function glyphOf(value: number, tone: Tone): string {
  if (value === 0x20) return tone === 'padding' || tone === 'leading' ? '·' : '␣';
  if (value < 0x20) return `^${String.fromCharCode(value + 0x40)}`;
  if (value === 0x7f) return '^?';
  return value < 0x7f ? String.fromCharCode(value) : '×';
}

/** Which role each byte of a header has. */
export function headerTones({ parts }: Header): (index: number) => Tone {
  return (index) => parts.find(({ to }) => index < to)?.role ?? 'odd';
}

/** Bytes of UTF-8 characters that have more than one, with what is drawn in each. */
function longCharacters(bytes: Uint8Array) {
  const found = new Map<number, { glyph: string; joins: 'first' | 'inner' | 'last' }>();
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0;
    const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    const rest = bytes.subarray(at + 1, at + size);
    if (size === 1 || rest.length < size - 1 || rest.some((byte) => byte >> 6 !== 2)) continue;
    const glyph = new TextDecoder().decode(bytes.subarray(at, at + size));
    found.set(at, { glyph, joins: 'first' });
    for (let inner = 1; inner < size; inner++) {
      found.set(at + inner, { glyph: '‥', joins: inner === size - 1 ? 'last' : 'inner' });
    }
    at += size - 1;
  }
  return found;
}

/** Everything that is known of a byte, as one sentence. */
export function describeCell(
  cell: Cell,
  direction: DirectionScene,
  callOf: (answer: number) => number,
): string {
  const { offset, value, hex, glyph, tone } = cell;
  const send = spanOf(direction.sends, offset);
  const recv = cell.taken ? spanOf(direction.recvs, offset) : undefined;
  const left = send === undefined ? 'its send is not recorded' : `left in send #${send.seq}`;
  const came = recv === undefined ? 'not taken yet' : `taken by recv #${callOf(recv.seq)}`;
  return `Byte ${offset}: ${glyph} = ${value} = hex ${hex}, ${MEANING[tone]}; ${left}, ${came}.`;
}

const MEANING: Readonly<Record<Tone, string>> = {
  leading: 'white space before the number',
  sign: 'the number’s sign',
  digits: 'a digit of the payload’s length',
  padding: 'padding up to the header’s 64 bytes',
  odd: 'out of place in a header',
  payload: 'a byte of the message',
  reply: 'a byte of the reply',
};
