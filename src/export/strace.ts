/** The call log as a text file: `12:00:00.123456 [Thread-1] recv(5, "12"…, 64) = 64 <0.001204>`. */
import { createCallLog, formatLogLine, returnOf, timeOfDay } from '../narration/call-log.ts';
import type { CallLog, LogLine } from '../narration/call-log.ts';
import { resultText } from '../narration/call-text.ts';
import { isCallKind } from '../trace/calls.ts';
import type { Trace } from '../trace/trace.ts';
import { aboutPart } from './about.ts';
import { inChunks } from './chunks.ts';
import type { Part } from './part.ts';

/** What a log of calls has no line for, and most traces have most of. */
const SILENT: ReadonlySet<string> = new Set(['file', 'line', 'fn.call', 'fn.return']);

/**
 * One line for each call and each thing that happened, in the order in which they began. A call whose
 * answer is not in the part shows none: `= ?`. An answer whose call is not in it stands alone, as
 * strace writes one: `<... recv resumed> = 64`. A part, or an import, says first that it is one.
 */
export function writeStrace(part: Part): Iterable<string> {
  return inChunks(lines(part));
}

function* lines(part: Part): Generator<string> {
  const log = createCallLog(part.trace);
  for (const sentence of aboutPart(part)) yield `--- ${sentence} ---\n`;
  for (const position of part.positions()) {
    if (SILENT.has(part.trace.kindAt(position))) continue;
    const line = lineOf(part, log, position) ?? resumed(part, log, position);
    if (line !== undefined) yield `${formatLogLine(line)}\n`;
  }
}

function lineOf(part: Part, log: CallLog, position: number): LogLine | undefined {
  const { trace } = part;
  const isEntry = isCallKind(trace.kindAt(position));
  const returned = isEntry ? returnOf(trace, position) : undefined;
  // At its own entry no answer has been seen.
  return log.line(position, returned === undefined || part.has(returned) ? Infinity : position);
}

/** The line of an answer whose call is not in the part. */
function resumed(part: Part, log: CallLog, position: number): LogLine | undefined {
  const { trace } = part;
  const call = callOf(trace, position);
  const entered = call === undefined || part.has(call) ? undefined : log.line(call, call);
  if (call === undefined || entered === undefined) return undefined;
  const answer = trace.at(position);
  const text = `<... ${trace.kindAt(call)} resumed> = ${resultText(answer)}`;
  return { ...entered, position, seq: answer.seq, time: timeOfDay(trace, answer.at), text };
}

/** Position of the call that an answer belongs to; undefined where the event is none. */
function callOf(trace: Trace, position: number): number | undefined {
  const seq = trace.calls[position] as number;
  const call = seq > 0 ? trace.positionOf(seq) : -1;
  const kind = call < 0 ? undefined : trace.kindAt(call);
  if (kind === undefined || !isCallKind(kind)) return undefined;
  return trace.kindAt(position).startsWith(`${kind}.`) ? call : undefined;
}
