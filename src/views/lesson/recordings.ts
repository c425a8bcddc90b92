import { Cut } from '../../trace/cut.ts';
import type { Trace } from '../../trace/trace.ts';

/** Loads a recording of a lesson by its name. */
export type LoadRecording = (name: string) => Promise<Trace>;

/** The recordings of one lesson: each is loaded when it is first shown, and kept. */
export class Recordings {
  readonly #cuts = new Map<string, Cut>();
  readonly #load: LoadRecording;

  constructor(name: string, trace: Trace, load: LoadRecording) {
    this.#cuts.set(name, new Cut(trace));
    this.#load = load;
  }

  /** The recording where it is there already. */
  get(name: string): Cut | undefined {
    return this.#cuts.get(name);
  }

  async load(name: string): Promise<Cut> {
    const trace = await this.#load(name);
    const cut = this.#cuts.get(name) ?? new Cut(trace);
    this.#cuts.set(name, cut);
    return cut;
  }
}
