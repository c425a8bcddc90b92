import type { EventOf, Kind } from '../../trace/format.ts';
import { lacks } from '../../trace/lacks.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';

/** Width of a character of the 12 px monospace label, and a box's own room beside its text. */
const CHARACTER = 7.25;
const SIDES = 15;
const MOST = 24;

/**
 * What the lanes write into an event's box; undefined: the event is only a mark. Read from the
 * columns where they have it: a label must not cost the reading of a payload.
 */
export function label(trace: Trace, position: number): string | undefined {
  const kind = trace.kindAt(position);
  const size = trace.sizes[position] ?? 0;
  switch (kind) {
    case 'recv':
      // What strace had not seen return by the end of its log.
      if (size === -1) return trace.header.imported === undefined ? 'recv ≤ -1' : 'recv';
      return `recv ≤ ${Number.isFinite(size) ? size : asked(trace, position)}`;
    case 'recv.ret':
      return `got ${size}`;
    case 'send':
      return lacks(trace, 'calls') ? `sent ${size}` : `send ${size}`;
    case 'connection.end':
      return (trace.at(position) as EventOf<'connection.end'>).how;
    case 'input.ret':
      return 'text' in trace.at(position) ? 'Enter' : 'end of input';
    case 'held': {
      const waiting = trace.queued[position] ?? 0;
      return waiting > 0 ? `held · ${waiting} wait` : 'held';
    }
    case 'thread.err':
      return `✕ ${nameOf(trace, position)}`;
    case 'fold': {
      const { of, count } = trace.at(position) as EventOf<'fold'>;
      return `${of} × ${count}`;
    }
    default:
      return kind.endsWith('.err') ? nameOf(trace, position) : WORDS[kind];
  }
}

/** Pixels that a box needs to show its text in full. */
export function textWidth(text: string): number {
  return text.length * CHARACTER + SIDES;
}

/** In one word or two: what a mark without a label stands for. */
export function markName(kind: Kind): string {
  return MARKS[kind] ?? kind.replace('.ret', ' returns');
}

/** wirestep's own stop woke the call: no failure of the program. */
export function isStopped(trace: Trace, position: number): boolean {
  const event = trace.at(position);
  return 'name' in event && event.name === 'STOPPED';
}

const WORDS: Readonly<Partial<Record<Kind, string>>> = {
  'accept.ret': 'accepted',
  out: 'print',
  input: 'input',
  exc: 'raises',
  'thread.start': 'start',
  'thread.run': 'runs',
  'thread.exit': 'ends',
  socket: 'socket',
  bind: 'bind',
  listen: 'listen',
  connect: 'connect',
  accept: 'accept',
  setsockopt: 'setsockopt',
  shutdown: 'shutdown',
  close: 'close',
  connection: 'connected',
};

const MARKS: Readonly<Partial<Record<Kind, string>>> = {
  line: 'line',
  'fn.call': 'enters a function',
  'fn.return': 'leaves a function',
  kernel: 'the kernel confirms the wait',
  gap: 'events missing',
};

function asked(trace: Trace, position: number): string {
  return cut(String((trace.at(position) as EventOf<'recv'>).max));
}

function nameOf(trace: Trace, position: number): string {
  const event = trace.at(position);
  const name = 'name' in event ? event.name : '';
  return name === 'STOPPED' ? 'stopped' : cut(visible(name));
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
