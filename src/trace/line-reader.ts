/** The loop over a trace's lines: checks each and fills the columns. Goes on where it stopped. */
import { utf8 } from './chunk.ts';
import {
  growColumns,
  isNarrow,
  makeColumns,
  mapColumns,
  putColumns,
  wholeColumns,
} from './columns.ts';
import type { Columns } from './columns.ts';
import { checkEvent } from './event.ts';
import { FieldError } from './fields.ts';
import type { Fields } from './fields.ts';
import { KINDS } from './format.ts';
import type { TraceHeader } from './format.ts';
import { isNestedDeeper } from './limits.ts';
import type { Limits } from './limits.ts';
import type { Damage } from './parse.ts';
import { QuickLine } from './quick-line.ts';
import { Sites } from './sites.ts';
import type { Site } from './sites.ts';
import { makeTrace } from './trace.ts';
import type { Trace } from './trace.ts';
import { TraceIndex } from './trace-index.ts';
import type { PackedIndex } from './trace-index.ts';

const NEWLINE = 0x0a;
const GAP = KINDS.indexOf('gap');
const END = KINDS.indexOf('end');
/** Bytes that are turned into text at a time: enough to be quick, few enough that one letter
 *  outside ASCII slows down only its neighbours. */
const BLOCK = 64 * 1024;
/** Bytes in the middle of a trace whose lines are counted, to guess how many there are in all. */
const SAMPLE = 256 * 1024;
const MAX_REPORTED = 1000;
/** About 20 milliseconds of reading. */
const LINES_BETWEEN_NEWS = 16_384;

/** Bytes [from, to) as text; without text where that cannot be cut by byte offsets. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly text: string | undefined;
}
const NO_BLOCK: Block = { from: 0, to: 0, text: undefined };

/** Where a reader of a trace stands, beside what the trace itself says: enough to go on elsewhere. */
export interface Standing {
  /** Number of the next line. */
  readonly line: number;
  /** Number of the last event, and how many damaged lines came since. */
  readonly seq: number;
  readonly unread: number;
}

/** All that a reader has read. */
export interface Read extends Standing {
  readonly columns: Columns;
  readonly sites: readonly Site[];
  readonly index: PackedIndex;
  readonly length: number;
  readonly next: number;
  readonly damage: readonly Damage[];
  readonly damaged: number;
  readonly ended: boolean;
}

export class LineReader {
  readonly damage: Damage[];
  damaged: number;
  ended: boolean;
  /** Number of the next line, and offset of its first byte. */
  line: number;
  next: number;
  /** Events read. */
  length: number;
  /** Bytes held. */
  size: number;
  readonly #header: TraceHeader;
  #limits: Limits;
  #bytes: Uint8Array;
  #columns: Columns;
  #block = NO_BLOCK;
  readonly #sites: Sites;
  readonly #index: TraceIndex;
  readonly #quick: QuickLine;
  #seq: number;
  /** Damaged lines since the last whole one: they explain as many missing numbers. */
  #unread: number;

  /** @param read what has been read of the bytes already; absent: nothing */
  constructor(header: TraceHeader, bytes: Uint8Array, limits: Limits, read?: Read) {
    this.#header = header;
    this.#bytes = bytes;
    this.#limits = limits;
    this.size = bytes.length;
    this.line = read?.line ?? 2;
    this.next = read?.next ?? bytes.indexOf(NEWLINE) + 1;
    this.length = read?.length ?? 0;
    this.damage = [...(read?.damage ?? [])];
    this.damaged = read?.damaged ?? 0;
    this.ended = read?.ended ?? false;
    this.#seq = read?.seq ?? 0;
    this.#unread = read?.unread ?? 0;
    this.#columns =
      read === undefined ? makeColumns(expectedLines(bytes)) : wholeColumns(read.columns);
    this.#sites = new Sites(read?.sites);
    this.#quick = new QuickLine(this.#sites);
    this.#index = new TraceIndex(this.#sites.list, read?.index);
  }

  /** The look-ups of all that has been read. */
  packIndex(): PackedIndex {
    return this.#index.pack(this.#cut());
  }

