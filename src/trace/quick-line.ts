/**
 * Reads the lines that make up nearly all of a long trace (calls with bytes, lines with locals,
 * output) from their bytes, without text or objects in between.
 *
 * It takes only lines that are right in every respect, written as our own writers write them, field
 * after field; of any other line it says nothing, and the thorough reader decides. So it never knows
 * better, only sooner.
 */
import { isNarrow } from './columns.ts';
import type { Columns } from './columns.ts';
import { SHAPES, VALUE, ascii, hashByte } from './quick-shapes.ts';
import type { Shape, Step } from './quick-shapes.ts';
import type { Sites } from './sites.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;
const NEWLINE = 0x0a;
/** Digits that a number holds exactly, whatever they are. */
const SAFE_DIGITS = 15;
/** Characters that may follow a backslash and stand for one byte. */
const ESCAPES = new Uint8Array(256);
for (const character of '"\\/bfnrt') ESCAPES[character.charCodeAt(0)] = 1;
/** Printable ASCII that stands for itself in a text. */
const PLAIN = new Uint8Array(256).fill(1, 0x20, 0x7f);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

const SEQ = ascii('{"i":');
const AT = ascii(',"t":');
const KIND = ascii(',"k":"');
const THREAD = ascii(',"th":');
const STDOUT = ascii('"stdout"');
const STDERR = ascii('"stderr"');
/** Values that must fit columns of 32 bits. */
const NARROW = [VALUE.socket, VALUE.call, VALUE.size, VALUE.offset, VALUE.queued, VALUE.file];
/** Names of a function and its locals that are longer together are read thoroughly. */
const LONGEST_KEY = 1024;

export class QuickLine {
  /** `seq` of the line that was read last, and where its `\n` is. */
  seq = 0;
  end = 0;
  readonly #sites: Sites;
  readonly #values = new Float64Array(Object.keys(VALUE).length);
  readonly #key = new Uint8Array(LONGEST_KEY);
  #keyLength = 0;
  #at = 0;

  constructor(sites: Sites) {
    this.#sites = sites;
  }

  /**
   * Reads the line from `from` on, which a `\n` must end, and writes its event into place `n` of the
   * columns; false where it is none of those lines, and the place is left as it was.
   */
  read(bytes: Uint8Array, from: number, into: Columns, n: number): boolean {
    this.#at = from;
    const seq = this.#skip(bytes, SEQ) ? this.#number(bytes) : NaN;
    const at = this.#skip(bytes, AT) ? this.#number(bytes) : NaN;
    if (!(seq > 0 && at >= 0 && this.#skip(bytes, KIND))) return false;
    const shape = this.#shape(bytes);
    if (shape === undefined) return false;
    const program = this.#number(bytes);
    const thread = this.#skip(bytes, THREAD) ? this.#number(bytes) : NaN;
    if (!(isNarrow(seq) && isNarrow(program) && isNarrow(thread))) return false;
    if (!this.#steps(bytes, shape.steps)) return false;
    if (bytes[this.#at++] !== CLOSE || bytes[this.#at] !== NEWLINE) return false;
    const values = this.#values;
    if (shape.hasBytes && values[VALUE.bytes] !== values[VALUE.size]) return false;
    if (shape.hasCall && values[VALUE.call] === 0) return false;
    for (const value of NARROW) if (!isNarrow(values[value] as number)) return false;
    this.seq = seq;
    this.end = this.#at;
    into.kinds[n] = shape.number;
    into.programs[n] = program;
    into.threads[n] = thread;
    into.sockets[n] = values[VALUE.socket] as number;
    into.calls[n] = values[VALUE.call] as number;
    into.seqs[n] = seq;
    into.ats[n] = at;
    into.offsets[n] = values[VALUE.offset] as number;
    into.sizes[n] = values[VALUE.size] as number;
    into.queued[n] = values[VALUE.queued] as number;
    into.starts[n] = from;
    into.sites[n] = this.#keyLength > 0 ? this.#site() : 0;
    return true;
  }

  #site(): number {
    const { file, line } = VALUE;
    const values = this.#values;
    return this.#sites.ofKey(
      values[file] as number,
      values[line] as number,
      this.#key,
      this.#keyLength,
    );
  }

  #shape(bytes: Uint8Array): Shape | undefined {
    let at = this.#at;
    let hash = 0;
    for (let byte = bytes[at] as number; PLAIN[byte] === 1; byte = bytes[++at] as number)
      hash = hashByte(hash, byte);
    const shape = SHAPES.get(hash);
    return shape !== undefined && this.#skip(bytes, shape.name) ? shape : undefined;
  }

  #steps(bytes: Uint8Array, steps: readonly Step[]): boolean {
    const values = this.#values;
    values[VALUE.socket] = values[VALUE.call] = 0;
    values[VALUE.size] = values[VALUE.offset] = values[VALUE.queued] = -1;
    values[VALUE.file] = 0;
    this.#keyLength = 0;
    for (const step of steps) {
      if (!this.#skip(bytes, step.before)) {
        if (step.optional) continue;
        return false;
      }
      const value = this.#value(bytes, step.what);
      if (!(value >= 0)) return false;
      values[step.into] = value;
    }
    return true;
  }

  #value(bytes: Uint8Array, what: Step['what']): number {
    switch (what) {
      case 'number':
        return this.#number(bytes);
      case 'text':
        return this.#text(bytes);
      case 'stream':
        return this.#skip(bytes, STDOUT) || this.#skip(bytes, STDERR) ? 0 : NaN;
      case 'name':
        return this.#name(bytes);
      case 'locals':
        return this.#locals(bytes);
      case 'texts':
        return this.#texts(bytes);
    }
  }

