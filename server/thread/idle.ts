/** Says of a handler that has waited for bytes for a long time that it does. */
import { SITTING, SLOT, slotWord } from './memory.ts';
import type { SharedMemory } from './memory.ts';
import type { Tracer } from './tracer.ts';

/** After this a note is made, unless told otherwise. */
export const IDLE_NOTICE_MS = 60_000;
/** How often is looked, at least. */
const EVERY_MS = 1000;

interface Waiting {
  readonly call: number;
  readonly since: number;
  told: boolean;
}

export class IdleWatch {
  readonly #memory: SharedMemory;
  readonly #tracer: Tracer;
  readonly #limit: number;
  readonly #timer: NodeJS.Timeout;
  /** For each slot the recv that its handler sits in. */
  readonly #waiting = new Map<number, Waiting>();

  /** @param limit ms that a handler may wait unnoticed */
  constructor(memory: SharedMemory, tracer: Tracer, limit: number) {
    this.#memory = memory;
    this.#tracer = tracer;
    this.#limit = limit;
    const every = Math.min(EVERY_MS, limit / 4);
    this.#timer = setInterval(() => this.look(performance.now()), every).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Notes every wait that has become too long at `now`, ms, each once. */
  look(now: number): void {
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      const isWaiting =
        this.#word(slot, SLOT.sitting) === SITTING.recv && this.#word(slot, SLOT.number) !== 0;
      if (isWaiting) this.#waits(slot, this.#word(slot, SLOT.call), now);
      else this.#waiting.delete(slot);
    }
  }

  #waits(slot: number, call: number, now: number): void {
    const seen = this.#waiting.get(slot);
    if (seen?.call !== call) this.#waiting.set(slot, { call, since: now, told: false });
    else if (!seen.told && now - seen.since >= this.#limit) {
      seen.told = true;
      const who = `Thread-${this.#word(slot, SLOT.number)}`;
      const text = `${who} has waited ${Math.round(this.#limit / 1000)} seconds for bytes.`;
      this.#tracer.event('note', `"re":${call},"text":${JSON.stringify(text)}`, '');
    }
  }

  #word(slot: number, word: number): number {
    return Atomics.load(this.#memory.words, slotWord(slot, word));
  }
}
