/**
 * The entry of every worker: waits for a job, runs it as a thread of a program, and waits again.
 * It never returns to its event loop before the engine stops.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { loadSys } from '../sys/load.ts';
import { here, setHere, settle, Stopped } from './context.ts';
import type { Here, Job, ThreadMessage, Told } from './context.ts';
import { reportDeath } from './death.ts';
import { OPEN, setGate } from './gate.ts';
import { frames } from './lines.ts';
import { collect, openMemory, SLOT, slotWord, STATE, WORD } from './memory.ts';
import type { SharedBuffers, SharedMemory } from './memory.ts';
import { PythonError } from './python/errors.ts';
import { Address } from './address.ts';
import { loadProgram } from './programs.ts';
import { RingWriter } from './ring.ts';
import { Socket } from './socket.ts';
import { dropLastGiven, letGo, makeIdle, resetThreading } from './threading.ts';
import { Tracer } from './tracer.ts';

const { buffers, slot } = workerData as { buffers: SharedBuffers; slot: number };
const memory: SharedMemory = openMemory(buffers);
const { words } = memory;
const state = slotWord(slot, SLOT.state);
// Never ended from outside: terminate() in the middle of loading koffi aborts the whole process.
if (stopped()) process.exit();
const sys = loadSys();
/** One for all jobs: the next goes on where the one before ended. */
const ring = new RingWriter(memory, slot);

Atomics.store(words, slotWord(slot, SLOT.tid), sys.threadId());
makeIdle(words, slot);
tell({ type: 'ready' }, 0);
for (;;) {
  const now = Atomics.load(words, state);
  if (now === STATE.assigned) runJob(collect(memory, slot) as Job);
  // A reserved worker stays: whoever reserved it will give it a job, and wait for its start.
  else if (
    stopped() &&
    Atomics.compareExchange(words, state, STATE.idle, STATE.gone) === STATE.idle
  )
    break;
  else Atomics.wait(words, state, now);
}

function stopped(): boolean {
  return Atomics.load(words, WORD.stop) !== 0;
}

function tell(message: ThreadMessage, program: number): void {
  parentPort?.postMessage({ ...message, slot, program } satisfies Told);
}

function runJob(job: Job): void {
  const at: Here = {
    sys,
    memory,
    slot,
    job,
    tracer: job.recorded ? new Tracer(ring, job) : undefined,
    fresh: true,
    started: undefined,
    crowded: new Set(),
    open: new Set(),
    tell: (message) => tell(message, job.program),
    take: () => parentPort && receiveMessageOnPort(parentPort)?.message,
  };
  setHere(at);
  resetThreading();
  frames.reset(job.detail === 'lines' && job.recorded);
  sys.nameThread(job.name);
  const main = job.main === undefined;
  for (const word of [SLOT.stop, SLOT.signal, SLOT.gone])
    Atomics.store(words, slotWord(slot, word), 0);
  Atomics.store(words, slotWord(slot, SLOT.main), main ? 1 : 0);
  Atomics.store(words, slotWord(slot, SLOT.number), job.number ?? 0);
  if (main) Atomics.store(words, slotWord(slot, SLOT.alive), 0);
  Atomics.store(words, slotWord(slot, SLOT.program), job.program);
  Atomics.store(words, slotWord(slot, SLOT.thread), job.thread);
  at.tracer?.event('thread.run', `"name":${JSON.stringify(job.name)},"tid":${sys.threadId()}`);
  Atomics.store(words, state, STATE.started);
  Atomics.notify(words, state);
  if (job.socket === undefined) runMain(at);
  else runHandler(at, job.socket);
}

/** The thread has ended: its worker waits for the next job, at an open gate. */
function leave(): void {
  setGate(memory, slot, OPEN);
  makeIdle(words, slot);
}

/** The main thread of a program: at its end the program's sockets are closed. */
function runMain(at: Here): void {
  const error = attempt(at, (program) => program[at.job.target]?.());
  dropLastGiven();
  const stopped = error instanceof Stopped && error.by === 'wirestep';
  for (const open of [...at.open]) open.closeFor(stopped ? 'wirestep' : 'exit');
  at.tracer?.event('thread.exit');
  leave();
  const message = error instanceof PythonError ? error.message : undefined;
  at.tell({ type: 'ended', code: exitCode(error), message });
}

/** As a shell would tell it: 128 and the signal's number where one ended the program. */
function exitCode(error: unknown): number {
  if (error instanceof Stopped) return error.by === 'terminal' ? 129 : 0;
  if (!(error instanceof PythonError)) return 0;
  return error.type === 'KeyboardInterrupt' ? 130 : 1;
}

/**
 * A handler. If it dies without closing its socket, the socket stays open as long as the accept
 * loop's `conn` still refers to it, and this worker waits with it.
 */
function runHandler(at: Here, given: NonNullable<Job['socket']>): void {
  const socket = new Socket(at, given.socket, given.fd);
  const [host, port] = given.peer;
  const error = attempt(at, (program) => program[at.job.target]?.(socket, new Address(host, port)));
  let lingering = false;
  if (at.open.has(socket)) {
    if (error instanceof Stopped) socket.closeFor('wirestep');
    else if (letGo(words, slot)) socket.closeFor('collector');
    else lingering = true;
  }
  at.tracer?.event('thread.exit');
  Atomics.sub(words, WORD.alive, 1);
  if (at.job.main !== undefined) Atomics.sub(words, slotWord(at.job.main, SLOT.alive), 1);
  Atomics.notify(words, WORD.alive);
  if (lingering) {
    Atomics.store(words, slotWord(slot, SLOT.thread), 0);
    if (at.fresh) settle(at);
    return;
  }
  Atomics.store(words, slotWord(slot, SLOT.refs), 0);
  leave();
}

type Program = Readonly<Record<string, (...args: unknown[]) => void>>;

/** Runs the thread's function; what it died of, or undefined. */
function attempt(at: Here, run: (program: Program) => void): unknown {
  try {
    run(loadProgram(at.job.module));
    return undefined;
  } catch (error) {
    if (error instanceof Stopped) return error;
    reportDeath(here(), error);
    return error instanceof PythonError ? error : new PythonError('RuntimeError', String(error));
  }
}
