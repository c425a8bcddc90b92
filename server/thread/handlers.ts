/** What the presenter does to single threads of a server beyond holding them: ending them. */
import type { Sys } from '../sys/sys.ts';
import { SLOT, slotOfThread, slotWord } from './memory.ts';
import type { SharedMemory } from './memory.ts';
import { stopThread } from './stop.ts';

export class Handlers {
  readonly #memory: SharedMemory;
  readonly #sys: Sys;
  readonly #note: (text: string) => void;

  constructor(memory: SharedMemory, sys: Sys, note: (text: string) => void) {
    this.#memory = memory;
    this.#sys = sys;
    this.#note = note;
  }

  /** Ends a handler, however blocked, and closes its connection. False where there is none. */
  end(thread: number): boolean {
    const slot = slotOfThread(this.#memory, thread);
    if (slot === undefined || this.#word(slot, SLOT.main) === 1) return false;
    this.#note(`The presenter ended Thread-${this.#word(slot, SLOT.number)}.`);
    void stopThread(this.#memory, this.#sys, slot, thread);
    return true;
  }

  /** Handlers that ask on and on behind the end of their stream: their client is gone. */
  gone(): readonly number[] {
    const all: number[] = [];
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      const thread = this.#word(slot, SLOT.thread);
      if (thread !== 0 && this.#word(slot, SLOT.gone) === 1) all.push(thread);
    }
    return all.sort((a, b) => a - b);
  }

  #word(slot: number, word: number): number {
    return Atomics.load(this.#memory.words, slotWord(slot, word));
  }
}
