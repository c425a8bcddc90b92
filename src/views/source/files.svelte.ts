import { untrack } from 'svelte';
import type { Trace } from '../../trace/trace.ts';
import { sourceFiles, type SourceFile } from './program.ts';

/** The sources of a recording, read again only when there are more of them. */
export class Files {
  readonly #trace: () => Trace;
  readonly #which = $derived.by(() => {
    const trace = this.#trace();
    return `${trace.header.id} ${trace.ofKind('file').length}`;
  });
  readonly all: ReadonlyMap<number, SourceFile> = $derived.by(() => {
    // Asked first: the trace itself is another one with every event that comes in.
    void this.#which;
    return untrack(() => sourceFiles(this.#trace()));
  });

  /** @param trace the open recording; it may grow, or become another one */
  constructor(trace: () => Trace) {
    this.#trace = trace;
  }
}
