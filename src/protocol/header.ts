/** Dissects one header: the bytes that the server's `recv(64)` took, whatever they are. */
import { utf8 } from '../trace/chunk.ts';
import { visible } from '../trace/visible.ts';
import { decimalDigit, isStripped, pythonInt } from './decimal.ts';
import type { Range } from './frame.ts';
import { firstUtf8Error } from './utf8.ts';

/**
 * What a piece of a header is: `leading` white space before the number, its `sign`, its `digits`
 * (an underscore between two of them too), the `padding` behind them; `odd` is everything that has
 * no place there.
 */
export type HeaderRole = 'leading' | 'sign' | 'digits' | 'padding' | 'odd';

/** Consecutive bytes [from, to) of the header with one role. */
export interface HeaderPart extends Range {
  readonly role: HeaderRole;
}

export type HeaderFault = 'not UTF-8' | 'blank' | 'not a number' | 'negative' | 'too long';

export interface Header {
  readonly bytes: Uint8Array;
  readonly parts: readonly HeaderPart[];
  /** The payload's length as int() reads it; undefined where it reads none. */
  readonly length?: bigint;
  /** Why the server's next recv fails, or never comes. */
  readonly malformed?: Malformed;
  /** So many of its last bytes nobody recorded: `bytes` has the others. */
  readonly cut?: number;
}

export interface Malformed {
  readonly fault: HeaderFault;
  readonly reason: string;
  /** The bytes at which it breaks, from the header's first; undefined where all of it is at fault. */
  readonly culprit?: Range;
}

/** The most that Python's recv can be asked for: beyond it is no C `ssize_t`. */
const MAX_RECV = 2n ** 63n - 1n;

/**
 * The header of which the last `cut` bytes are not recorded. What no byte behind them can change is
 * said of it: a number that padding has ended, a fault. Else it has neither length nor fault.
 */
export function dissectCutHeader(bytes: Uint8Array, cut: number): Header {
  const header = dissectHeader(bytes);
  if (cut === 0) return header;
  const { malformed, parts } = header;
  const isSettled =
    malformed === undefined
      ? parts.at(-1)?.role === 'padding'
      : malformed.fault !== 'blank' && malformed.culprit?.to !== bytes.length;
  return isSettled ? { ...header, cut } : { bytes, parts, cut };
}

export function dissectHeader(bytes: Uint8Array): Header {
  const text = utf8(bytes);
  if (text === undefined) return undecodable(bytes);
  const parts = headerParts(text);
  const length = pythonInt(text);
  const header = { bytes, parts, length };
  if (length === undefined) {
    const blank = parts.every(({ role }) => role === 'leading');
    const fault = blank ? 'blank' : 'not a number';
    const seen = blank ? 'nothing but white space' : visible(text.trimEnd());
    const reason = `int() was given ${seen}`;
    return { ...header, malformed: { fault, reason, culprit: firstOdd(parts, text) } };
  }
  if (length < 0n) {
    const reason = `recv was asked for ${length} bytes`;
    return { ...header, malformed: { fault: 'negative', reason, culprit: partOf(parts, 'sign') } };
  }
  if (length > MAX_RECV) {
    const reason = `recv was asked for ${length} bytes; it takes at most ${MAX_RECV}`;
    const culprit = partOf(parts, 'digits');
    return { ...header, malformed: { fault: 'too long', reason, culprit } };
  }
  return header;
}

/** decode() fails before int() sees anything: what is behind the culprit was never looked at. */
function undecodable(bytes: Uint8Array): Header {
  const { from, to } = firstUtf8Error(bytes) ?? { from: 0, to: bytes.length };
  const before = headerParts(utf8(bytes.subarray(0, from)) ?? '');
  const last = before.at(-1);
  const odd: HeaderPart = {
    role: 'odd',
    from: last?.role === 'odd' ? last.from : from,
    to: bytes.length,
  };
  const parts = [...(last?.role === 'odd' ? before.slice(0, -1) : before), odd];
  const reason = `byte ${from} is not valid UTF-8`;
  return { bytes, parts, malformed: { fault: 'not UTF-8', reason, culprit: { from, to } } };
}

/** The first character that has no place in a number; a sign that no digit follows. */
function firstOdd(parts: readonly HeaderPart[], text: string): Range | undefined {
  const odd = parts.find(({ role }) => role === 'odd');
  if (odd === undefined) return partOf(parts, 'sign');
  let to = 0;
  for (const character of text) {
    to += utf8Size(character.codePointAt(0) ?? 0);
    if (to > odd.from) break;
  }
  return { from: odd.from, to };
}

function partOf(parts: readonly HeaderPart[], role: HeaderRole): Range | undefined {
  const part = parts.find((one) => one.role === role);
  return part && { from: part.from, to: part.to };
}

/** The header's bytes by their roles, in wire order. */
function headerParts(text: string): readonly HeaderPart[] {
  const parts: HeaderPart[] = [];
  const characters = Array.from(text);
  let stage: HeaderRole = 'leading';
  let at = 0;
  for (const [index, character] of characters.entries()) {
    const size = utf8Size(character.codePointAt(0) ?? 0);
    const role = roleAfter(stage, character, characters[index + 1]);
    // Behind what has no place there, nothing is a number's part any more.
    stage = role === 'odd' ? 'padding' : role;
    const last = parts.at(-1);
    if (last?.role === role) parts[parts.length - 1] = { role, from: last.from, to: at + size };
    else parts.push({ role, from: at, to: at + size });
    at += size;
  }
  return parts;
}

/** The role of a character behind one of `stage`; `odd` where none of the roles can go on so. */
function roleAfter(stage: HeaderRole, character: string, next: string | undefined): HeaderRole {
  const isDigit = decimalDigit(character) !== undefined;
  if (isDigit) return stage === 'padding' ? 'odd' : 'digits';
  if (stage === 'leading' && (character === '+' || character === '-')) return 'sign';
  if (isStripped(character)) {
    if (stage === 'sign') return 'odd';
    return stage === 'digits' ? 'padding' : stage;
  }
  const joins = character === '_' && stage === 'digits' && next !== undefined;
  return joins && decimalDigit(next) !== undefined ? 'digits' : 'odd';
}

function utf8Size(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
