/**
 * The endless loop of the course's server. Once a client has left without `!DISCONNECT`, recv
 * returns b'' at once, for ever: two million times a second in Python, a whole core. Here each
 * round still makes its real call, but the loop is paced, and after three rounds in full the
 * recording folds the rest into a count.
 */
import { stopping } from './context.ts';
import type { Here } from './context.ts';
import { SocketError } from '../sys/sys.ts';
import { SLOT, slotWord, WORD } from './memory.ts';

/** Rounds that are recorded one by one, so that one sees the repetition. */
const IN_FULL = 3;
/** Pause in each folded round, ms: a hundred rounds a second. */
const PAUSE_MS = 10;
/** Time between two fold events, ms: the first, and the longest it grows to by doubling. */
const FIRST_FOLD_MS = 250;
const LONGEST_FOLD_MS = 16_000;

export class EndlessEnd {
  #rounds = 0;
  #count = 0;
  #first = 0;
  #last = 0;
  #due = FIRST_FOLD_MS * 1e6;
  #interval = FIRST_FOLD_MS * 1e6;

  get folding(): boolean {
    return this.#rounds >= IN_FULL;
  }

  /** A recv found the end of the stream. */
  reach(at: Here): void {
    this.#rounds++;
    if (!this.folding) return;
    const rate = 1000 / PAUSE_MS;
    at.tracer?.out(
      'stderr',
      `[wirestep] ${at.job.name} gets b'' again and again: its client left without !DISCONNECT. ` +
        `Python would ask about two million times a second; this loop is slowed to ${rate}.\n`,
      'wirestep',
    );
    if (at.tracer !== undefined) at.tracer.folding = true;
  }

  /**
   * One folded round. `same`: b'' again. `held`: the gate has closed or wirestep stops, so the
   * round must be a call of its own. Otherwise the error that ended the run.
   */
  again(at: Here, socket: string, recv: () => number): 'same' | 'held' | SocketError {
    Atomics.wait(at.memory.words, WORD.stop, 0, PAUSE_MS);
    if (stopping(at) || Atomics.load(at.memory.words, slotWord(at.slot, SLOT.gate)) !== -1) {
      this.#unfold(at, socket);
      return 'held';
    }
    const now = at.tracer?.now() ?? 0;
    if (this.#count === 0) this.#first = now;
    try {
      recv();
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      this.#unfold(at, socket);
      return error;
    }
    this.#count++;
    this.#last = now;
    if (now - this.#first >= this.#due) this.#write(at, socket);
    return 'same';
  }

  /** Writes what is still folded; the next rounds are recorded in full again. */
  leave(at: Here, socket: string): void {
    if (this.folding) this.#unfold(at, socket);
  }

  #unfold(at: Here, socket: string): void {
    this.#write(at, socket);
    this.#rounds = 0;
    if (at.tracer !== undefined) at.tracer.folding = false;
  }

  #write(at: Here, socket: string): void {
    if (this.#count === 0) return;
    const run = `"of":"recv","count":${this.#count},"first":${this.#first},"last":${this.#last}`;
    at.tracer?.event('fold', `${socket},${run}`);
    this.#count = 0;
    this.#interval = Math.min(2 * this.#interval, LONGEST_FOLD_MS * 1e6);
    this.#due = this.#interval;
  }
}
