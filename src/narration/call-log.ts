/** The call log: `12:00:00.123456 [Thread-1] recv(5, "12"…, 64) = 64 <0.001204>`. */
import type { TraceEvent, TraceHeader } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { addressText, callText, isCall, resultText } from './call-text.ts';
import { createNames } from './names.ts';
import type { Names } from './names.ts';
import { quoteChunk, quoteText } from './quote.ts';

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
      const { seq } = event;
      const thread = trace.threads[position] as number;
      const who = whoIn(event, names);
      const time = timeOfDay(trace, event.at);
      if (!isCall(event) || lacks(trace, 'calls')) {
        const text = happening(event, names);
        return text === undefined ? undefined : { position, seq, thread, who, time, text };
      }
      const returned = returnOf(trace, position);
      const known = returned !== undefined && returned <= upTo;
      const answer = known ? trace.at(returned) : undefined;
      const text = `${callText(event, answer)} = ${resultText(answer)}`;
      if (answer === undefined) return { position, seq, thread, who, time, text };
      const duration = answer.at - event.at;
      // Without -T, strace gives a call that nothing came between one time, which is no duration.
      if (duration === 0 && trace.header.imported?.from === 'strace')
        return { position, seq, thread, who, time, text, returned };
      return { position, seq, thread, who, time, text, returned, duration };
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
export function timeOfDay({ header }: Pick<Trace, 'header'>, at: number): string {
  const { microseconds, rest } = beginningOf(header);
  const passed = Math.floor(at / 1000) + (rest + (at % 1000) < 1000 ? 0 : 1);
  const ofDay = (microseconds + passed) % DAY;
  const seconds = Math.floor(ofDay / 1_000_000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}.${String(ofDay % 1_000_000).padStart(6, '0')}`;
}

/** Microseconds of a day. */
const DAY = 86_400_000_000;

/** When a trace began: microseconds of its day, and nanoseconds of that microsecond. */
interface Beginning {
  readonly microseconds: number;
  readonly rest: number;
}
const beginnings = new WeakMap<TraceHeader, Beginning>();

/** Asked for with every line; numbers above 2^53 are slow. */
function beginningOf(header: TraceHeader): Beginning {
  const known = beginnings.get(header);
  if (known !== undefined) return known;
  const nanoseconds = BigInt(header.epoch_ns) % (BigInt(DAY) * 1000n);
  const made = { microseconds: Number(nanoseconds / 1000n), rest: Number(nanoseconds % 1000n) };
  beginnings.set(header, made);
  return made;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** Name of the thread, or of the program, that did it. */
export function whoIn(event: TraceEvent, names: Names): string {
  if ('thread' in event) return names.thread(event.thread);
  return 'program' in event ? names.program(event.program) : 'trace';
}

/** What happened, for events that are no calls; undefined for returns, sources and lines. */
export function happening(event: TraceEvent, names: Names): string | undefined {
  switch (event.kind) {
    case 'prog.start':
      return `+++ started: ${visible(event.argv.join(' ') || event.name)} +++`;
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
      return `sent ${quoteChunk(event)}, ${event.len} bytes`;
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
