import { KINDS, type TraceEvent } from '../trace/format.ts';
import type { Cue } from './lesson.ts';

const NUMBERS = ['nth', 'n', 'max', 'len', 'line'] as const;
const WORDS = ['kind', 'thread', 'program', 'function', 'text'] as const;

/**
 * Reads a cue's attributes as a directive gives them.
 * Returns a sentence instead where they make no cue.
 */
export function readCue(attributes: Readonly<Record<string, string>>): Cue | string {
  const cue: { kind?: string; nth: number } = { nth: 1 };
  const where: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (NUMBERS.some((known) => known === name)) {
      if (!/^\d{1,9}$/.test(value)) return `${name} must be a whole number, not "${value}"`;
      if (name === 'nth') cue.nth = Number(value);
      else where[name] = value;
    } else if (name === 'kind') {
      cue.kind = value;
    } else if (WORDS.some((known) => known === name)) {
      where[name] = value;
    } else {
      return `a cue has no "${name}"; it has ${[...WORDS, ...NUMBERS].join(', ')}`;
    }
  }
  if (!KINDS.some((kind) => kind === cue.kind)) return `no event is of kind "${cue.kind ?? ''}"`;
  if (cue.nth === 0) return 'nth counts from 1';
  return { ...cue, where } as Cue;
}

/** `seq` of the event that the cue names, undefined if there is none in these events. */
export function findCue(events: Iterable<TraceEvent>, cue: Cue): number | undefined {
  const threads = new Map<number, string>();
  const programs = new Map<number, string>();
  let left = cue.nth;
  for (const event of events) {
    if (event.kind === 'prog.start') programs.set(event.program, event.name);
    if (event.kind === 'thread.run') threads.set(event.thread, event.name.replace(/ \(.*$/, ''));
    if (matches(event, cue, threads, programs) && --left === 0) return event.seq;
  }
  return undefined;
}

function matches(
  event: TraceEvent,
  cue: Cue,
  threads: ReadonlyMap<number, string>,
  programs: ReadonlyMap<number, string>,
): boolean {
  const { kind, where } = cue;
  if (event.kind !== kind) return false;
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const { thread, program, text } = where;
  if (thread !== undefined && threads.get(fields.thread as number) !== thread) return false;
  if (program !== undefined && programs.get(fields.program as number) !== program) return false;
  if (text !== undefined && !String(fields.text).includes(text)) return false;
  return (['n', 'max', 'len', 'line', 'function'] as const).every(
    (name) => where[name] === undefined || where[name] === String(fields[name]),
  );
}
