/**
 * Reads the lines that make up nearly all of a long trace (recv, send, their returns, output) from
 * their bytes, without text or objects in between: a million lines in a third of JSON.parse's time.
 *
 * It takes only lines that are right in every respect, written as our own writers write them; of any
 * other line it says nothing, and the thorough reader decides. So it never knows better, only sooner.
 */
import type { Columns } from './columns.ts';
import { KINDS } from './format.ts';
import type { Kind } from './format.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;
const MAX_ID = 2 ** 31 - 1;
/** Digits that a number holds exactly, whatever they are. */
const SAFE_DIGITS = 15;
/** Characters that may follow a backslash and stand for one byte. */
const ESCAPES = new Uint8Array(256);
for (const character of '"\\/bfnrt') ESCAPES[character.charCodeAt(0)] = 1;

/** The fields, in the order in which they are kept; a line's fields are a set of bits. */
const FIELDS = ['i', 't', 'p', 'th', 's', 'fd', 're', 'n', 'len', 'off', 'max', 'queued', 'u', 'k', 'stream', 'text'] as const; // prettier-ignore
const FIRST_TEXT = FIELDS.indexOf('u');
const PLACES = new Map(FIELDS.map((name, place) => [packed(name), place]));

function bits(...names: readonly (typeof FIELDS)[number][]): number {
  return names.reduce((set, name) => set | (1 << FIELDS.indexOf(name)), 0);
}

const BASE = ['i', 't', 'k', 'p', 'th'] as const;
const SOCKET = [...BASE, 's', 'fd'] as const;
const QUEUED = bits('queued');

interface Shape {
  readonly number: number;
  readonly needs: number;
  readonly size: number;
}

function shape(kind: Kind, needs: number, size?: (typeof FIELDS)[number]): [number, Shape] {
  const place = size === undefined ? -1 : FIELDS.indexOf(size);
  return [packed(kind), { number: KINDS.indexOf(kind), needs, size: place }];
}

/** What each of the kinds must have: nothing less, nothing more but `queued`. */
const SHAPES = new Map<number, Shape>([
  shape('recv', bits(...SOCKET, 'max'), 'max'),
  shape('recv.ret', bits(...SOCKET, 're', 'n', 'off', 'u'), 'n'),
  shape('send', bits(...SOCKET, 'len', 'off', 'u'), 'len'),
  shape('send.ret', bits(...SOCKET, 're', 'n'), 'n'),
  shape('out', bits(...BASE, 'stream', 'text')),
]);
const STREAMS = new Set([packed('stdout'), packed('stderr')]);
const MAY_BE_QUEUED = new Set([KINDS.indexOf('recv'), KINDS.indexOf('recv.ret')]);

/** A short ASCII text as one number; texts of up to 10 letters, digits and dots keep apart. */
function packed(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at++) value = pack(value, text.charCodeAt(at));
  return value;
}

/** 31 characters are told apart: `a` to `z` and the dot. 31^10 is below 2^53. */
function pack(value: number, code: number): number {
  if (code >= 0x61 && code <= 0x7a) return value * 31 + code - 0x60;
  return code === 0x2e ? value * 31 + 27 : NaN;
}

export class QuickLine {
  /** `seq` of the line that was read last. */
  seq = 0;
  readonly #values = new Float64Array(FIELDS.length);
  #at = 0;
  #seen = 0;

