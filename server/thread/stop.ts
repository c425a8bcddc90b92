/** Ends threads that sit in blocking calls: nothing else can (neither terminate() nor exit()). */
import { connect } from 'node:net';
import type { Sys } from '../sys/sys.ts';
import { SIGNAL, SITTING, SLOT, slotWord, STATE, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';

const EVERY_MS = 5;

/** Waits in which a thread is woken by a word of its slot. */
const AT_A_WORD: ReadonlySet<number> = new Set([SITTING.none, SITTING.input, SITTING.gate]);

type Listeners = Iterable<{ readonly host: string; readonly port: number }>;

/**
 * Sets the stop flag and wakes whoever waits: at a gate, for a worker, for a typed line, for a
 * thread to end, in a system call. Again and again, until every worker has ended: a thread may
 * have been on its way into a call.
 */
export async function stopThreads(
  memory: SharedMemory,
  sys: Sys,
  listeners: Listeners,
  ended: Promise<void>,
): Promise<void> {
  Atomics.store(memory.words, WORD.stop, 1);
  const addresses = [...listeners];
  await again(ended, () => {
    notifyAll(memory);
    for (let slot = 1; slot < memory.slots; slot++) wake(memory, sys, slot, addresses);
  });
}

/** The same for the threads of one program; the others go on. */
export async function stopProgram(
  memory: SharedMemory,
  sys: Sys,
  program: number,
  listeners: Listeners,
  ended: Promise<void>,
): Promise<void> {
  const addresses = [...listeners];
  await again(ended, () => {
    const slots = slotsOf(memory, program);
    for (const slot of slots) markToStop(memory, slot);
    notifyAll(memory);
    for (const slot of slots) wake(memory, sys, slot, addresses);
  });
}

/** The same for one thread. */
export async function stopThread(
  memory: SharedMemory,
  sys: Sys,
  slot: number,
  thread: number,
): Promise<void> {
  const { words } = memory;
  Atomics.store(words, slotWord(slot, SLOT.stop), thread);
  const isThere = (): boolean => Atomics.load(words, slotWord(slot, SLOT.thread)) === thread;
  await again(ended(isThere), () => {
    notifyAll(memory);
    if (isThere()) wake(memory, sys, slot, []);
  });
}

/** Tells a program what its terminal tells it; wakes its threads until they have heard it. */
export async function signalProgram(
  memory: SharedMemory,
  sys: Sys,
  program: number,
  signal: number,
  ended: Promise<void>,
): Promise<void> {
  const { words } = memory;
  const told = new Set<number>();
  await again(ended, () => {
    for (const slot of slotsOf(memory, program)) {
      const word = slotWord(slot, SLOT.signal);
      if (!told.has(slot)) Atomics.store(words, word, signal);
      told.add(slot);
      if (Atomics.load(words, word) === SIGNAL.none) continue;
      notifyAll(memory);
      wake(memory, sys, slot, []);
    }
  });
}

/** Resolves once no thread of the program is left, and `over` says that its end is known. */
export async function programEnded(
  memory: SharedMemory,
  program: number,
  over: () => boolean,
): Promise<void> {
  await ended(() => !over() || slotsOf(memory, program).length > 0);
}

/** Resolves once it is not so any more. */
async function ended(goesOn: () => boolean): Promise<void> {
  while (goesOn()) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}

/** Only the thread that is there now: the next one in this slot is not meant. */
function markToStop({ words }: SharedMemory, slot: number): void {
  const thread = Atomics.load(words, slotWord(slot, SLOT.thread));
  Atomics.store(words, slotWord(slot, SLOT.stop), thread);
}

/** Slots whose threads belong to a program. */
function slotsOf({ words, slots }: SharedMemory, program: number): number[] {
  const all = Array.from({ length: slots }, (_, slot) => slot);
  return all.filter((slot) => Atomics.load(words, slotWord(slot, SLOT.program)) === program);
}

/** Does it now and every 5 ms, until `ended`. */
async function again(ended: Promise<void>, work: () => void): Promise<void> {
  work();
  const timer = setInterval(work, EVERY_MS);
  await ended;
  clearInterval(timer);
}

function notifyAll({ words }: SharedMemory): void {
  for (const word of [WORD.stop, WORD.idle, WORD.alive]) Atomics.notify(words, word);
}

function wake(memory: SharedMemory, sys: Sys, slot: number, listeners: Listeners): void {
  const { words } = memory;
  const state = Atomics.load(words, slotWord(slot, SLOT.state));
  if (state === STATE.empty || state === STATE.gone) return;
  for (const word of [SLOT.state, SLOT.gate, SLOT.input])
    Atomics.notify(words, slotWord(slot, word));
  const sitting = Atomics.load(words, slotWord(slot, SLOT.sitting));
  if (sitting === SITTING.accept) {
    for (const { host, port } of listeners) knock(host, port);
  } else if (!AT_A_WORD.has(sitting)) {
    wakeCall(memory, sys, slot, sitting);
  }
}

/** Wakes an accept, on every platform: with a connection of our own that it throws away. */
function knock(host: string, port: number): void {
  const target = host === '0.0.0.0' ? '127.0.0.1' : host;
  const socket = connect(port, target, () => socket.resetAndDestroy());
  socket.on('error', () => socket.destroy());
}

/** The descriptor's lock keeps its own thread from closing it in between. */
function wakeCall(memory: SharedMemory, sys: Sys, slot: number, sitting: number): void {
  const { words } = memory;
  const lock = slotWord(slot, SLOT.lock);
  if (Atomics.compareExchange(words, lock, 0, 1) !== 0) return;
  if (Atomics.load(words, slotWord(slot, SLOT.sitting)) === sitting) {
    const fd = Atomics.load(words, slotWord(slot, SLOT.fd));
    if (sitting === SITTING.recv) sys.wakeRecv(fd);
    else sys.wakeSend(fd);
  }
  Atomics.store(words, lock, 0);
  Atomics.notify(words, lock);
}
