/** A line of the log as it is printed: plain, in colours, or as JSON. */
import type { createColors } from 'picocolors';
import { formatLogLine } from '../../src/narration/call-log.ts';
import type { LogLine } from '../../src/narration/call-log.ts';
import { utf8 } from '../../src/trace/chunk.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import type { Trace } from '../../src/trace/trace.ts';

export type Colours = ReturnType<typeof createColors>;

/** What stands out in a line: bytes and texts in quotes, the call's name, a failure, a call that has
 *  not returned, what is no call. */
const PARTS = /"(?:[^"\\]|\\.)*"…?|^\w+(?=\()| = -1 .*$| = \?$|^(?:---|\+\+\+) .*$/g;

/** The line in colours; without them it is what `formatLogLine` makes. */
export function colouredLine(line: LogLine, colours: Colours): string {
  const { bold, dim, red, yellow, cyan } = colours;
  const text = line.text.replace(PARTS, (part) => {
    if (part.startsWith('"')) return cyan(part);
    if (part.startsWith(' = -1') || part.startsWith('+++ died')) return red(part);
    if (part === ' = ?') return yellow(part);
    return part.startsWith('-') ? dim(part) : bold(part);
  });
  // What is before and behind the text is the same in every line.
  const [before = '', behind = ''] = formatLogLine({ ...line, text: '\0' }).split('\0');
  return `${dim(before)}${text}${behind === '' ? '' : dim(behind)}`;
}

/**
 * One line of `--json`. These names stay; more may come.
 *
 * An event's fields are named as in `src/trace/format.ts`, but for the bytes of a chunk.
 */
interface LineRecord {
  /** The event's place in the order, from 1. */
  readonly seq: number;
  /** Nanoseconds since the recording began. */
  readonly at: number;
  /** Of the day, UTC: `12:00:00.123456`. */
  readonly time: string;
  /** Name of the thread, or of the program. */
  readonly who: string;
  /** Number of the thread; absent where the line is not about one. */
  readonly thread?: number;
  /** What the log says: `recv(5, "12"…, 64) = 64`. */
  readonly text: string;
  /** Nanoseconds from a call to its return; absent while it has not returned, and of no call. */
  readonly duration?: number;
  readonly event: Fields;
  /** The return or the failure of a call. */
  readonly answer?: Fields;
}

/** `bytes` as hex; `utf8` the same as text, where it is one. */
type Fields = Omit<TraceEvent, 'bytes'> & { readonly bytes?: string; readonly utf8?: string };

export function jsonLine(line: LogLine, trace: Trace): string {
  const { position, seq, time, who, thread, text, duration, returned } = line;
  const record: LineRecord = {
    seq,
    at: trace.ats[position] as number,
    time,
    who,
    ...(thread === 0 ? {} : { thread }),
    text,
    ...(duration === undefined ? {} : { duration }),
    event: fieldsOf(trace.at(position)),
    ...(returned === undefined ? {} : { answer: fieldsOf(trace.at(returned)) }),
  };
  return escaped(JSON.stringify(record));
}

function fieldsOf(event: TraceEvent): Fields {
  if (!('bytes' in event)) return event;
  const { buffer, byteOffset, length } = event.bytes;
  const bytes = Buffer.from(buffer, byteOffset, length).toString('hex');
  const text = utf8(event.bytes);
  return text === undefined ? { ...event, bytes } : { ...event, bytes, utf8: text };
}

/** Nearly every line: printable ASCII. */
const PLAIN = /^[ -~]*$/;

/** JSON leaves some characters as they are that a terminal obeys or that nobody sees. */
function escaped(json: string): string {
  if (PLAIN.test(json)) return json;
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    let text = '';
    for (let n = 0; n < character.length; n++) {
      text += `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`;
    }
    return text;
  });
}
