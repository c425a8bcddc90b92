/**
 * What the presenter asks of a session's threads: to be held, stepped, let run. What is true of each
 * stands in the shared memory; only what runs until when is known here.
 */
import type { HeldThread, HoldsState } from '../../src/live/state.ts';
import type { Engine } from '../thread/engine.ts';
import type { GateState } from '../thread/thread-gates.ts';
import { LiveError } from './live-error.ts';
import { isKnownUntil, SERVER } from './run-until.ts';
import { Runs } from './runs.ts';

/** How often the gates are looked at while some are closed, besides whenever the trace grows. */
const LOOK_MS = 50;

export interface ControlOptions {
  readonly engine: Pick<Engine, 'gates' | 'endThread' | 'goneThreads' | 'onGrow'>;
  /** The recording; undefined where there is none. */
  readonly file: string | undefined;
  /** The holds are others now. */
  readonly onChange: () => void;
}

export class Control {
  readonly #options: ControlOptions;
  readonly #runs: Runs;
  readonly #ungrow: () => void;
  #threads: readonly HeldThread[] = [];
  #all = false;
  /** Server threads that were let go one by one while all others are held. */
  readonly #free = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ControlOptions) {
    const { engine, file } = options;
    this.#options = options;
    this.#runs = new Runs(engine.gates, file, () => this.#look());
    this.#ungrow = engine.onGrow(() => this.#look());
  }

  get state(): HoldsState {
    return { type: 'holds', all: this.#all, threads: this.#threads };
  }

  /** Holds a thread, or every thread of the server, before its next call. @throws LiveError */
  hold(thread: number | 'all'): void {
    if (thread === 'all') this.#holdAll();
    else this.#hold(this.#live(thread));
    this.#look();
  }

  /** Lets held threads make one call; one that is not held yet is held now. @throws LiveError */
  step(thread: number | 'all'): void {
    if (thread === 'all') {
      const held = this.#servers.filter(({ gate }) => gate !== 'open');
      if (held.length === 0) throw new LiveError('No thread is held: hold them first.');
      this.#runs.clear();
      for (const { thread: one, at } of held) if (at !== 'kernel') this.#gates.step(one);
    } else {
      const state = this.#live(thread);
      if (state.gate === 'open') this.#hold(state);
      else if (state.at === 'kernel') {
        throw new LiveError('This thread waits in a call: it can be stepped once that returns.');
      } else {
        this.#runs.drop(thread);
        this.#gates.step(thread);
      }
    }
    this.#look();
  }

  /** Lets threads run until something has happened to one of them. @throws LiveError */
  run(thread: number | 'all', until: string): void {
    if (!isKnownUntil(until)) throw new LiveError(`There is no “${until}” to run until.`);
    if (this.#options.file === undefined) {
      throw new LiveError('This session is not recorded, so what happens is not seen: step it.');
    }
    if (thread === 'all') {
      this.#holdAll();
      const threads = this.#servers.map((one) => one.thread);
      this.#runs.begin(until, threads, true);
    } else {
      this.#hold(this.#live(thread));
      this.#runs.begin(until, [thread], false);
    }
    this.#look();
  }

  /** Lets threads run; `all`: whatever is held, and new ones too. @throws LiveError */
  resume(thread: number | 'all'): void {
    if (thread === 'all') {
      this.#all = false;
      this.#gates.holdNew(false);
      this.#free.clear();
      this.#runs.clear();
      for (const one of this.#gates.states()) this.#gates.resume(one.thread);
    } else {
      this.#live(thread);
      this.#runs.drop(thread);
      if (this.#all) this.#free.add(thread);
      this.#gates.resume(thread);
    }
    this.#look();
  }

  /** Ends a thread, or all whose client is gone, as wirestep's own act. @throws LiveError */
  endThread(thread: number | 'gone'): void {
    const { engine } = this.#options;
    const threads = thread === 'gone' ? engine.goneThreads() : [thread];
    const ended = threads.filter((one) => engine.endThread(one));
    if (ended.length > 0) return this.#look();
    throw new LiveError(
      thread === 'gone'
        ? 'Every thread still has its client: there is none to end.'
        : 'Only a running thread that serves a client can be ended.',
    );
  }

  /** The session ends: nothing is held any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#ungrow();
    this.#runs.close();
    this.#all = false;
    this.#threads = [];
  }

  get #gates(): Engine['gates'] {
    return this.#options.engine.gates;
  }

  get #servers(): readonly GateState[] {
    return this.#gates.states().filter(({ program }) => program === SERVER);
  }

  #live(thread: number): GateState {
    const state = this.#gates.states().find((one) => one.thread === thread);
    if (state === undefined) throw new LiveError('This thread has ended.');
    return state;
  }

  #hold({ thread }: GateState): void {
    this.#runs.drop(thread);
    this.#free.delete(thread);
    this.#gates.hold(thread);
  }

  #holdAll(): void {
    this.#all = true;
    this.#runs.clear();
    this.#free.clear();
    this.#gates.holdNew(true);
    for (const one of this.#servers) this.#gates.hold(one.thread);
  }

  /** Takes over what is true now, and tells whoever wants to know when it is something else. */
  #look(): void {
    const isQuiet = !this.#all && this.#threads.length === 0;
    const states = this.#gates.states();
    // One that was being started just when all were held.
    for (const { thread, program, gate } of this.#all ? states : []) {
      const slips = program === SERVER && gate === 'open' && !this.#free.has(thread);
      if (slips) this.#gates.hold(thread);
    }
    const threads = states.flatMap((state) => heldThread(state, this.#runs.untilOf(state)));
    if (isQuiet && threads.length === 0) return;
    this.#runs.look();
    this.#watch(this.#all || threads.length > 0);
    if (JSON.stringify(threads) === JSON.stringify(this.#threads)) return;
    this.#threads = threads;
    this.#options.onChange();
  }

  /** A thread that comes to its gate, or ends, tells nobody. */
  #watch(on: boolean): void {
    if (!on) clearInterval(this.#timer);
    if (on && this.#timer !== undefined) return;
    this.#timer = on ? setInterval(() => this.#look(), LOOK_MS).unref() : undefined;
  }
}

function heldThread(
  { thread, gate, at }: GateState,
  until: string | undefined,
): readonly HeldThread[] {
  if (until !== undefined) return [{ thread, state: 'running', until }];
  if (gate === 'open') return [];
  return [{ thread, state: gate === 'closed' && at === 'gate' ? 'held' : 'asked' }];
}
