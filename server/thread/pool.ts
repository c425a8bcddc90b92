/** The workers of an engine: some stand ready, more are made when they run low. */
import { once } from 'node:events';
import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { BUNDLES } from '../paths.ts';
import type { Job, Told } from './context.ts';
import { OPEN, setGate } from './gate.ts';
import { buffersOf, post, SLOT, slotWord, STATE } from './memory.ts';
import type { SharedMemory } from './memory.ts';

const SPARE = 4;
/** Made at a time: all at once would hold up the main thread for the best part of a second. */
const AT_A_TIME = 2;

export class Pool {
  readonly #memory: SharedMemory;
  readonly #onMessage: (told: Told) => void;
  readonly #workers = new Map<number, Worker>();
  /** By slot; the acceptor's, which claims workers, before those that it claims. */
  readonly #ends = new Map<number, Promise<unknown>>();
  /** Workers that have not told yet that they are ready. */
  readonly #starting = new Set<Worker>();
  #wanted = 0;
  #bytesEach: number | undefined;
  #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(memory: SharedMemory, onMessage: (told: Told) => void) {
    this.#memory = memory;
    this.#onMessage = onMessage;
  }

  /** Brings the number of waiting workers back to four, as far as slots allow. */
  replenish(count = SPARE): void {
    this.#wanted = Math.max(this.#wanted, count - this.#idle() - this.#starting.size);
    this.#make();
  }

  /** Resolves once `SPARE` workers wait for jobs. */
  async warm(): Promise<void> {
    const { size } = this.#workers;
    const before = process.memoryUsage.rss();
    while (this.#idle() < SPARE && !this.#stopped) {
      // Each time: a worker that is idle but has not said so counts twice, and so one too few is made.
      this.replenish();
      await this.#nextReady();
    }
    const made = this.#workers.size - size;
    if (made === SPARE) this.#bytesEach ??= (process.memoryUsage.rss() - before) / made;
  }

  /** Memory that one worker takes, bytes, as the first ones did; undefined before they are there. */
  get bytesEach(): number | undefined {
    return this.#bytesEach;
  }

  /** Has a worker run the job, as soon as one is ready. `more`: a text that it takes first. */
  async run(job: Job, more?: string): Promise<void> {
    for (;;) {
      const slot = this.#claim();
      if (slot !== undefined) {
        const { words } = this.#memory;
        post(this.#memory, slot, job);
        if (more !== undefined) this.send(slot, more);
        Atomics.store(words, slotWord(slot, SLOT.refs), 0);
        Atomics.store(words, slotWord(slot, SLOT.state), STATE.assigned);
        Atomics.notify(words, slotWord(slot, SLOT.state));
        this.replenish();
        return;
      }
      this.replenish(1);
      await this.#nextReady();
      if (this.#stopped) return;
    }
  }

  /** Hands a text to the worker in a slot, which takes it with `Here.take`. */
  send(slot: number, text: string): void {
    this.#workers.get(slot)?.postMessage(text);
  }

  /** No new workers from now on. */
  stop(): void {
    this.#stopped = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves once every worker has ended but those that still start: they hold nothing, and leave. */
  async ended(): Promise<void> {
    for (const [slot, end] of this.#ends) {
      if (Atomics.load(this.#memory.words, slotWord(slot, SLOT.tid)) !== 0) await end;
    }
  }

  /** Whether workers still load the library for the calls: `process.exit` then aborts the process. */
  get loading(): boolean {
    return this.#starting.size > 0;
  }

  #nextReady(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #make(): void {
    while (this.#wanted > 0 && this.#starting.size < AT_A_TIME && !this.#stopped) {
      const slot = this.#emptySlot();
      if (slot === undefined) return;
      this.#wanted--;
      this.#start(slot);
    }
  }

  #start(slot: number): void {
    setGate(this.#memory, slot, OPEN);
    Atomics.store(this.#memory.words, slotWord(slot, SLOT.state), STATE.reserved);
    const worker = new Worker(join(BUNDLES, 'thread.cjs'), {
      workerData: { buffers: buffersOf(this.#memory), slot },
      env: SHARE_ENV,
      execArgv: [],
      trackUnmanagedFds: false,
      // What a message leaves behind is small: a large nursery would only cost memory.
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    this.#workers.set(slot, worker);
    this.#starting.add(worker);
    this.#ends.set(slot, once(worker, 'exit'));
    worker.on('message', (told: Told) => {
      if (told.type === 'ready') this.#started(worker);
      else if (told.type === 'need-workers') this.replenish(2 * SPARE);
      else this.#onMessage(told);
    });
  }

  #started(worker: Worker): void {
    this.#starting.delete(worker);
    this.#make();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #idle(): number {
    let count = 0;
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      if (this.#state(slot) === STATE.idle) count++;
    }
    return count;
  }

  #claim(): number | undefined {
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      const state = slotWord(slot, SLOT.state);
      const { words } = this.#memory;
      if (Atomics.compareExchange(words, state, STATE.idle, STATE.reserved) === STATE.idle) {
        return slot;
      }
    }
    return undefined;
  }

  #emptySlot(): number | undefined {
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      if (this.#state(slot) === STATE.empty) return slot;
    }
    return undefined;
  }

  #state(slot: number): number {
    return Atomics.load(this.#memory.words, slotWord(slot, SLOT.state));
  }
}
