import { KINDS } from '../trace/format.ts';
import type { Kind } from '../trace/format.ts';
import { NOT_A_STOP } from '../trace/stops.ts';
import type { Trace } from '../trace/trace.ts';
import { faultOf, meets } from './conditions.ts';
import type { Facts } from './facts.ts';
import type { Conditions, Cue } from './lesson.ts';

/**
 * Reads a cue's attributes as a directive gives them.
 * Returns a sentence instead where they make no cue.
 */
export function readCue(attributes: Readonly<Record<string, string>>): Cue | string {
  const { kind = '', nth = '1', after, ...where } = attributes;
  if (kind !== 'any' && !KINDS.some((known) => known === kind)) {
    return `no event is of kind "${kind}"${guess(kind)}`;
  }
  if (!/^\d{1,9}$/.test(nth)) return `nth must be a whole number, not "${nth}"`;
  if (Number(nth) === 0) return 'nth counts from 1';
  const fault = conditionsFault(where);
  if (fault !== undefined) return fault;
  const cue = { kind: kind as Cue['kind'], nth: Number(nth), where };
  return after === undefined ? cue : { ...cue, after };
}

/** A sentence about the first condition that cannot be; undefined where all can. */
export function conditionsFault(conditions: Conditions): string | undefined {
  for (const [name, condition] of Object.entries(conditions)) {
    const fault = faultOf(name, condition);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/**
 * Positions of the events that meet all but the cue's `nth`, after the position `from`. Calls that
 * wirestep itself stopped count only where the cue asks for the name `STOPPED`.
 */
export function* matches(trace: Trace, facts: Facts, cue: Cue, from = -1): Iterable<number> {
  for (const position of candidates(trace, cue.kind)) {
    if (position <= from) continue;
    const fact = (name: string) => facts(position, name);
    const stopped = cue.where['name'] === undefined && fact('name') === 'STOPPED';
    if (!stopped && meets(fact, cue.where)) yield position;
  }
}

/** Position of the event that the cue names, after `from`; undefined where there is none. */
export function findCue(trace: Trace, facts: Facts, cue: Cue, from = -1): number | undefined {
  let left = cue.nth;
  for (const position of matches(trace, facts, cue, from)) {
    if (--left === 0) return position;
  }
  return undefined;
}

/** The cue as its author wrote it, for messages. */
export function describeCue({ kind, nth, where, after }: Cue): string {
  const conditions = Object.entries(where).map(([name, value]) => ` ${name}="${value}"`);
  const place = nth === 1 ? '' : ` nth=${nth}`;
  return `kind="${kind}"${conditions.join('')}${place}${after === undefined ? '' : ` after="${after}"`}`;
}

function* candidates(trace: Trace, kind: Cue['kind']): Iterable<number> {
  if (kind !== 'any') {
    yield* trace.ofKind(kind);
    return;
  }
  for (let position = 0; position < trace.length; position++) {
    if (!NOT_A_STOP.has(trace.kindAt(position))) yield position;
  }
}

/** The kinds that may have been meant: those with the same beginning. */
function guess(kind: string): string {
  const close: readonly Kind[] = KINDS.filter(
    (known) => kind.length > 1 && known.startsWith(kind.slice(0, 2)),
  );
  return close.length === 0
    ? `; the kinds are ${KINDS.join(', ')}`
    : `; is it ${close.join(', ')}?`;
}
