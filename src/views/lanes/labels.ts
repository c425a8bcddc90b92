import type { TraceEvent } from '../../trace/format.ts';

/** What the lanes write into an event's column; undefined: the column is only a mark. */
export function label(event: TraceEvent): string | undefined {
  switch (event.kind) {
    case 'recv':
      return `recv ≤ ${event.max}`;
    case 'recv.ret':
      return event.n === 0 && event.bytes.length === 0 ? 'got 0' : `got ${event.n}`;
    case 'send':
      return `send ${event.len}`;
    case 'accept.ret':
      return 'accepted';
    case 'input':
      return 'input';
    case 'input.ret':
      return event.text === undefined ? 'end of input' : 'Enter';
    case 'out':
      return 'print';
    case 'thread.start':
      return 'start';
    case 'thread.run':
      return 'runs';
    case 'thread.exit':
      return 'ends';
    case 'thread.err':
      return event.name;
    case 'held':
      return 'held';
    case 'fold':
      return `${event.of} × ${event.count}`;
    case 'socket':
    case 'bind':
    case 'listen':
    case 'connect':
    case 'accept':
    case 'setsockopt':
    case 'shutdown':
    case 'close':
      return event.kind;
    default:
      return event.kind.endsWith('.err') && 'name' in event ? event.name : undefined;
  }
}

/** Calls whose return says something of its own: it gets its own box. */
export const TELLING_RETURNS: ReadonlySet<string> = new Set([
  'recv.ret',
  'accept.ret',
  'input.ret',
]);

/** True for an event that begins a call: it has a `.ret` or an `.err` to come. */
export function isCall(kind: string): boolean {
  return CALLS.has(kind);
}

const CALLS: ReadonlySet<string> = new Set([
  'socket',
  'bind',
  'listen',
  'connect',
  'accept',
  'setsockopt',
  'shutdown',
  'close',
  'recv',
  'send',
  'input',
]);
