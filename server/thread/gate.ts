/**
 * The gate before every call: -1 lets all calls pass, 0 holds the thread, n > 0 lets n calls pass.
 * Open, it costs one atomic load (about 3 ns). The live view moves it, from the main thread.
 */
import { isEnding, SITTING, SLOT, slotWord } from './memory.ts';
import type { SharedMemory } from './memory.ts';

export const OPEN = -1;
/** How often a held thread has a look at what it waits in front of, ms. */
const LOOK_MS = 50;

/**
 * Passes the gate of `slot`, waiting while it is closed; what ends the thread opens it.
 * @param held told once if the thread has to wait
 * @param look called now and then while it waits
 */
export function passGate(
  memory: SharedMemory,
  slot: number,
  held: () => void,
  look?: () => void,
): void {
  const word = slotWord(slot, SLOT.gate);
  for (let told = false; !mayPass(memory, word); told = true) {
    if (isEnding(memory, slot)) break;
    if (told) look?.();
    else held();
    Atomics.store(memory.words, slotWord(slot, SLOT.sitting), SITTING.gate);
    Atomics.wait(memory.words, word, 0, look === undefined ? Infinity : LOOK_MS);
  }
  Atomics.store(memory.words, slotWord(slot, SLOT.sitting), SITTING.none);
}

/** Takes a ticket, unless the gate is open; false where there is none. */
function mayPass({ words }: SharedMemory, gate: number): boolean {
  for (;;) {
    const tickets = Atomics.load(words, gate);
    if (tickets === OPEN) return true;
    if (tickets === 0) return false;
    if (Atomics.compareExchange(words, gate, tickets, tickets - 1) === tickets) return true;
  }
}

/** Sets the gate of `slot` and wakes the thread that waits at it. */
export function setGate(memory: SharedMemory, slot: number, tickets: number): void {
  Atomics.store(memory.words, slotWord(slot, SLOT.gate), tickets);
  Atomics.notify(memory.words, slotWord(slot, SLOT.gate));
}

/** Lets `calls` more calls pass a closed gate. An open one closes: the next call is held. */
export function step(memory: SharedMemory, slot: number, calls = 1): void {
  Atomics.add(memory.words, slotWord(slot, SLOT.gate), calls);
  Atomics.notify(memory.words, slotWord(slot, SLOT.gate));
}
