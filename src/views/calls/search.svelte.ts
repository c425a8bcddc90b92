import { readQuery } from '../../analysis/find-query.ts';
import { Search } from '../../analysis/find-search.ts';
import type { Found } from '../../analysis/find-search.ts';
import type { Trace } from '../../trace/trace.ts';

/** Milliseconds that a slice may take from a frame, and between two looks at what was found. */
const SLICE = 8;
const SHOWN_EVERY = 120;

/** The search of one list: goes on in slices, so that the page stays as quick as ever. */
export class CallSearch {
  #found = $state.raw<Found>();
  #progress = $state(1);
  #search: Search | undefined;
  #trace: Trace | undefined;
  #text = '';
  #running: Promise<void> | undefined;
  #shown = 0;

  /** What has been found so far; undefined where nothing is searched for. */
  get found(): Found | undefined {
    return this.#found;
  }

  /** How much has been searched, 0 … 1. */
  get progress(): number {
    return this.#progress;
  }

  get busy(): boolean {
    return this.#progress < 1;
  }

  /** Searches for a text, unless that is what it does; a trace that has grown is searched on. */
  look(trace: Trace, text: string): void {
    if (text === this.#text && trace === this.#trace) return;
    const grown = text === this.#text && trace.header === this.#trace?.header;
    this.#text = text;
    this.#trace = trace;
    const query = readQuery(text);
    if (grown && this.#search !== undefined) this.#search.extend(trace);
    else this.#search = query && new Search(trace, query);
    this.#show();
    this.#running ??= this.#run();
  }

  /** Ends a search that is not done; what it found stays. */
  stop(): void {
    this.#search = undefined;
    this.#progress = 1;
  }

  /** After the next slice, with what it found. False where there is nothing more to search. */
  async more(): Promise<boolean> {
    if (this.#search === undefined || this.#search.done) return false;
    await pause();
    this.#show();
    return true;
  }

  /** True where all matches up to this position are known. */
  knows(position: number): boolean {
    return this.#search === undefined || this.#search.upTo >= position;
  }

  async #run(): Promise<void> {
    await pause();
    while (this.#search !== undefined && !this.#search.done) {
      const search = this.#search;
      const until = performance.now() + SLICE;
      search.run(() => performance.now() > until);
      if (search !== this.#search) continue;
      if (search.done || performance.now() - this.#shown > SHOWN_EVERY) this.#show();
      await pause();
    }
    this.#running = undefined;
  }

  #show(): void {
    this.#shown = performance.now();
    this.#found = this.#search && { ...this.#search.found };
    this.#progress = this.#search?.progress ?? 1;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
