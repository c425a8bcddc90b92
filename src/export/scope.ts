/** Which events a scope takes, and the moments that it is named by. */
import { createNames } from '../narration/names.ts';
import { ended } from '../narration/words.ts';
import { pairSockets } from '../scene/pairs.ts';
import { visible } from '../trace/visible.ts';
import type { Trace } from '../trace/trace.ts';
import type { Part, Scope } from './part.ts';
import { redactTrace } from './redact.ts';
import { chosen } from './chosen.ts';

/** A scope, or a moment, that the recording does not have. One sentence: what is wrong, and which
 *  there are. */
export class ScopeError extends Error {
  override readonly name = 'ScopeError';
}

/** So many of a list are named in a sentence. */
const MOST_NAMED = 12;

/**
 * The part of a trace that a scope asks for.
 * @throws {ScopeError} where the trace has no such connection, thread or events
 */
export function partOf(trace: Trace, scope: Scope, how: { readonly redact?: boolean } = {}): Part {
  checkConnection(trace, scope);
  checkThread(trace, scope);
  checkRange(trace, scope);
  const { redact = false } = how;
  return new ChosenPart(redact ? redactTrace(trace) : trace, redact, scope, choose(trace, scope));
}

/**
 * The event that a text means: its number, or the text of a marker, which means the event that the
 * marker hangs on. Where several markers say the same, the first.
 * @returns `seq`
 * @throws {ScopeError} where there is neither
 */
export function parseMoment(trace: Trace, text: string): number {
  const wanted = text.trim();
  if (/^\d+$/.test(wanted)) {
    const seq = Number(wanted);
    checkRange(trace, { from: seq, to: seq });
    return seq;
  }
  const texts: string[] = [];
  for (const position of trace.ofKind('marker')) {
    const event = trace.at(position);
    if (event.kind !== 'marker') continue;
    if (event.text.trim() === wanted) return event.call ?? event.seq;
    texts.push(`"${visible(event.text)}"`);
  }
  const there =
    texts.length === 0
      ? 'has no markers; give the number of an event'
      : `has the markers ${listed(texts)}`;
  throw new ScopeError(ended(`No marker of this recording says "${visible(wanted)}": it ${there}`));
}

function checkConnection(trace: Trace, { connection }: Scope): void {
  if (connection === undefined) return;
  const ids = pairSockets(trace).map(({ id }) => id);
  if (ids.includes(connection)) return;
  const there =
    ids.length === 0
      ? 'it has none'
      : ids.length === 1
        ? 'it has connection 1 only'
        : `it has connections 1 to ${ids.length}`;
  throw new ScopeError(`This recording has no connection ${connection}: ${there}.`);
}

function checkThread(trace: Trace, { thread }: Scope): void {
  if (thread === undefined || trace.ofThread(thread).length > 0) return;
  const names = createNames(trace);
  const ids = trace.threadIds.map((id) => `${id} (${names.thread(id)})`);
  const there = ids.length === 0 ? 'it has none' : `it has threads ${listed(ids)}`;
  throw new ScopeError(ended(`This recording has no thread ${thread}: ${there}`));
}

function checkRange(trace: Trace, { from, to }: Scope): void {
  const [first, last] = [trace.seqs[0], trace.seqs.at(-1)];
  for (const seq of [from, to]) {
    if (seq === undefined) continue;
    if (first === undefined || last === undefined) {
      throw new ScopeError(`This recording has no event ${seq}: it has none at all.`);
    }
    if (seq >= first && seq <= last) continue;
    throw new ScopeError(`This recording has no event ${seq}: it has events ${first} to ${last}.`);
  }
  if (from === undefined || to === undefined || from <= to) return;
  throw new ScopeError(`Event ${from} comes after event ${to}: give the earlier one first.`);
}

function choose(trace: Trace, scope: Scope): Uint8Array | undefined {
  const mask = chosen(trace, scope);
  if (mask === undefined || mask.includes(1)) return mask;
  const { connection, thread } = scope;
  const asked = [
    ...(connection === undefined ? [] : [`of connection ${connection}`]),
    ...(thread === undefined ? [] : [`of thread ${thread}`]),
    ...(scope.from === undefined && scope.to === undefined ? [] : ['in that range']),
  ];
  throw new ScopeError(`No event of this recording is ${asked.join(' and ')}.`);
}

function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return texts.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

class ChosenPart implements Part {
  readonly trace: Trace;
  readonly redacted: boolean;
  readonly scope: Scope;
  /** 1 at the positions of the part; undefined: all of them. */
  readonly #mask: Uint8Array | undefined;
  #next = 0;

  constructor(trace: Trace, redacted: boolean, scope: Scope, mask: Uint8Array | undefined) {
    this.trace = trace;
    this.redacted = redacted;
    this.scope = scope;
    this.#mask = mask;
  }

  has(position: number): boolean {
    return this.#mask === undefined ? position < this.trace.length : this.#mask[position] === 1;
  }

  *positions(): Iterable<number> {
    const { length } = this.trace;
    for (let position = 0; position < length; position++) {
      this.#next = position;
      if (this.has(position)) yield position;
    }
    this.#next = length;
  }

  get done(): number {
    return this.trace.length === 0 ? 1 : this.#next / this.trace.length;
  }
}
