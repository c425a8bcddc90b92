/**
 * The kernel's own word for a blocked thread. On Linux `/proc/self/task/TID/syscall` names the
 * system call a thread sits in with its arguments; that is what "measured" means for "blocked".
 */
import { readFileSync } from 'node:fs';
import { SITTING, SLOT, slotWord, STATE } from './memory.ts';
import type { SharedMemory } from './memory.ts';
import type { Tracer } from './tracer.ts';

const EVERY_MS = 20;
/** On a busy machine a thread may be on its way into the call for that long. */
const MOST_TRIES = 25;
/** x86-64 and arm64 numbers of the calls that our threads block in. */
const SYSTEM_CALLS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  x64: {
    7: 'poll',
    42: 'connect',
    43: 'accept',
    44: 'sendto',
    45: 'recvfrom',
    202: 'futex',
    288: 'accept4',
  },
  arm64: {
    73: 'ppoll',
    98: 'futex',
    202: 'accept',
    203: 'connect',
    206: 'sendto',
    207: 'recvfrom',
    242: 'accept4',
  },
};
/** How many of the six raw argument words belong to the call. */
const ARGUMENTS: Readonly<Record<string, number>> = {
  recvfrom: 3,
  sendto: 3,
  connect: 3,
  poll: 3,
  ppoll: 2,
};
/** Which argument is an address, where that is not the second. */
const ADDRESS: Readonly<Record<string, number>> = { poll: 0, ppoll: 0 };

/** Waits that are wirestep's own: at the gate, for a typed line. */
const NOT_THE_KERNEL: ReadonlySet<number> = new Set([SITTING.none, SITTING.input, SITTING.gate]);

export class KernelSampler {
  readonly #memory: SharedMemory;
  readonly #tracer: Tracer;
  readonly #timer: NodeJS.Timeout | undefined;
  /** For each slot the call last seen, and how often it will still be asked about. */
  readonly #seen = new Map<number, { call: number; left: number }>();

  constructor(memory: SharedMemory, tracer: Tracer) {
    this.#memory = memory;
    this.#tracer = tracer;
    if (process.platform === 'linux')
      this.#timer = setInterval(() => this.#scan(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #scan(): void {
    for (let slot = 1; slot < this.#memory.slots; slot++) {
      if (this.#word(slot, SLOT.state) !== STATE.running) continue;
      const sitting = this.#word(slot, SLOT.sitting);
      if (!NOT_THE_KERNEL.has(sitting)) this.#look(slot);
    }
  }

  #look(slot: number): void {
    const call = this.#word(slot, SLOT.call);
    const seen = this.#seen.get(slot);
    if (seen?.call !== call) this.#seen.set(slot, { call, left: MOST_TRIES });
    else if (seen.left > 0) seen.left = this.#sample(slot, call) ? 0 : seen.left - 1;
  }

  /** The thread has sat in this call since the last scan. False where the kernel says otherwise. */
  #sample(slot: number, call: number): boolean {
    const report = readKernel(this.#word(slot, SLOT.tid));
    const isGone =
      NOT_THE_KERNEL.has(this.#word(slot, SLOT.sitting)) || this.#word(slot, SLOT.call) !== call;
    // On a busy machine it may be about to wait, or about to go on: neither is waiting.
    if (report === undefined || report.state === 'R' || isGone) return false;
    const who = `"p":${this.#word(slot, SLOT.program)},"th":${this.#word(slot, SLOT.thread)}`;
    this.#tracer.event('kernel', `"re":${call},${JSON.stringify(report).slice(1, -1)}`, who);
    return true;
  }

  #word(slot: number, word: number): number {
    return Atomics.load(this.#memory.words, slotWord(slot, word));
  }
}

/** What the kernel says of a thread of this process: its state, system call and arguments. */
export function readKernel(
  tid: number,
): { state: string; syscall: string; args: string[] } | undefined {
  const folder = `/proc/self/task/${tid}`;
  try {
    const [number = '', ...words] = readFileSync(`${folder}/syscall`, 'utf8').trim().split(' ');
    const name = SYSTEM_CALLS[process.arch]?.[Number(number)];
    if (name === undefined) return undefined;
    const state = /^State:\s+(\S)/m.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1] ?? '?';
    const args = words.slice(0, ARGUMENTS[name] ?? 1).map((word, place) =>
      // Descriptor and length are numbers to a reader, an address is not.
      place === (ADDRESS[name] ?? 1) ? word : String(BigInt(word)),
    );
    return { state, syscall: name, args };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
