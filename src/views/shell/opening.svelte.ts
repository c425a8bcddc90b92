import type { Opening, Progress } from '../../sources/progress.ts';
import { troubleOf, type Trouble, type Wanted } from './problems.ts';

/** What is on its way to the screen: how far it is, or why it does not come. One at a time. */
export class OpeningState {
  #wanted = $state.raw<Wanted>();
  #progress = $state.raw<Progress>();
  #trouble = $state.raw<Trouble>();
  #stop: AbortController | undefined;

  /** What is being opened; undefined: nothing is. */
  get wanted(): Wanted | undefined {
    return this.#wanted;
  }

  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Why the last one could not be opened. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** What `load` gives; undefined where it fails, or where something else was wanted meanwhile. */
  async run<T extends { close(): void }>(
    wanted: Wanted,
    load: (opening: Opening) => Promise<T>,
  ): Promise<T | undefined> {
    this.cancel();
    const stop = new AbortController();
    this.#stop = stop;
    this.#wanted = wanted;
    const onprogress = (progress: Progress): void => {
      if (this.#stop === stop) this.#progress = progress;
    };
    try {
      const loaded = await load({ signal: stop.signal, onprogress });
      if (this.#stop === stop) return loaded;
      loaded.close();
    } catch (error) {
      if (this.#stop === stop) this.#trouble = troubleOf(error, wanted);
    } finally {
      if (this.#stop === stop) this.#wanted = undefined;
    }
    return undefined;
  }

  /** No longer wanted: neither what is on its way nor the trouble that it had. */
  cancel(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#wanted = undefined;
    this.#progress = undefined;
    this.#trouble = undefined;
  }
}