  /** Goes on behind `wanted` where that is next. */
  #skip(bytes: Uint8Array, wanted: Uint8Array): boolean {
    const from = this.#at;
    for (let n = 0; n < wanted.length; n++) if (bytes[from + n] !== wanted[n]) return false;
    this.#at = from + wanted.length;
    return true;
  }

  /** Digits without a leading zero; NaN for anything else. */
  #number(bytes: Uint8Array): number {
    const start = this.#at;
    let at = start;
    let value = 0;
    let byte = bytes[at] as number;
    while (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + byte - 0x30;
      byte = bytes[++at] as number;
    }
    this.#at = at;
    const digits = at - start;
    if (digits === 0 || digits > SAFE_DIGITS) return NaN;
    return digits > 1 && bytes[start] === 0x30 ? NaN : value;
  }

  /** The length of a text of printable ASCII and short escapes; NaN for others. */
  #text(bytes: Uint8Array): number {
    if (bytes[this.#at] !== QUOTE) return NaN;
    let at = this.#at + 1;
    let length = at;
    for (;;) {
      while (PLAIN[bytes[at] as number] === 1) at++;
      const byte = bytes[at++];
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH || ESCAPES[bytes[at++] as number] !== 1) return NaN;
      length++;
    }
    this.#at = at;
    return at - 1 - length;
  }

  /** A text without escapes, added to the key of the site; NaN for others. */
  #name(bytes: Uint8Array): number {
    if (bytes[this.#at] !== QUOTE) return NaN;
    let at = this.#at + 1;
    let length = this.#keyLength;
    while (PLAIN[bytes[at] as number] === 1 && length < LONGEST_KEY)
      this.#key[length++] = bytes[at++] as number;
    if (bytes[at] !== QUOTE || length >= LONGEST_KEY) return NaN;
    this.#key[length++] = QUOTE;
    this.#keyLength = length;
    this.#at = at + 1;
    return length;
  }

  /** An object of texts. Names that begin with a digit are left to who knows their order. */
  #locals(bytes: Uint8Array): number {
    if (bytes[this.#at++] !== 0x7b) return NaN;
    if (bytes[this.#at] === CLOSE) return this.#at++;
    for (;;) {
      const first = bytes[this.#at + 1] as number;
      if ((first >= 0x30 && first <= 0x39) || !(this.#name(bytes) >= 0)) return NaN;
      if (bytes[this.#at++] !== COLON || !(this.#text(bytes) >= 0)) return NaN;
      const next = bytes[this.#at++];
      if (next === CLOSE) return 0;
      if (next !== COMMA) return NaN;
    }
  }

  /** A list of texts. */
  #texts(bytes: Uint8Array): number {
    if (bytes[this.#at++] !== 0x5b) return NaN;
    if (bytes[this.#at] === 0x5d) return this.#at++;
    for (;;) {
      if (!(this.#text(bytes) >= 0)) return NaN;
      const next = bytes[this.#at++];
      if (next === 0x5d) return 0;
      if (next !== COMMA) return NaN;
    }
  }
}
