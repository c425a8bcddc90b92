/** How long each call, function and hold of a part lasts. */
import { isCallKind, MEANWHILE } from '../trace/calls.ts';
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import type { Part } from './part.ts';

const FOLD = KINDS.indexOf('fold');
const MEANWHILES = KINDS.map((kind) => MEANWHILE.has(kind));

/** What has begun in one thread and has not ended. */
interface Open {
  /** Position of the call, or of the hold, that it is in; −1: in none. */
  call: number;
  /** Positions of the functions that it is in, the innermost last. */
  readonly functions: number[];
  /** Time of its last event. */
  now: number;
}

/**
 * Times for a picture in which nothing of a thread overlaps what is not around it: a thread's time
 * never goes back, and a call is over when its thread does something else. One pass over the columns;
 * some twenty bytes an event.
 */
export class Spans {
  /** Nanoseconds at which each event of the part happens, or the run that a fold stands for begins. */
  readonly begins: Float64Array;
  /** Nanoseconds at which what began at a position ends. */
  readonly ends: Float64Array;
  /** Position of a call's answer in the part; 0 where there is none. */
  readonly answers: Int32Array;
  /** Position of the kernel's word about a call. */
  readonly kernels = new Map<number, number>();
  /** Positions of what never ended. */
  readonly unfinished = new Set<number>();
  readonly #trace: Trace;
  readonly #threads = new Map<number, Open>();
  #last = 0;

  constructor(part: Part) {
    const { trace } = part;
    this.#trace = trace;
    this.begins = new Float64Array(trace.length);
    this.ends = new Float64Array(trace.length);
    this.answers = new Int32Array(trace.length);
    for (let position = 0; position < trace.length; position++) {
      if (part.has(position)) this.#take(position);
    }
    for (const open of this.#threads.values()) this.#endAll(open, this.#last);
  }

  #take(position: number): void {
    const trace = this.#trace;
    const thread = trace.threads[position] as number;
    const at = trace.ats[position] as number;
    this.begins[position] = at;
    this.#last = Math.max(this.#last, at);
    if (thread > 0) this.#act(position, this.#openOf(thread), at);
    else if (trace.kindAt(position) === 'prog.exit') this.#exit(trace.programs[position] as number);
  }

  #act(position: number, open: Open, at: number): void {
    const trace = this.#trace;
    const before = open.now;
    open.now = Math.max(before, at);
    this.#last = Math.max(this.#last, open.now);
    this.begins[position] = open.now;
    this.ends[position] = open.now;
    const kind = trace.kindAt(position);
    if (kind === 'kernel' && trace.calls[position] === trace.seqs[open.call]) {
      this.kernels.set(open.call, position);
    }
    if (MEANWHILES[trace.kinds[position] as number]) return;
    if (trace.kinds[position] === FOLD) this.#fold(position, before, open.now);
    this.#leave(open, position);
    if (isCallKind(kind) || kind === 'held') open.call = position;
    if (kind === 'fn.call') open.functions.push(position);
    if (kind === 'fn.return') this.#return(open, position);
    // Where it goes on, it is in no function any more.
    if (kind === 'thread.exit' || kind === 'thread.err') this.#endAll(open, open.now, false);
  }

  /** The thread is in its call no longer: this event answers it, or its answer is not there. */
  #leave(open: Open, position: number): void {
    if (open.call < 0) return;
    this.ends[open.call] = this.begins[position] as number;
    if (this.#trace.calls[position] === this.#trace.seqs[open.call]) {
      this.answers[open.call] = position;
    }
    open.call = -1;
  }

  /** Ends the function of that name, and those that were entered in it and left unseen. */
  #return(open: Open, position: number): void {
    const name = this.#trace.siteAt(position)?.function;
    const { functions } = open;
    let n = functions.length - 1;
    while (n >= 0 && this.#trace.siteAt(functions[n] as number)?.function !== name) n--;
    if (n < 0) return;
    for (const entered of functions.splice(n)) this.ends[entered] = open.now;
  }

  #fold(position: number, before: number, now: number): void {
    const event = this.#trace.at(position);
    if (event.kind !== 'fold') return;
    const begins = Math.min(Math.max(event.first, before), now);
    this.begins[position] = begins;
    this.ends[position] = Math.min(Math.max(event.last, begins), now);
  }

  #exit(program: number): void {
    for (const [thread, open] of this.#threads) {
      const own = this.#trace.ofThread(thread)[0] as number;
      if (this.#trace.programs[own] === program) this.#endAll(open, Math.max(open.now, this.#last));
    }
  }

  #endAll(open: Open, at: number, unfinished = true): void {
    for (const position of [...open.functions, ...(open.call < 0 ? [] : [open.call])]) {
      this.ends[position] = at;
      if (unfinished) this.unfinished.add(position);
    }
    open.functions.length = 0;
    open.call = -1;
  }

  #openOf(thread: number): Open {
    const open = this.#threads.get(thread) ?? { call: -1, functions: [], now: 0 };
    this.#threads.set(thread, open);
    return open;
  }
}
