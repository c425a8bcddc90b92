/**
 * A trace, or a part of it, as a trace: wirestep opens it again. Events keep their numbers and, where
 * nothing is redacted, their lines byte for byte. A `gap` stands for every run of events that is left
 * out: it has the number of the last of them.
 */
import type { TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { writeHeader, writeLine } from '../trace/write.ts';
import { cutBytes, inByteChunks, inChunks, pace } from './chunks.ts';
import type { Chunk, Part, Scope } from './part.ts';

const NEWLINE = 0x0a;

/** The whole trace as it is, where no scope is given and nothing redacted: damage and all. */
export function writeJsonl(part: Part): Iterable<Chunk> {
  const { trace, redacted, scope } = part;
  if (redacted) return inChunks(redactedLines(part));
  const isWhole = Object.values(scope).every((value) => value === undefined);
  return isWhole ? wholeBytes(part) : inByteChunks(ownLines(part, trace));
}

function* wholeBytes(part: Part): Generator<Chunk> {
  const { bytes } = part.trace;
  const goTo = pace(part);
  let at = 0;
  for (const chunk of cutBytes(bytes)) {
    yield chunk;
    at += chunk.length;
    goTo(at / bytes.length);
  }
}

function* redactedLines(part: Part): Generator<string> {
  const { trace } = part;
  yield writeHeader(trace.header);
  for (const step of withGaps(part)) {
    yield writeLine(typeof step === 'number' ? trace.at(step) : step);
  }
}

function* ownLines(part: Part, { bytes, starts }: Trace): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield bytes.subarray(0, bytes.indexOf(NEWLINE) + 1);
  for (const step of withGaps(part)) {
    if (typeof step !== 'number') yield encoder.encode(writeLine(step));
    else {
      const start = starts[step] as number;
      yield bytes.subarray(start, bytes.indexOf(NEWLINE, start) + 1);
    }
  }
}

/** Positions of the part, and a gap for what is missing before each of them. */
function* withGaps(part: Part): Generator<number | TraceEvent> {
  const { trace } = part;
  const { seqs, ats } = trace;
  const leftOut = `left out: not ${scopeText(part.scope)}`;
  let last = -1;
  let written = 0;
  const gapUpTo = (seq: number, at: number, why: string): TraceEvent => {
    const count = seq - written;
    written = seq;
    return { seq, at, kind: 'gap', count, why };
  };
  for (const position of part.positions()) {
    if (position > last + 1) {
      yield gapUpTo(seqs[position - 1] as number, ats[position - 1] as number, leftOut);
    }
    const seq = seqs[position] as number;
    const unexplained = seq - 1 - explainedAt(trace, position);
    if (unexplained > written) {
      yield gapUpTo(unexplained, ats[position] as number, 'not in the recording that this is from');
    }
    yield position;
    written = seq;
    last = position;
  }
  const end = trace.length - 1;
  if (end > last) yield gapUpTo(seqs[end] as number, ats[end] as number, leftOut);
}

/** How many numbers before an event it says itself are missing. */
function explainedAt(trace: Trace, position: number): number {
  return trace.kindAt(position) === 'gap' ? (trace.sizes[position] as number) : 0;
}

/** "of connection 2, in events 10 to 20" */
function scopeText({ connection, thread, from, to }: Scope): string {
  const texts: string[] = [];
  if (connection !== undefined) texts.push(`of connection ${connection}`);
  if (thread !== undefined) texts.push(`of thread ${thread}`);
  if (from !== undefined && to !== undefined) texts.push(`in events ${from} to ${to}`);
  else if (from !== undefined) texts.push(`from event ${from} on`);
  else if (to !== undefined) texts.push(`up to event ${to}`);
  return texts.join(', ');
}
