/**
 * The endless loop of the course's server. Once a client has left without `!DISCONNECT`, recv
 * returns b'' at once, for ever: two million times a second in Python, a whole core. Here each
 * round still makes its real call, but the loop is paced, and after three rounds in full the
 * recording folds the rest into a count.
 */
import { ending } from './context.ts';
import type { Here } from './context.ts';
import { SocketError } from '../sys/sys.ts';
import { SLOT, slotWord, WORD } from './memory.ts';

/** Rounds that are recorded one by one, so that one sees the repetition. */
const IN_FULL = 3;
/** So many empty recvs tell that the program does not mind the end of its stream. */
const AGAIN = 2;
/** Pause in each folded round, ms: a hundred a second at first, ten a second after a while. */
const FIRST_PAUSE_MS = 10;
const LATER_PAUSE_MS = 100;
/** How many rounds come before the longer pause. */
const AT_FIRST = 100;
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
    if (this.#rounds >= AGAIN) Atomics.store(at.memory.words, slotWord(at.slot, SLOT.gone), 1);
    if (!this.folding) return;
    at.tracer?.out(
      'stderr',
      `[wirestep] ${at.job.name} gets b'' again and again: its client left without !DISCONNECT. ` +
        'Python would ask about two million times a second; this loop is slowed to 100 and less.\n',
      'wirestep',
    );
    if (at.tracer !== undefined) at.tracer.folding = true;
  }

  /**
   * One folded round. `same`: b'' again. `held`: the gate has closed or the thread is to end, so the
   * round must be a call of its own. Otherwise the error that ended the run.
   */
  again(at: Here, socket: string, recv: () => number): 'same' | 'held' | SocketError {
    const pause = this.#rounds < AT_FIRST ? FIRST_PAUSE_MS : LATER_PAUSE_MS;
    Atomics.wait(at.memory.words, WORD.stop, 0, pause);
    if (ending(at) || Atomics.load(at.memory.words, slotWord(at.slot, SLOT.gate)) !== -1) {
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
    this.#rounds++;
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
