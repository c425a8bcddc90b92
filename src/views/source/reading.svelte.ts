import { untrack } from 'svelte';
import type { Trace } from '../../trace/trace.ts';
import { Executions } from './executions.ts';

/** Milliseconds of one slice: a step must stay within 16. */
const SLICE = 5;

/** The executions of a recording, read in the pauses of the page. Made inside a component. */
export class Reading {
  /** Replaced whenever more has been read: the lists inside are the same and have grown. */
  #read = $state.raw({ executions: new Executions(), counting: true });
  #lineage: object | undefined;

  /** @param trace the open recording; it may grow, or become another one */
  constructor(trace: () => Trace) {
    $effect(() => {
      const now = trace();
      return untrack(() => this.#follow(now));
    });
  }

  get executions(): Executions {
    return this.#read.executions;
  }

  /** True until the whole recording has been read. */
  get counting(): boolean {
    return this.#read.counting;
  }

  #follow(trace: Trace): () => void {
    const executions = this.#lineage === trace.lineage ? this.executions : new Executions();
    this.#lineage = trace.lineage;
    let stop = (): void => undefined;
    const slice = (): void => {
      const until = performance.now() + SLICE;
      const done = executions.read(trace, () => performance.now() < until);
      if (done || !this.counting) this.#read = { executions, counting: !done };
      if (!done) stop = whenIdle(slice);
    };
    slice();
    return () => stop();
  }
}

/** Calls back in a pause of the page; gives what calls it off. */
function whenIdle(callback: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(callback, 20);
    return () => clearTimeout(timer);
  }
  const pending = requestIdleCallback(callback, { timeout: 500 });
  return () => cancelIdleCallback(pending);
}
