/** What the running thread is, for the layers below the program. One worker runs one thread. */
import type { Sys } from '../sys/sys.ts';
import { CTRL_C_ECHO } from '../../src/trace/ctrl-c.ts';
import type { Address, Call, Detail } from '../../src/trace/format.ts';
import { passGate } from './gate.ts';
import { isEnding, isStopping, SIGNAL, SITTING, SLOT, slotWord, STATE } from './memory.ts';
import type { SharedMemory } from './memory.ts';
import type { Listing } from './programs.ts';
import { PythonError } from './python/errors.ts';
import type { Tracer } from './tracer.ts';

/**
 * An end from outside that unwinds the program and is not an error of it: by wirestep's own stop,
 * or because its terminal was closed, which ends a program without a word.
 */
export class Stopped extends Error {
  readonly by: 'wirestep' | 'terminal';

  constructor(by: 'wirestep' | 'terminal') {
    super(by === 'wirestep' ? 'wirestep stopped the program' : 'its terminal was closed');
    this.by = by;
  }
}

/** What the constants of a program are set to from outside, and what is set for its sockets. */
export interface ProgramOptions {
  readonly host?: string;
  readonly port?: number;
  readonly reuse?: boolean;
  readonly backlog?: number;
  readonly headerRecv?: number;
  readonly payloadRecv?: number;
  readonly exactly?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/** A thread to run: what its starter posts into the worker's mailbox. */
export interface Job {
  readonly program: number;
  readonly thread: number;
  /** As Python names it. */
  readonly name: string;
  /** Key of the program's module, and the function of it to run. */
  readonly module: string;
  readonly target: string;
  /** N of a `Thread-N`. */
  readonly number?: number;
  readonly file: number;
  readonly detail: Detail;
  readonly zero: readonly [number, number];
  readonly echo: boolean;
  /** False: no trace at all, for measuring what recording costs. */
  readonly recorded: boolean;
  readonly maxThreads: number;
  /** Connections that one address but this machine's own may have. */
  readonly maxPerAddress: number;
  /** What the program's constants are set to from outside. */
  readonly options: ProgramOptions;
  /** Slot of the program's main thread; absent in that thread itself. */
  readonly main?: number;
  /** The socket handed to a handler, with its peer's address. */
  readonly socket?: { readonly socket: number; readonly fd: number; readonly peer: Address };
}

/** An open socket of this thread, closed when the thread ends. */
interface Closable {
  closeFor(actor: 'exit' | 'collector' | 'wirestep'): void;
}

export interface Here {
  readonly sys: Sys;
  readonly memory: SharedMemory;
  readonly slot: number;
  readonly job: Job;
  /** Undefined in an unrecorded run. */
  readonly tracer: Tracer | undefined;
  /** True until the thread first waits for something. */
  fresh: boolean;
  /** The slot of the thread that this one has started since it last waited. */
  started: number | undefined;
  /** What runs, where it is no program of the course: a traceback shows its lines. */
  listing?: Listing;
  /** Addresses that had too many connections when last they came, for `isOneTooMany`. */
  readonly crowded: Set<number>;
  /** Sockets that this thread opened and has not closed. */
  readonly open: Set<Closable>;
  /** To the engine in the process' main thread. */
  tell(message: ThreadMessage): void;
  /** What the engine has sent meanwhile: a typed line. */
  take(): unknown;
}

/** What a thread tells the engine. */
export type ThreadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'need-workers' }
  | { readonly type: 'bound'; readonly host: string; readonly port: number }
  | { readonly type: 'bind-failed'; readonly code: string; readonly text: string }
  | { readonly type: 'listening' }
  | { readonly type: 'input' }
  /** A program's main thread has ended; `message`: what Python would print last if it died. */
  | { readonly type: 'ended'; readonly code: number; readonly message: string | undefined };

/** The same, with who says it. */
export type Told = ThreadMessage & { readonly slot: number; readonly program: number };

/** A bound for a turn: only a thread that is busy with something else reaches it. */
export const LONGEST_TURN_MS = 100;

let current: Here | undefined;

export function setHere(here: Here | undefined): void {
  current = here;
}

