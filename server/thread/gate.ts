/**
 * The gate before every call: -1 lets all calls pass, 0 holds the thread, n > 0 lets n calls pass.
 * Open, it costs one atomic load (about 3 ns). The live view moves it, from the main thread.
 */
import { isStopping, SLOT, slotWord } from './memory.ts';
import type { SharedMemory } from './memory.ts';

export const OPEN = -1;

/**
 * Passes the gate of `slot`, waiting while it is closed; a stop opens all gates.
 * @param held told once if the thread has to wait
 */
export function passGate(memory: SharedMemory, slot: number, held: () => void): void {
  const word = slotWord(slot, SLOT.gate);
  let told = false;
  for (;;) {
    const tickets = Atomics.load(memory.words, word);
    if (tickets === OPEN) return;
    if (tickets > 0) {
      if (Atomics.compareExchange(memory.words, word, tickets, tickets - 1) === tickets) return;
      continue;
    }
    if (isStopping(memory, slot)) return;
    if (!told) held();
    told = true;
    Atomics.wait(memory.words, word, 0);
  }
}

/** Sets the gate of `slot` and wakes the thread that waits at it. */
export function setGate(memory: SharedMemory, slot: number, tickets: number): void {
  Atomics.store(memory.words, slotWord(slot, SLOT.gate), tickets);
  Atomics.notify(memory.words, slotWord(slot, SLOT.gate));
}

/** Lets `calls` more calls pass a closed gate. */
export function step(memory: SharedMemory, slot: number, calls = 1): void {
  Atomics.add(memory.words, slotWord(slot, SLOT.gate), calls);
  Atomics.notify(memory.words, slotWord(slot, SLOT.gate));
}
