import { OPEN, setGate, step } from './gate.ts';
import { SLOT, slotWord, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';

/** The gates of an engine's threads, which are named by their numbers in the trace. */
export class ThreadGates {
  readonly #memory: SharedMemory;

  constructor(memory: SharedMemory) {
    this.#memory = memory;
  }

  /** Holds the thread before its next call. */
  hold(thread: number): void {
    this.#move(thread, (slot) => setGate(this.#memory, slot, 0));
  }

  /** Holds the next `Thread-number` that a server starts, before its first call. */
  holdNext(number: number): void {
    Atomics.store(this.#memory.words, WORD.heldFrom, number);
  }

  /** Lets a held thread make one call. */
  step(thread: number): void {
    this.#move(thread, (slot) => step(this.#memory, slot));
  }

  /** Lets the thread run. */
  resume(thread: number): void {
    this.#move(thread, (slot) => setGate(this.#memory, slot, OPEN));
  }

  /** Whether a thread with this number runs now. */
  runs(thread: number): boolean {
    return this.#slotOf(thread) !== undefined;
  }

  #move(thread: number, move: (slot: number) => void): void {
    const slot = this.#slotOf(thread);
    if (slot !== undefined) move(slot);
  }

  #slotOf(thread: number): number | undefined {
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      if (Atomics.load(this.#memory.words, slotWord(slot, SLOT.thread)) === thread) return slot;
    }
    return undefined;
  }
}