export function here(): Here {
  if (current === undefined) throw new Error('no thread is running in this worker');
  return current;
}

/** Whether the thread is to end, or is interrupted: `unwinding` says by what. */
export function ending(at: Here): boolean {
  return isEnding(at.memory, at.slot);
}

/** What to throw where the thread is `ending`. Ctrl-C interrupts once: the program may catch it. */
export function unwinding(at: Here): Stopped | PythonError {
  if (isStopping(at.memory, at.slot)) return new Stopped('wirestep');
  const { words } = at.memory;
  const { interrupt, none } = SIGNAL;
  const signal = slotWord(at.slot, SLOT.signal);
  if (Atomics.compareExchange(words, signal, interrupt, none) !== interrupt) {
    return new Stopped('terminal');
  }
  // What the terminal itself writes when it is pressed.
  at.tracer?.out('stderr', CTRL_C_ECHO, 'wirestep');
  return new PythonError('KeyboardInterrupt', '');
}

/** A socket that a held thread will read. */
export interface Waited {
  /** The trace fields that name it. */
  readonly socket: string;
  /** Bytes that wait in it. */
  queued(): number;
}

/** Passes the gate before `call`; throws where the thread is to end. */
export function enter(at: Here, call: Call, waited?: Waited): void {
  if (Atomics.load(at.memory.words, slotWord(at.slot, SLOT.gate)) !== -1) {
    const look = waited && at.job.detail === 'lines' ? watch(at, call, waited) : undefined;
    passGate(at.memory, at.slot, () => waitAtGate(at, call, look), look);
  }
  if (ending(at)) throw unwinding(at);
}

/** The gate is closed. Whoever started this thread, or was started by it, goes on meanwhile. */
function waitAtGate(at: Here, call: Call, look: (() => void) | undefined): void {
  if (look === undefined) at.tracer?.event('held', `"before":"${call}"`);
  else look();
  giveTurn(at);
  if (at.fresh) settle(at);
}

/** Records that the thread is held, and again whenever other bytes wait for it. */
function watch(at: Here, call: Call, { socket, queued }: Waited): () => void {
  let last: number | undefined;
  return () => {
    const now = queued();
    if (now === last) return;
    last = now;
    at.tracer?.event('held', `${socket},"before":"${call}","queued":${now}`);
  };
}

/** Says that the thread is about to sit in a blocking call, so that a stop can wake it. */
export function sit(at: Here, sitting: number, fd: number, call: number): void {
  const { words } = at.memory;
  words[slotWord(at.slot, SLOT.fd)] = fd;
  words[slotWord(at.slot, SLOT.call)] = call;
  Atomics.store(words, slotWord(at.slot, SLOT.sitting), sitting);
  if (at.fresh || at.started !== undefined) takeTurns(at);
}

/**
 * Hands the turn over, as Python's interpreter lock does between two threads that have something
 * to do: a new thread runs until it first waits, then the one that started it until it waits, then
 * both. Without that the transcript's first lines would come in any order.
 */
export function takeTurns(at: Here): void {
  giveTurn(at);
  if (!at.fresh) return;
  settle(at);
  if (at.job.socket !== undefined) {
    Atomics.wait(at.memory.words, slotWord(at.slot, SLOT.turn), 0, LONGEST_TURN_MS);
  }
}

/** The thread that this one has started need not wait for it any more. */
function giveTurn(at: Here): void {
  if (at.started === undefined) return;
  const turn = slotWord(at.started, SLOT.turn);
  at.started = undefined;
  Atomics.store(at.memory.words, turn, 1);
  Atomics.notify(at.memory.words, turn);
}

/** The thread waits or ends for the first time: whoever started it goes on now. */
export function settle(at: Here): void {
  const state = slotWord(at.slot, SLOT.state);
  at.fresh = false;
  Atomics.store(at.memory.words, state, STATE.running);
  Atomics.notify(at.memory.words, state);
}

/** Says that the call has returned. */
export function rise(at: Here): void {
  Atomics.store(at.memory.words, slotWord(at.slot, SLOT.sitting), SITTING.none);
}
