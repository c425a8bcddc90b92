/** The runs that go on: looks at the recording as it grows, and lets them go on or ends them. */
import type { GateState, ThreadGates } from '../thread/thread-gates.ts';
import { Run } from './run-until.ts';
import { TraceTail } from './tail.ts';

/** Looking at a long recording takes at most one part of the time in so many: pages are served too. */
const SHARE = 4;
const SHORT_MS = 5;

export class Runs {
  readonly #gates: ThreadGates;
  readonly #tail: TraceTail | undefined;
  readonly #onChange: () => void;
  #runs: readonly Run[] = [];
  #looking = false;
  #again = false;
  #due = 0;

  /** @param onChange a run is over */
  constructor(gates: ThreadGates, file: string | undefined, onChange: () => void) {
    this.#gates = gates;
    this.#tail = file === undefined ? undefined : new TraceTail(file);
    this.#onChange = onChange;
  }

  /** What a thread runs until; undefined where it does not. */
  untilOf(state: GateState): string | undefined {
    return this.#runs.find((run) => run.has(state))?.until;
  }

  /** @param all new threads of the server join */
  begin(until: string, threads: readonly number[], all: boolean): void {
    this.#runs = [...this.#runs, new Run({ until, gates: this.#gates, threads, all })];
  }

  /** The thread runs no more. */
  drop(thread: number): void {
    for (const run of this.#runs) run.drop(thread);
  }

  clear(): void {
    this.#runs = [];
  }

  close(): void {
    this.#runs = [];
    this.#tail?.close();
  }

  /** The recording has grown, or a thread stands at its gate. */
  look(): void {
    this.#again = true;
    if (this.#looking || this.#runs.length === 0) return;
    this.#looking = true;
    // The recorder says itself what is wrong with the file.
    void this.#lookOn()
      .catch(() => this.#end(this.#runs))
      .finally(() => (this.#looking = false));
  }

  async #lookOn(): Promise<void> {
    while (this.#again && this.#runs.length > 0 && performance.now() >= this.#due) {
      this.#again = false;
      const parsed = await this.#tail?.read();
      if (parsed === undefined) continue;
      const began = performance.now();
      const states = this.#gates.states();
      this.#end(this.#runs.filter((run) => run.look(parsed.trace, states)));
      // Nothing more will be recorded, so nothing can be seen to happen.
      if (parsed.ended) this.#end(this.#runs);
      const took = performance.now() - began;
      if (took > SHORT_MS) this.#due = performance.now() + (SHARE - 1) * took;
    }
  }

  #end(over: readonly Run[]): void {
    if (over.length === 0) return;
    this.#runs = this.#runs.filter((run) => !over.includes(run));
    this.#onChange();
  }
}
