/** Dissects one header: the bytes that the server's `recv(64)` took, whatever they are. */
import { utf8 } from '../trace/chunk.ts';
import { visible } from '../trace/visible.ts';
import { decimalDigit, isStripped, pythonInt } from './decimal.ts';

/**
 * What a piece of a header is: `leading` white space before the number, its `sign`, its `digits`,
 * the `padding` behind them; `odd` is everything that has no place there.
 */
export type HeaderRole = 'leading' | 'sign' | 'digits' | 'padding' | 'odd';

/** Consecutive bytes [from, to) of the header with one role. */
export interface HeaderPart {
  readonly role: HeaderRole;
  readonly from: number;
  readonly to: number;
}

export type HeaderFault = 'not UTF-8' | 'blank' | 'not a number' | 'negative' | 'too long';

export interface Header {
  readonly bytes: Uint8Array;
  readonly parts: readonly HeaderPart[];
  /** The payload's length as int() reads it; undefined where it reads none. */
  readonly length?: bigint;
  /** Why the server's next recv fails, or never comes. */
  readonly malformed?: { readonly fault: HeaderFault; readonly reason: string };
}

/** The most that Python's recv can be asked for: beyond it is no C `ssize_t`. */
const MAX_RECV = 2n ** 63n - 1n;

export function dissectHeader(bytes: Uint8Array): Header {
  const text = utf8(bytes);
  if (text === undefined) {
    const reason = `byte ${invalidByte(bytes)} is not valid UTF-8`;
    const parts: HeaderPart[] = [{ role: 'odd', from: 0, to: bytes.length }];
    return { bytes, parts, malformed: { fault: 'not UTF-8', reason } };
  }
  const parts = headerParts(text);
  const length = pythonInt(text);
  if (length === undefined) {
    const fault = Array.from(text).every(isStripped) ? 'blank' : 'not a number';
    const seen = fault === 'blank' ? 'nothing but white space' : visible(text.trimEnd());
    return { bytes, parts, malformed: { fault, reason: `int() was given ${seen}` } };
  }
  if (length < 0n) {
    const reason = `recv was asked for ${length} bytes`;
    return { bytes, parts, length, malformed: { fault: 'negative', reason } };
  }
  if (length > MAX_RECV) {
    const reason = `recv was asked for ${length} bytes; it takes at most ${MAX_RECV}`;
    return { bytes, parts, length, malformed: { fault: 'too long', reason } };
  }
  return { bytes, parts, length };
}

/** The header's bytes by their roles, in wire order. */
function headerParts(text: string): readonly HeaderPart[] {
  const parts: HeaderPart[] = [];
  let stage: HeaderRole = 'leading';
  let at = 0;
  for (const character of text) {
    const size = utf8Size(character.codePointAt(0) ?? 0);
    stage = roleAfter(stage, character);
    const role = roleOf(stage, character);
    const last = parts.at(-1);
    if (last?.role === role) parts[parts.length - 1] = { role, from: last.from, to: at + size };
    else parts.push({ role, from: at, to: at + size });
    at += size;
  }
  return parts;
}

/** The stage of the header that a character belongs to, coming from the one before. */
function roleAfter(stage: HeaderRole, character: string): HeaderRole {
  if (stage === 'leading' && (character === '+' || character === '-')) return 'sign';
  if (decimalDigit(character) !== undefined) return stage === 'padding' ? 'padding' : 'digits';
  if (stage === 'digits' && character !== '_') return 'padding';
  return stage;
}

function roleOf(stage: HeaderRole, character: string): HeaderRole {
  if (stage === 'sign') return character === '+' || character === '-' ? 'sign' : 'odd';
  if (stage === 'digits') return decimalDigit(character) === undefined ? 'odd' : 'digits';
  return isStripped(character) ? stage : 'odd';
}

function utf8Size(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Index of the first byte at which the bytes stop being UTF-8. */
function invalidByte(bytes: Uint8Array): number {
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const seen = encoder.encode(lossy.decode(bytes));
  const at = bytes.findIndex((byte, index) => byte !== seen[index]);
  return at < 0 ? bytes.length : at;
}
