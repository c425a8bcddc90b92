/** What the presenter has asked of a session's threads: which are held, and which run until when. */
import type { HeldThread, HoldsState } from '../../src/live/state.ts';
import type { Engine } from '../thread/engine.ts';
import { LiveError } from './live-error.ts';

export interface ControlOptions {
  readonly engine: Engine;
  /** The holds are others now. */
  readonly onChange: () => void;
}

export class Control {
  readonly #options: ControlOptions;
  #threads: HeldThread[] = [];
  #all = false;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  get state(): HoldsState {
    return { type: 'holds', all: this.#all, threads: this.#threads };
  }

  /** Holds a thread before its next call. @throws LiveError */
  hold(thread: number | 'all'): void {
    throw new LiveError(`${thread} cannot be held yet.`);
  }

  step(thread: number | 'all'): void {
    throw new LiveError(`${thread} cannot be stepped yet.`);
  }

  resume(thread: number | 'all'): void {
    throw new LiveError(`${thread} cannot be resumed yet.`);
  }

  run(thread: number | 'all', until: string): void {
    throw new LiveError(`${thread} cannot run until ${until} yet.`);
  }

  endThread(thread: number | 'gone'): void {
    throw new LiveError(`${thread} cannot be ended yet.`);
  }

  /** The session ends. */
  close(): void {
    this.#threads = [];
    this.#all = false;
    void this.#options;
  }
}
