/**
 * Bytes → trace. Tolerant: a cut tail is counted, a damaged line is reported and left out, kinds and
 * fields of later versions are ignored. Only what is no trace at all, or is too large, is refused.
 */
import { utf8 } from './chunk.ts';
import type { TraceHeader } from './format.ts';
import { readHeader } from './header.ts';
import { FOREIGN, OWN } from './limits.ts';
import type { Limits } from './limits.ts';
import { LineReader } from './line-reader.ts';
import type { Read } from './line-reader.ts';
import type { Trace } from './trace.ts';
import { ImportError } from './import-error.ts';
import { currentTrace } from './versions.ts';

/** A line that was left out, or numbers that are missing before it. */
export interface Damage {
  /** Line of the file, from 1; 0 where it has no lines. */
  readonly line: number;
  /** Offset of the line's first byte, or of what is damaged where there are no lines. */
  readonly byte: number;
  readonly reason: string;
}

export interface ParsedTrace {
  readonly trace: Trace;
  /** The first thousand, in the order of the file. */
  readonly damage: readonly Damage[];
  /** How many there are in all. */
  readonly damaged: number;
  /** Bytes after the last `\n`: a line that was being written. */
  readonly torn: number;
  /** The recording was closed in order; otherwise its writer died, or still writes. */
  readonly ended: boolean;
  /** All bytes seen, the torn ones too: where a live tail goes on. */
  readonly size: number;
}

const readers = new WeakMap<Trace, LineReader>();

/**
 * Reads a whole trace, of this version of the format or an older one. The bytes are kept, not copied:
 * the caller must not change them.
 * @param onread is told now and then which part of the bytes is read, 0 to 1
 * @throws {ImportError} where the first line is no header of a trace, or the bytes are above the
 * limit; nothing else, whatever they are.
 */
export function parseTrace(
  bytes: Uint8Array,
  limits: Limits = FOREIGN,
  onread?: (part: number) => void,
): ParsedTrace {
  if (bytes.length > limits.bytes) {
    const reason = `the trace has ${bytes.length} bytes; the limit is ${limits.bytes}`;
    throw new ImportError(1, 0, reason);
  }
  const header = parseHeader(bytes, limits);
  const current = currentTrace(bytes);
  return read(new LineReader(header, current, limits), current.length, onread);
}

/**
 * The same trace with more bytes at its end, as a live recording grows. What was read stays valid.
 * @throws {ImportError} as `parseTrace`.
 */
export function extendTrace(parsed: ParsedTrace, more: Uint8Array, limits = FOREIGN): ParsedTrace {
  const known = readers.get(parsed.trace);
  if (known?.length === parsed.trace.length && known.size === parsed.size) {
    if (parsed.size + more.length > limits.bytes) {
      throw new ImportError(
        known.line,
        known.next,
        `the trace has grown above ${limits.bytes} bytes`,
      );
    }
    readers.delete(parsed.trace);
    known.append(more, limits);
    return read(known, parsed.size + more.length);
  }
  // Extended before: read again from the bytes.
  const whole = new Uint8Array(parsed.size + more.length);
  whole.set(parsed.trace.bytes);
  whole.set(more, parsed.size);
  return parseTrace(whole, limits);
}

/** Takes a trace's reader from it. Undefined where the trace has been extended. */
export function releaseReader({ trace }: ParsedTrace): LineReader | undefined {
  const reader = readers.get(trace);
  readers.delete(trace);
  return reader;
}

/** A trace that was read elsewhere. Trusted: it was checked there. */
export function resumeTrace(header: TraceHeader, bytes: Uint8Array, read: Read): ParsedTrace {
  return parsedBy(new LineReader(header, bytes, OWN, read), bytes.length);
}

function read(reader: LineReader, size: number, onread?: (part: number) => void): ParsedTrace {
  reader.readLines(onread);
  return parsedBy(reader, size);
}

function parsedBy(reader: LineReader, size: number): ParsedTrace {
  const trace = reader.trace();
  readers.set(trace, reader);
  const { damaged, ended } = reader;
  return { trace, damage: [...reader.damage], damaged, torn: size - reader.next, ended, size };
}

function parseHeader(bytes: Uint8Array, limits: Limits): TraceHeader {
  const end = bytes.indexOf(0x0a);
  const refuse = (reason: string) => new ImportError(1, 0, reason);
  if (bytes.length === 0) throw refuse('the file is empty');
  if (end < 0) throw refuse('not a trace: there is no whole line');
  if (end > limits.lineBytes) throw refuse(`the first line is above ${limits.lineBytes} bytes`);
  if (bytes[end - 1] === 0x0d) throw refuse('the lines end in CR LF; a trace has LF alone');
  const text = utf8(bytes.subarray(0, end));
  if (text === undefined) throw refuse('not a trace: the first line is not UTF-8');
  const header = readHeader(parseJson(text));
  if (typeof header === 'string') throw refuse(header);
  return header;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
