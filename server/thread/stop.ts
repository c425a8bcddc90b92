/** Ends threads that sit in blocking calls: nothing else can (neither terminate() nor exit()). */
import { connect } from 'node:net';
import type { Sys } from '../sys/sys.ts';
import { SITTING, SLOT, slotWord, STATE, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';

const EVERY_MS = 5;

/**
 * Sets the stop flag and wakes whoever waits: at a gate, for a worker, for a typed line, for a
 * thread to end, in a system call. Again and again, until every worker has ended: a thread may
 * have been on its way into a call.
 */
export async function stopThreads(
  memory: SharedMemory,
  sys: Sys,
  listeners: Iterable<{ readonly host: string; readonly port: number }>,
  ended: Promise<void>,
): Promise<void> {
  const { words } = memory;
  Atomics.store(words, WORD.stop, 1);
  const addresses = [...listeners];
  let over = false;
  const wakeAll = (): void => {
    for (const word of [WORD.stop, WORD.idle, WORD.alive]) Atomics.notify(words, word);
    for (let slot = 1; slot < memory.slots; slot++) wake(memory, sys, slot, addresses);
  };
  wakeAll();
  const timer = setInterval(() => over || wakeAll(), EVERY_MS);
  await ended;
  over = true;
  clearInterval(timer);
}

function wake(
  memory: SharedMemory,
  sys: Sys,
  slot: number,
  listeners: readonly { readonly host: string; readonly port: number }[],
): void {
  const { words } = memory;
  const state = Atomics.load(words, slotWord(slot, SLOT.state));
  if (state === STATE.empty || state === STATE.gone) return;
  for (const word of [SLOT.state, SLOT.gate, SLOT.input])
    Atomics.notify(words, slotWord(slot, word));
  const sitting = Atomics.load(words, slotWord(slot, SLOT.sitting));
  if (sitting === SITTING.accept) {
    for (const { host, port } of listeners) knock(host, port);
  } else if (sitting !== SITTING.none && sitting !== SITTING.input) {
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