  get standing(): Standing {
    return { line: this.line, seq: this.#seq, unread: this.#unread };
  }

  /** More bytes at the end. Traces made before keep their own view of the earlier ones. */
  append(more: Uint8Array, limits: Limits): void {
    this.#limits = limits;
    const size = this.size + more.length;
    if (size > this.#bytes.length) {
      const grown = new Uint8Array(Math.ceil(size * 1.5));
      grown.set(this.#bytes.subarray(0, this.size));
      this.#bytes = grown;
    }
    this.#bytes.set(more, this.size);
    this.size = size;
  }

  /** The events read so far. */
  trace(): Trace {
    const bytes = this.#bytes.subarray(0, this.size);
    return makeTrace(this.#header, this.#cut(), bytes, this.#index);
  }

  #cut(): Columns {
    return mapColumns(this.#columns, (column) => column.subarray(0, this.length) as typeof column);
  }

  /** Reads every whole line there is; says now and then which part of the bytes is read. */
  readLines(onread?: (part: number) => void): void {
    const stop = this.#bytes.lastIndexOf(NEWLINE, this.size - 1) + 1;
    while (this.next < stop) {
      const start = this.next;
      if (!this.#readQuickly(start)) this.#readThoroughly(start);
      this.line++;
      if (this.line % LINES_BETWEEN_NEWS === 0) onread?.(this.next / stop);
    }
    this.#block = NO_BLOCK;
  }

  /** True where the line was one of those that nearly all are. */
  #readQuickly(start: number): boolean {
    if (this.ended) return false;
    this.#makeRoom();
    const quick = this.#quick;
    if (!isNarrow(start) || !quick.read(this.#bytes, start, this.#columns, this.length))
      return false;
    if (quick.end - start > this.#limits.lineBytes || quick.seq <= this.#seq) return false;
    this.#take(start, quick.seq, 0);
    this.length++;
    this.next = quick.end + 1;
    return true;
  }

  #readThoroughly(start: number): void {
    const end = this.#bytes.indexOf(NEWLINE, start);
    this.next = end + 1;
    try {
      this.#readLine(start, end);
    } catch (error) {
      if (!(error instanceof FieldError || error instanceof SyntaxError)) throw error;
      const reason = error instanceof FieldError ? error.message : 'no JSON';
      this.#unread++;
      this.#report(start, reason);
    }
  }

  #readLine(start: number, end: number): void {
    const { lineBytes, nesting } = this.#limits;
    if (end - start > lineBytes) {
      throw new FieldError(`the line has ${end - start} bytes; the limit is ${lineBytes}`);
    }
    if (this.ended) throw new FieldError('there is a line after the end');
    if (nesting !== Infinity && isNestedDeeper(this.#bytes, start, end, nesting)) {
      throw new FieldError(`objects and lists stand more than ${nesting} deep`);
    }
    const fields = parseLine(this.#textOf(start, end));
    const kind = checkEvent(fields);
    this.#take(start, fields['i'] as number, kind === GAP ? (fields['count'] as number) : 0);
    if (kind === undefined) return;
    if (kind === END) this.ended = true;
    putColumns(this.#columns, this.length++, kind, fields, start, this.#sites);
  }

  /** A line's text; lines are decoded many at a time where all of them are ASCII. */
  #textOf(start: number, end: number): string | undefined {
    if (end > this.#block.to) this.#block = this.#decode(start, end);
    const { from, text } = this.#block;
    return text?.slice(start - from, end - from) ?? utf8(this.#bytes.subarray(start, end));
  }

  #decode(from: number, end: number): Block {
    const last = this.#bytes.lastIndexOf(NEWLINE, Math.min(from + BLOCK, this.size) - 1);
    const to = Math.max(last, end);
    const text = utf8(this.#bytes.subarray(from, to));
    // Where every byte is one character, offsets in the text are offsets in the bytes.
    return { from, to, text: text?.length === to - from ? text : undefined };
  }

  #makeRoom(): void {
    if (this.length < this.#columns.kinds.length) return;
    this.#columns = growColumns(this.#columns, this.length, 64 + Math.ceil(this.length * 1.5));
  }

  /** Checks that `seq` goes on from the line before; `explained` numbers may be missing. */
  #take(start: number, seq: number, explained: number): void {
    if (seq <= this.#seq) throw new FieldError(`number ${seq} comes after number ${this.#seq}`);
    if (seq - this.#seq - 1 > explained + this.#unread) this.#reportHole(start, seq);
    this.#seq = seq;
    this.#unread = 0;
  }

  #reportHole(start: number, seq: number): void {
    const last = seq - 1;
    const which =
      last === this.#seq + 1 ? `event ${last} is` : `events ${this.#seq + 1} to ${last} are`;
    this.#report(start, `${which} missing before event ${seq}`);
  }

  #report(byte: number, reason: string): void {
    this.damaged++;
    if (this.damage.length < MAX_REPORTED) this.damage.push({ line: this.line, byte, reason });
  }
}

/** About how many lines there are, rather too many: room for twice as many would be much memory. */
function expectedLines(bytes: Uint8Array): number {
  const from = Math.max(0, Math.floor((bytes.length - SAMPLE) / 2));
  const to = Math.min(bytes.length, from + SAMPLE);
  let lines = 1;
  for (let at = from; at < to; at++) if (bytes[at] === NEWLINE) lines++;
  return Math.ceil((bytes.length / Math.max(to - from, 1)) * lines * 1.05) + 16;
}

/** The object of a line. */
function parseLine(text: string | undefined): Fields {
  if (text === undefined) throw new FieldError('not UTF-8');
  if (text.endsWith('\r')) throw new FieldError('the line ends in CR LF, not in LF alone');
  const fields = JSON.parse(text) as unknown;
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
    return fields as Fields;
  throw new FieldError('no JSON object');
}
