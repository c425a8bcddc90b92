/** The lines of a recording in the order of their events, also while it grows. */
import { createCallLog } from '../../src/narration/call-log.ts';
import type { LogLine } from '../../src/narration/call-log.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { entryOf, Filter } from './show-filter.ts';
import type { Wanted } from './show-filter.ts';

/** Gives each line once, and that of a call again, whole, when it returns after it was given. */
export class ShowLog {
  readonly #wanted: Wanted;
  #filter: Filter | undefined;
  #trace: Trace | undefined;
  /** Positions that have been looked at. */
  #next = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /**
   * The trace as it is now.
   * @throws {Misuse} for filters that are wrong whatever the trace is
   */
  grow(trace: Trace): void {
    this.#trace = trace;
    if (this.#filter === undefined) this.#filter = new Filter(trace, this.#wanted);
    else this.#filter.grow(trace);
  }

  /** Why there are no lines: one sentence, where the trace lacks what a filter names. */
  get missing(): string | undefined {
    return this.#filter?.missing;
  }

  /** The lines of what has been added since they were taken last. */
  *lines(): Generator<LogLine, void> {
    const trace = this.#trace;
    const filter = this.#filter;
    if (trace === undefined || filter === undefined) return;
    const log = createCallLog(trace);
    const begin = this.#next;
    while (this.#next < trace.length) {
      const position = answered(trace, this.#next++, begin);
      if (!filter.mayTake(position)) continue;
      const line = log.line(position);
      if (line !== undefined && filter.takes(line)) yield line;
    }
  }
}

/** Of an answer to a call that was looked at before, when it had not returned: that call. Anything
 *  else is itself. */
function answered(trace: Trace, position: number, begin: number): number {
  const kind = trace.kindAt(position);
  if (begin === 0 || entryOf(kind) === kind) return position;
  const call = trace.positionOf(trace.calls[position] as number);
  return call >= 0 && call < begin ? call : position;
}