  /**
   * Reads the line [from, to) and writes its event into place `n` of the columns; false where it is
   * none of those lines, and the place is left as it was.
   */
  read(bytes: Uint8Array, from: number, to: number, into: Columns, n: number): boolean {
    if (!this.#fields(bytes, from, to)) return false;
    const values = this.#values;
    const kind = SHAPES.get(values[KIND] as number);
    if (kind === undefined || !this.#fits(kind)) return false;
    this.seq = values[SEQ] as number;
    const has = (place: number, missing: number) =>
      this.#seen & (1 << place) ? (values[place] as number) : missing;
    into.kinds[n] = kind.number;
    into.programs[n] = values[PROGRAM] as number;
    into.threads[n] = values[THREAD] as number;
    into.sockets[n] = has(SOCKET_PLACE, 0);
    into.calls[n] = has(CALL, 0);
    into.seqs[n] = this.seq;
    into.ats[n] = values[AT] as number;
    into.offsets[n] = has(OFFSET, -1);
    into.sizes[n] = kind.size < 0 ? -1 : (values[kind.size] as number);
    into.queued[n] = has(QUEUED_PLACE, -1);
    into.starts[n] = from;
    return true;
  }

  #fits(kind: Shape): boolean {
    const values = this.#values;
    const seen = MAY_BE_QUEUED.has(kind.number) ? this.#seen & ~QUEUED : this.#seen;
    if (seen !== kind.needs) return false;
    const bytes = (kind.needs & (1 << BYTES)) === 0 || values[BYTES] === values[kind.size];
    const stream = (kind.needs & (1 << STREAM)) === 0 || STREAMS.has(values[STREAM] as number);
    const call = (kind.needs & (1 << CALL)) === 0 || values[CALL] !== 0;
    const socket =
      (kind.needs & (1 << SOCKET_PLACE)) === 0 || (values[SOCKET_PLACE] as number) <= MAX_ID;
    const ids = (values[PROGRAM] as number) <= MAX_ID && (values[THREAD] as number) <= MAX_ID;
    return bytes && stream && call && socket && ids && values[SEQ] !== 0;
  }

  /** Every field of a flat object without white space: numbers, and texts as their length or, for
   *  words, packed. */
  #fields(bytes: Uint8Array, from: number, to: number): boolean {
    this.#at = from + 1;
    this.#seen = 0;
    if (bytes[from] !== 0x7b) return false;
    for (;;) {
      const place = PLACES.get(this.#key(bytes));
      if (place === undefined || this.#seen & (1 << place) || bytes[this.#at++] !== COLON)
        return false;
      this.#seen |= 1 << place;
      const value =
        place < FIRST_TEXT
          ? this.#number(bytes)
          : this.#text(bytes, place >= KIND && place !== TEXT);
      if (!(value >= 0)) return false;
      this.#values[place] = value;
      const next = bytes[this.#at++];
      if (next === CLOSE) return this.#at === to;
      if (next !== COMMA) return false;
    }
  }

  #key(bytes: Uint8Array): number {
    return bytes[this.#at] === QUOTE ? this.#text(bytes, true) : NaN;
  }

  /** Digits without a leading zero; NaN for anything else. */
  #number(bytes: Uint8Array): number {
    const start = this.#at;
    let value = 0;
    let byte = bytes[this.#at] as number;
    while (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + byte - 0x30;
      byte = bytes[++this.#at] as number;
    }
    const digits = this.#at - start;
    if (digits === 0 || digits > SAFE_DIGITS) return NaN;
    return digits > 1 && bytes[start] === 0x30 ? NaN : value;
  }

  /** A text of printable ASCII and short escapes: packed, or its length in bytes; NaN for others. */
  #text(bytes: Uint8Array, word: boolean): number {
    if (bytes[this.#at++] !== QUOTE) return NaN;
    let value = 0;
    for (;;) {
      const byte = bytes[this.#at++] as number;
      if (byte === QUOTE) return value;
      if (!(byte >= 0x20 && byte < 0x80)) return NaN;
      if (word) value = pack(value, byte);
      else value++;
      if (byte === BACKSLASH && ESCAPES[bytes[this.#at++] as number] !== 1) return NaN;
    }
  }
}

const SEQ = FIELDS.indexOf('i');
const AT = FIELDS.indexOf('t');
const PROGRAM = FIELDS.indexOf('p');
const THREAD = FIELDS.indexOf('th');
const SOCKET_PLACE = FIELDS.indexOf('s');
const CALL = FIELDS.indexOf('re');
const OFFSET = FIELDS.indexOf('off');
const QUEUED_PLACE = FIELDS.indexOf('queued');
const BYTES = FIELDS.indexOf('u');
const KIND = FIELDS.indexOf('k');
const STREAM = FIELDS.indexOf('stream');
const TEXT = FIELDS.indexOf('text');
