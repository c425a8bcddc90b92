import { KINDS } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';

/** "About to run this line": a return and an exception are of a line that runs already. */
const RUNS = KINDS.map((kind) => kind === 'line' || kind === 'fn.call');
/** How many events are read between two looks at the clock. */
const ROUND = 16_384;

/** By the number of the place (`Trace.sites`). */
type Lists = Map<number, number[]>;

/**
 * Where each line was run, by whom: positions, ascending. Filled by `read`, a slice at a time; a
 * recording that has grown is read on from where the reading stopped.
 */
export class Executions {
  /** Of thread 0: those of all threads. */
  readonly #threads = new Map<number, Lists>();
  #done = 0;

  /** Reads on while `goOn` says so; true when all of the trace has been read. */
  read(trace: Trace, goOn: () => boolean): boolean {
    while (this.#done < trace.length) {
      const end = Math.min(this.#done + ROUND, trace.length);
      for (; this.#done < end; this.#done++) {
        if (RUNS[trace.kinds[this.#done] as number] !== true) continue;
        const site = trace.sites[this.#done] as number;
        this.#put(0, site);
        this.#put(trace.threads[this.#done] as number, site);
      }
      if (!goOn()) break;
    }
    return this.#done >= trace.length;
  }

  /** Every place that the thread (undefined: any thread) has run, by its number. */
  sites(thread: number | undefined): Iterable<number> {
    return this.#threads.get(thread ?? 0)?.keys() ?? [];
  }

  /** When the thread (undefined: any thread) ran a place. */
  of(thread: number | undefined, site: number): readonly number[] {
    return this.#threads.get(thread ?? 0)?.get(site) ?? [];
  }

  #put(thread: number, site: number): void {
    let lists = this.#threads.get(thread);
    if (lists === undefined) this.#threads.set(thread, (lists = new Map()));
    const list = lists.get(site);
    if (list === undefined) lists.set(site, [this.#done]);
    else list.push(this.#done);
  }
}
