/** Which event a step of a scenario waits for, and how events of the growing trace are held against it. */
import type { Kind } from '../../src/trace/format.ts';

/** Fields whose values a pattern may compare with a number. */
export const NUMBER_CONDITIONS = ['n', 'max', 'len', 'line', 'queued', 'ms'] as const;
/** Fields whose text it may ask for. */
export const TEXT_CONDITIONS = ['text', 'name', 'function'] as const;

/** `12`, `<64`, `<=64`, `>64`, `>=64`. */
export const NUMBER_CONDITION = /^(<=|>=|<|>)?(-?\d{1,15})$/;

/** The nth event since the recording began that has all of these. */
export interface EventPattern {
  /** Program name, as in `start`. */
  readonly program?: string;
  /** Beginning of the thread's name: `Thread-1`. */
  readonly thread?: string;
  readonly kind: Kind;
  readonly nth: number;
  /** By field: a number's condition, or a part of the text (`name`, `function`: all of it). */
  readonly where: Readonly<Record<string, string>>;
}

/** One event as it stands in the file, as far as patterns ask. */
export interface SeenEvent {
  readonly kind: string;
  readonly program: string;
  /** Without the `(target)` that Python adds. */
  readonly thread: string;
  /** Numbers and texts by the names that conditions have; `ms` from the call to its result. */
  readonly facts: Readonly<Record<string, string | number | undefined>>;
}

/** Whether the event is one of those that the pattern counts. */
export function matches(event: SeenEvent, pattern: EventPattern): boolean {
  const { kind, program, thread, where } = pattern;
  if (event.kind !== kind) return false;
  if (program !== undefined && event.program !== program) return false;
  if (thread !== undefined && event.thread !== thread) return false;
  return Object.entries(where).every(([name, wanted]) => holds(name, event.facts[name], wanted));
}

function holds(name: string, value: string | number | undefined, wanted: string): boolean {
  if (value === undefined) return false;
  if (name === 'text') return String(value).includes(wanted);
  if (name === 'name' || name === 'function') return value === wanted;
  const [, sign = '', digits = ''] = NUMBER_CONDITION.exec(wanted) ?? [];
  return compare(Number(value), sign, Number(digits));
}

function compare(value: number, sign: string, wanted: number): boolean {
  switch (sign) {
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return value === wanted;
  }
}
