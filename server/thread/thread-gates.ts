import { OPEN, setGate, step } from './gate.ts';
import { SITTING, SLOT, slotOfThread, slotWord, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';

/** A live thread, as the shared memory has it at this moment. */
export interface GateState {
  readonly thread: number;
  readonly program: number;
  /** `stepping`: closed, but the next call may pass. */
  readonly gate: 'open' | 'closed' | 'stepping';
  /** `gate`: held before a call. `kernel`: in a call that may wait, or waiting for a typed line. */
  readonly at: 'gate' | 'kernel' | 'running';
  /** It is its program's main thread. */
  readonly main: boolean;
}

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

  /** Whether each thread that a server starts from now on is held before its first call. */
  holdNew(on: boolean): void {
    Atomics.store(this.#memory.words, WORD.holdNew, on ? 1 : 0);
  }

  /** Lets a held thread make one call; one that runs is held before its next. */
  step(thread: number): void {
    this.#move(thread, (slot) => step(this.#memory, slot));
  }

  /** Lets the thread run. */
  resume(thread: number): void {
    this.#move(thread, (slot) => setGate(this.#memory, slot, OPEN));
  }

  /** Whether a thread with this number runs now. */
  runs(thread: number): boolean {
    return slotOfThread(this.#memory, thread) !== undefined;
  }

  /** The number of the last event that happened, in the trace or on its way there. */
  get lastSeq(): number {
    return Atomics.load(this.#memory.words, WORD.seq);
  }

  /** All live threads, in the order of their numbers. */
  states(): readonly GateState[] {
    const all: GateState[] = [];
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      const thread = this.#word(slot, SLOT.thread);
      if (thread !== 0) all.push(this.#stateOf(slot, thread));
    }
    return all.sort((a, b) => a.thread - b.thread);
  }

  #stateOf(slot: number, thread: number): GateState {
    const tickets = this.#word(slot, SLOT.gate);
    const sitting = this.#word(slot, SLOT.sitting);
    const called = sitting === SITTING.none ? 'running' : 'kernel';
    return {
      thread,
      program: this.#word(slot, SLOT.program),
      gate: tickets === OPEN ? 'open' : tickets === 0 ? 'closed' : 'stepping',
      at: sitting === SITTING.gate ? 'gate' : called,
      main: this.#word(slot, SLOT.main) === 1,
    };
  }

  /** Where the thread ends meanwhile, its slot's gate is left open: another's may be there next. */
  #move(thread: number, move: (slot: number) => void): void {
    const slot = slotOfThread(this.#memory, thread);
    if (slot === undefined) return;
    const before = this.#word(slot, SLOT.gate);
    move(slot);
    if (this.#word(slot, SLOT.thread) !== thread) setGate(this.#memory, slot, before);
  }

  #word(slot: number, word: number): number {
    return Atomics.load(this.#memory.words, slotWord(slot, word));
  }
}
