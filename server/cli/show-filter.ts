/** Which lines of the log are wanted. */
import { connectionColumn, connectionsOf } from '../../src/analysis/find-connections.ts';
import { readQuery } from '../../src/analysis/find-query.ts';
import { Search } from '../../src/analysis/find-search.ts';
import type { LogLine } from '../../src/narration/call-log.ts';
import { formatLogLine } from '../../src/narration/call-log.ts';
import { CALL_KINDS } from '../../src/trace/calls.ts';
import { KINDS } from '../../src/trace/format.ts';
import type { Kind } from '../../src/trace/format.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { visible } from '../../src/trace/visible.ts';
import { Misuse } from './outcome.ts';
import { findThreads } from './threads.ts';

/** What was asked for: where several are given, all of them must hold. */
export interface Wanted {
  /** As `findThreads` takes it. */
  readonly thread?: string;
  /** Its number, from 1. */
  readonly connection?: number;
  /** Kinds with commas between them. */
  readonly kind?: string;
  /** A part of the line, upper and lower case alike; or `/pattern/flags`. */
  readonly grep?: string;
  /** `0d 0a`, `0x0d0a`, or text. */
  readonly bytes?: string;
}

/** Kinds that lines of the log are about; of a call, also how it came back. */
const KINDS_OF_LINES: readonly Kind[] = KINDS.filter(
  (kind) => !['file', 'line', 'fn.call', 'fn.return', 'exc', 'end'].includes(kind),
);
const ANSWER = /^(.+)\.(?:ret|err)$/;

/** Filters the lines of one trace, also while it grows. */
export class Filter {
  readonly #wanted: Wanted;
  readonly #kinds: ReadonlySet<number> | undefined;
  /** Kinds of the events whose lines may be wanted. */
  readonly #entries: ReadonlySet<number>;
  readonly #matches: ((line: string) => boolean) | undefined;
  readonly #search: Search | undefined;
  #trace: Trace;
  #threads: ReadonlySet<number> | undefined;
  #connections: Int32Array | undefined;
  /** Calls with the bytes; what of the search's list is in it. */
  readonly #withBytes = new Set<number>();
  #known = 0;

  /** @throws {Misuse} for a kind or a pattern that is none; what the trace lacks, `missing` says */
  constructor(trace: Trace, wanted: Wanted) {
    this.#wanted = wanted;
    this.#trace = trace;
    const { kind, grep, bytes } = wanted;
    const kinds = kind === undefined ? KINDS_OF_LINES : readKinds(kind);
    // A call and its answer are one line, that of the call.
    this.#entries = numbersOf(kinds.map(entryOf));
    if (kind !== undefined) this.#kinds = numbersOf(kinds);
    if (grep !== undefined) this.#matches = readPattern(grep);
    if (bytes !== undefined) this.#search = new Search(trace, readBytes(bytes));
    this.grow(trace);
  }

  /** The trace has grown. */
  grow(trace: Trace): void {
    this.#trace = trace;
    const { thread, connection } = this.#wanted;
    if (thread !== undefined) this.#threads = new Set(known(() => findThreads(trace, thread)));
    if (connection !== undefined) this.#connections = connectionColumn(trace);
    this.#search?.extend(trace);
    this.#search?.run(() => false);
    const found = this.#search?.found.call ?? [];
    for (; this.#known < found.length; this.#known++) {
      this.#withBytes.add(found[this.#known] as number);
    }
  }

  /** One sentence: the thread or the connection that is asked for is not in the trace. */
  get missing(): string | undefined {
    const { thread, connection } = this.#wanted;
    try {
      if (thread !== undefined) findThreads(this.#trace, thread);
      if (connection !== undefined) checkConnection(this.#trace, connection);
    } catch (error) {
      if (error instanceof Misuse) return error.message;
      throw error;
    }
    return undefined;
  }

  /** Whether the line of an event may be wanted: asked before the line is made. */
  mayTake(position: number): boolean {
    const { threads, kinds } = this.#trace;
    if (this.#threads?.has(threads[position] as number) === false) return false;
    if (this.#search !== undefined && !this.#withBytes.has(position)) return false;
    return this.#entries.has(kinds[position] as number);
  }

  takes(line: LogLine): boolean {
    const { position, returned } = line;
    const answer = returned ?? position;
    if (this.#kinds !== undefined && !this.#isOfKind(position) && !this.#isOfKind(answer)) {
      return false;
    }
    if (!this.#isConnected(position) && !this.#isConnected(answer)) return false;
    return this.#matches?.(formatLogLine(line)) !== false;
  }

  #isOfKind(position: number): boolean {
    return this.#kinds?.has(this.#trace.kinds[position] as number) === true;
  }

  #isConnected(position: number): boolean {
    const { connection } = this.#wanted;
    return connection === undefined || this.#connections?.[position] === connection;
  }
}

function readKinds(list: string): readonly Kind[] {
  return list.split(',').map((each) => {
    const kind = KINDS_OF_LINES.find((one) => one === each.trim());
    if (kind !== undefined) return kind;
    throw new Misuse(
      `There are no lines of the kind "${visible(each)}": the kinds are ${shortList()}.`,
    );
  });
}

/** The kinds, where the calls' answers are said once for all. */
function shortList(): string {
  const isAnswer = (kind: Kind) =>
    CALL_KINDS.some((call) => call === entryOf(kind) && call !== kind);
  const names = KINDS_OF_LINES.filter((kind) => !isAnswer(kind));
  return `${names.join(', ')}, and of a call .ret and .err (recv.err: recvs that failed)`;
}

/** The call's kind of an answer's; any other kind is its own. */
export function entryOf(kind: Kind): Kind {
  const call = ANSWER.exec(kind)?.[1];
  return CALL_KINDS.find((each) => each === call) ?? kind;
}

function numbersOf(kinds: readonly Kind[]): ReadonlySet<number> {
  return new Set(kinds.map((kind) => KINDS.indexOf(kind)));
}

function readPattern(grep: string): (line: string) => boolean {
  const [, source, flags] = /^\/(.+)\/([imsuv]*)$/s.exec(grep) ?? [];
  if (source === undefined) {
    const text = grep.toLowerCase();
    return (line) => line.toLowerCase().includes(text);
  }
  try {
    const pattern = new RegExp(source, flags);
    return (line) => pattern.test(line);
  } catch (error) {
    throw new Misuse(`${visible(grep)} is no pattern: ${visible((error as Error).message)}.`);
  }
}

/** Exactly these bytes, of a text too. */
function readBytes(text: string): { readonly kind: 'bytes'; readonly bytes: Uint8Array } {
  const query = readQuery(text);
  if (query === undefined) throw new Misuse('--bytes needs bytes, such as "0d 0a", or a text.');
  return { kind: 'bytes', bytes: query.bytes };
}

function checkConnection(trace: Trace, connection: number): void {
  const count = connectionsOf(trace).length;
  if (connection >= 1 && connection <= count) return;
  const there =
    count === 0
      ? 'it has none'
      : count === 1
        ? 'it has connection 1 only'
        : `it has connections 1 to ${count}`;
  throw new Misuse(`This recording has no connection ${connection}: ${there}.`);
}

function known(find: () => readonly number[]): readonly number[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof Misuse) return [];
    throw error;
  }
}
