/** The lines of a recording in the order of their events, also while it grows. */
import { createCallLog } from '../../src/narration/call-log.ts';
import type { LogLine } from '../../src/narration/call-log.ts';
import { isCallKind } from '../../src/trace/calls.ts';
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
  /** Calls (`seq`) whose line was looked at before they had returned. */
  readonly #open = new Set<number>();

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
    while (this.#next < trace.length) {
      const position = this.#answered(trace, this.#next++);
      if (!filter.mayTake(position)) continue;
      const line = log.line(position);
      if (line === undefined) continue;
      if (isOpen(trace, line)) this.#open.add(line.seq);
      if (filter.takes(line)) yield line;
    }
  }

  /** The open call that the event answers, else the event itself. */
  #answered(trace: Trace, position: number): number {
    const kind = trace.kindAt(position);
    const call = trace.calls[position] as number;
    const answers = entryOf(kind) !== kind && this.#open.delete(call);
    return answers ? trace.positionOf(call) : position;
  }
}

function isOpen(trace: Trace, { position, returned }: LogLine): boolean {
  return returned === undefined && isCallKind(trace.kindAt(position));
}
