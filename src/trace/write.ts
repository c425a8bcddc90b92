/**
 * An event as its line on disk. The engine has its own, faster formatter; this one serves tests and
 * tools, and is what the other is compared with.
 */
import { base64Text, readableText } from './chunk.ts';
import { DISK_NAMES } from './format.ts';
import type { TraceEvent, TraceHeader } from './format.ts';
import { FIELDS } from './kinds.ts';

const DISK_NAME_OF: ReadonlyMap<string, string> = new Map(Object.entries(DISK_NAMES));

/** The event's fields under their names on disk, in the order of `FIELDS`, its bytes last. */
export function toDisk(event: TraceEvent): Readonly<Record<string, unknown>> {
  const { seq, at, kind } = event;
  const line: Record<string, unknown> = { i: seq, t: at, k: kind };
  for (const name of Object.keys(FIELDS[kind])) {
    const value: unknown = Reflect.get(event, name);
    if (value !== undefined) line[DISK_NAME_OF.get(name) ?? name] = value;
  }
  if (!('bytes' in event)) return line;
  const text = readableText(event.bytes);
  if (text === undefined) line['b'] = base64Text(event.bytes);
  else line['u'] = text;
  return line;
}

/** The event's line, with its `\n`. */
export function writeLine(event: TraceEvent): string {
  return `${JSON.stringify(toDisk(event))}\n`;
}

/** The header's line, with its `\n`. */
export function writeHeader(header: TraceHeader): string {
  return `${JSON.stringify(header)}\n`;
}

/** A whole trace as text: tests and tools build one from values. */
export function writeTrace(header: TraceHeader, events: readonly TraceEvent[]): string {
  return writeHeader(header) + events.map(writeLine).join('');
}
