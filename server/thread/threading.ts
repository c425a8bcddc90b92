/** Python's `threading`, as far as the course's server uses it: each Thread is a real one. */
import { ending, here, LONGEST_TURN_MS, unwinding } from './context.ts';
import type { Job } from './context.ts';
import { countedAddress } from './crowd.ts';
import { OPEN, setGate } from './gate.ts';
import { post, SLOT, slotWord, STATE, WORD } from './memory.ts';
import type { Address } from './address.ts';
import type { Shown } from './show.ts';
import type { Socket } from './socket.ts';

/** Workers that should stand ready; below that the engine is asked for more. */
const SPARE_WORKERS = 4;

let started = 0;
/** The slot of the thread that was given the socket this thread accepted last. */
let lastGiven: { readonly slot: number; readonly socket: Socket } | undefined;

/** Forgets the threads of an earlier program in this worker. */
export function resetThreading(): void {
  started = 0;
  lastGiven = undefined;
}

export interface ThreadOptions {
  readonly target: (conn: Socket, addr: Address) => void;
  readonly args: readonly [Socket, Address];
}

export class Thread implements Shown {
  readonly #target: string;
  readonly #args: readonly [Socket, Address];
  readonly #name: string;
  readonly #number: number;

  constructor({ target, args }: ThreadOptions) {
    this.#target = target.name;
    this.#args = args;
    started++;
    this.#number = started;
    this.#name = `Thread-${started} (${target.name})`;
  }

  get shown(): string {
    return `<Thread(${this.#name})>`;
  }

  /**
   * Starts it in a waiting worker and returns once it runs, as Python's start() does, and has
   * had its first turn (see `sit`).
   */
  start(): void {
    const at = here();
    const { words } = at.memory;
    const slot = takeWorker();
    const thread = Atomics.add(words, WORD.nextThread, 1) + 1;
    const [socket, peer] = this.#args;
    // Two variables refer to the socket now: the new thread's, and this thread's `conn`.
    Atomics.store(words, slotWord(slot, SLOT.refs), 2);
    Atomics.store(words, slotWord(slot, SLOT.turn), 0);
    Atomics.store(words, slotWord(slot, SLOT.peer), countedAddress(peer.host));
    lastGiven = { slot, socket };
    socket.release();
    post(at.memory, slot, {
      ...at.job,
      thread,
      name: this.#name,
      number: this.#number,
      target: this.#target,
      main: at.slot,
      socket: { socket: socket.id, fd: socket.fd, peer: [peer.host, peer.port] },
    } satisfies Job);
    at.tracer?.event('thread.start', `"child":${thread},"name":${JSON.stringify(this.#name)}`);
    Atomics.add(words, WORD.alive, 1);
    Atomics.add(words, slotWord(at.slot, SLOT.alive), 1);
    const { heldFrom, holdNew } = WORD;
    const named = Atomics.compareExchange(words, heldFrom, this.#number, 0) === this.#number;
    setGate(at.memory, slot, named || Atomics.load(words, holdNew) === 1 ? 0 : OPEN);
    const state = slotWord(slot, SLOT.state);
    Atomics.store(words, state, STATE.assigned);
    Atomics.notify(words, state);
    while (Atomics.load(words, state) === STATE.assigned) {
      Atomics.wait(words, state, STATE.assigned);
    }
    Atomics.wait(words, state, STATE.started, LONGEST_TURN_MS);
    at.started = slot;
  }
}

/** Threads of this program that are alive, its main thread included. */
export function active_count(): number {
  const { memory, job, slot } = here();
  return Atomics.load(memory.words, slotWord(job.main ?? slot, SLOT.alive)) + 1;
}

/**
 * `conn` refers to a new socket now. If the thread of the one before has died without closing it,
 * nothing refers to that any more, and it closes here: in the thread that dropped it, as in Python.
 */
export function dropLastGiven(): void {
  const given = lastGiven;
  lastGiven = undefined;
  if (given === undefined) return;
  const { words } = here().memory;
  if (!letGo(words, given.slot)) return;
  given.socket.closeFor('collector');
  makeIdle(words, given.slot);
}

/** One variable less refers to the socket of `slot`; true if it was the last one. */
export function letGo(words: Int32Array, slot: number): boolean {
  const refs = slotWord(slot, SLOT.refs);
  for (;;) {
    const count = Atomics.load(words, refs);
    if (count === 0) return false;
    if (Atomics.compareExchange(words, refs, count, count - 1) === count) return count === 1;
  }
}

/** Gives a worker back to those that wait for a job. */
export function makeIdle(words: Int32Array, slot: number): void {
  Atomics.store(words, slotWord(slot, SLOT.program), 0);
  Atomics.store(words, slotWord(slot, SLOT.thread), 0);
  Atomics.store(words, slotWord(slot, SLOT.peer), 0);
  Atomics.store(words, slotWord(slot, SLOT.state), STATE.idle);
  Atomics.notify(words, slotWord(slot, SLOT.state));
  Atomics.add(words, WORD.idle, 1);
  Atomics.notify(words, WORD.idle);
}

/** Claims an idle worker, waiting for the engine to make one where there is none. */
function takeWorker(): number {
  const at = here();
  const { words } = at.memory;
  for (;;) {
    const seen = Atomics.load(words, WORD.idle);
    let found = -1;
    let idle = 0;
    for (let slot = 1; slot < at.memory.slots; slot++) {
      const state = slotWord(slot, SLOT.state);
      if (Atomics.load(words, state) !== STATE.idle) continue;
      idle++;
      if (found !== -1) continue;
      if (Atomics.compareExchange(words, state, STATE.idle, STATE.reserved) === STATE.idle) {
        found = slot;
      }
    }
    if (idle <= SPARE_WORKERS) at.tell({ type: 'need-workers' });
    if (found !== -1) return found;
    if (ending(at)) throw unwinding(at);
    Atomics.wait(words, WORD.idle, seen);
  }
}
