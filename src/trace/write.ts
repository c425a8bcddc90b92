/**
 * An event as its line on disk. The engine has its own, faster formatter; this one serves tests and
 * tools, and is what the other is compared with.
 */
import { base64Text, readableText } from './chunk.ts';
import { DISK_NAMES } from './format.ts';
import type { TraceEvent, TraceHeader } from './format.ts';

const DISK_NAME_OF: ReadonlyMap<string, string> = new Map(Object.entries(DISK_NAMES));
/** These come first in a line, in this order; the others follow as the event has them. */
const FIRST = ['seq', 'at', 'kind', 'program', 'thread', 'socket', 'fd', 'call'];

/** The event's fields under their names on disk, in the order of the line. */
export function toDisk(event: TraceEvent): Readonly<Record<string, unknown>> {
  const fields = new Map<string, unknown>(Object.entries(event));
  const line: Record<string, unknown> = {};
  for (const name of [...FIRST, ...fields.keys()]) {
    const value = fields.get(name);
    if (value === undefined) continue;
    fields.delete(name);
    if (name !== 'bytes') {
      line[DISK_NAME_OF.get(name) ?? name] = value;
      continue;
    }
    const text = readableText(value as Uint8Array);
    if (text === undefined) line['b'] = base64Text(value as Uint8Array);
    else line['u'] = text;
  }
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
