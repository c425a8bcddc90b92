/** The call log: `12:00:00.123456 [Thread-1] recv(5, "12"…, 64) = 64 <0.001204>`. */
import type { TraceEvent } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { addressText, callText, isCall, resultText } from './call-text.ts';
import { createNames } from './names.ts';
import type { Names } from './names.ts';
import { quoteBytes, quoteText } from './quote.ts';

/** One line, in its parts. */
export interface LogLine {
  readonly position: number;
  readonly seq: number;
  /** 0 where the line is not about one thread. */
  readonly thread: number;
  /** Name of the thread, or of the program. */
  readonly who: string;
  /** UTC, to the microsecond. */
  readonly time: string;
  /** The call with its result, or what happened. */
  readonly text: string;
  /** Position of the call's return; undefined for what is no call, or has not returned. */
  readonly returned?: number;
  /** Nanoseconds between entry and return. */
  readonly duration?: number;
}

export interface CallLog {
  /** The line of an event: the whole call for its entry. Undefined for events that have no line of
   *  their own. `upTo`: a return after this position has not happened yet. */
  line(position: number, upTo?: number): LogLine | undefined;
}

export function createCallLog(trace: Trace): CallLog {
  const names = createNames(trace);
  return {
    line(position, upTo = Infinity) {
      const event = trace.at(position);
      const base = {
        position,
        seq: event.seq,
        thread: trace.threads[position] as number,
        who: whoIn(event, names),
        time: timeOfDay(trace, event.at),
      };
      if (!isCall(event) || lacks(trace, 'calls')) {
        const text = happening(event, names);
        return text === undefined ? undefined : { ...base, text };
      }
      const returned = returnOf(trace, position);
      const known = returned !== undefined && returned <= upTo;
      const answer = known ? trace.at(returned) : undefined;
      const text = `${callText(event, answer)} = ${resultText(answer)}`;
      if (answer === undefined) return { ...base, text };
      return { ...base, text, returned, duration: answer.at - event.at };
    },
  };
}

/** The whole line as text. */
export function formatLogLine(line: LogLine): string {
  const duration = line.duration === undefined ? '' : ` <${(line.duration / 1e9).toFixed(6)}>`;
  return `${line.time} [${line.who}] ${line.text}${duration}`;
}

/** Position of a call's return or failure; undefined where it has none. */
export function returnOf(trace: Trace, call: number): number | undefined {
  const own = trace.ofThread(trace.threads[call] as number);
  const seq = trace.seqs[call];
  for (let n = countUpTo(own, call); n < own.length; n++) {
    const position = own[n] as number;
    const kind = trace.kindAt(position);
    if (kind === 'kernel' || kind === 'out') continue;
    return trace.calls[position] === seq ? position : undefined;
  }
  return undefined;
}

/** The wall clock's time of day, UTC, so many nanoseconds after the trace began: `12:00:00.123456`. */
export function timeOfDay(trace: Trace, at: number): string {
  const microseconds = (BigInt(trace.header.epoch_ns) + BigInt(at)) / 1000n;
  const ofDay = microseconds % 86_400_000_000n;
  const seconds = Number(ofDay / 1_000_000n);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(ofDay % 1_000_000n).padStart(6, '0')}`;
}

function whoIn(event: TraceEvent, names: Names): string {
  if ('thread' in event) return names.thread(event.thread);
  return 'program' in event ? names.program(event.program) : 'trace';
}

/** What happened, for events that are no calls; undefined for returns, sources and lines. */
function happening(event: TraceEvent, names: Names): string | undefined {
  switch (event.kind) {
    case 'prog.start':
      return `+++ started: ${visible(event.argv.join(' '))} +++`;
    case 'prog.exit':
      return `+++ exited with ${event.code} +++`;
    case 'thread.start':
      return `starts ${names.thread(event.child)}`;
    case 'thread.run':
      return `+++ runs as ${event.tid} +++`;
    case 'thread.exit':
      return '+++ ended +++';
    case 'thread.err':
      return `+++ died: ${visible(event.name)}: ${visible(event.message)} +++`;
    case 'held':
      return event.queued
        ? `--- held before ${event.before}, ${event.queued} bytes wait ---`
        : `--- held before ${event.before} ---`;
    case 'kernel':
      return `--- kernel: ${visible(event.state)} in ${visible(event.syscall)}(${visible(event.args.join(', '))}) ---`;
    case 'send':
      return `sent ${quoteBytes(event.bytes)}, ${event.len} bytes`;
    case 'connection':
      return `+++ connected from ${addressText(event.local)} to ${addressText(event.peer)} +++`;
    case 'connection.end':
      return event.how === 'FIN' ? '+++ sends no more (FIN) +++' : '+++ broke off (RST) +++';
    case 'out':
      return `${event.stream} ${quoteText(event.text, 200)}`;
    case 'note':
    case 'marker':
      return `--- ${event.kind}: ${visible(event.text)} ---`;
    case 'fold':
      return `${event.of}(${event.fd}, …) ${event.count} more times, not written one by one`;
    case 'gap':
      return `--- ${event.count === 0 ? 'bytes' : `${event.count} events`} missing: ${visible(event.why)} ---`;
    default:
      return undefined;
  }
}
