/**
 * The memory all threads of one engine share: a table of words, a mailbox per slot and a ring per
 * slot. A slot is a place for one worker thread; slot 0 is the process' main thread, which never
 * makes a blocking call.
 */

/** Words of the whole engine. */
export const WORD = {
  /**
   * Numbers given so far: the one total order of the trace. All threads write it all the time, so
   * it lies on a cache line of its own, away from what they only read.
   */
  seq: 32,
  /** 1 once the engine is to stop. */
  stop: 1,
  /** Rung by threads whose ring is half full; the recorder sleeps on it. */
  doorbell: 2,
  /** Threads started by a program (all but the programs' main threads) that are alive. */
  alive: 3,
  /** Changes whenever a worker becomes idle. */
  idle: 4,
  nextSocket: 5,
  nextThread: 6,
  /** N: the next `Thread-N` that is started begins at a closed gate. 0: none does. */
  heldFrom: 7,
  /** 1: every thread that is started begins at a closed gate. */
  holdNew: 8,
} as const;
const WORDS = 64;

/** `stop` has this value once all threads have ended and nothing more will be recorded. */
export const DRAIN = 2;

/** Words of one slot. */
export const SLOT = {
  /** What the worker is doing: a `STATE`. */
  state: 0,
  /** -1 open, 0 closed, n > 0: n calls may pass. */
  gate: 1,
  /** The call the thread sits in: a `SITTING`. */
  sitting: 2,
  /** The descriptor of that call. */
  fd: 3,
  /** `seq` of that call's event. */
  call: 4,
  /** 1 while somebody uses `fd` and it must not be closed. */
  lock: 5,
  /** The kernel's thread id. */
  tid: 6,
  /** Threads whose variables still refer to the socket that this slot's thread was given. */
  refs: 7,
  /** State of the typed input while the program waits for typed input: an `INPUT`. */
  input: 8,
  /** `thread` and `program` of the running job. */
  thread: 9,
  program: 10,
  /** 1 once the thread that started this one waits itself. */
  turn: 14,
  /** Number of the thread that is to end, once this slot's is: no later one is meant by it. */
  stop: 15,
  /** In the slot of a program's main thread: threads it has started that are alive. */
  alive: 16,
  /** What the terminal tells the program of this slot's thread: a `SIGNAL`. */
  signal: 17,
  /** 1 for a program's main thread. */
  main: 18,
  /** 1 once the thread asks on and on behind the end of its stream. */
  gone: 19,
  /** N of a `Thread-N`. */
  number: 20,
  /** IPv4 address of the client that the thread handles, as 32 bits; 0: none that is counted. */
  peer: 21,
  /** Ring: entries and bytes published by the thread, and consumed by the recorder. */
  published: 11,
  readEntries: 12,
  readBytes: 13,
} as const;
const SLOT_WORDS = 32;

/** `started`: the thread has begun but has not waited for anything yet. */
export const STATE = {
  empty: 0,
  idle: 1,
  reserved: 2,
  assigned: 3,
  started: 4,
  running: 5,
  gone: 6,
} as const;
export const SITTING = {
  none: 0,
  accept: 1,
  recv: 2,
  send: 3,
  connect: 4,
  input: 5,
  gate: 6,
} as const;
/** `interrupt`: Ctrl-C. `hangUp`: the terminal was closed. */
export const SIGNAL = { none: 0, interrupt: 1, hangUp: 2 } as const;
export const INPUT = { none: 0, waiting: 1, line: 2, endOfFile: 3 } as const;

/** Bytes of a mailbox, which holds a job for a worker. */
const MAILBOX_BYTES = 4 * 1024;
/** Bytes of a ring's text; a power of two. */
export const RING_BYTES = 256 * 1024;
/** Entries of a ring's index; a power of two. */
export const RING_ENTRIES = 4096;
/** Words of an index entry: number, place, length, flags. */
export const ENTRY_WORDS = 4;

export interface SharedMemory {
  readonly slots: number;
  readonly words: Int32Array;
  readonly mail: Uint8Array;
  readonly index: Int32Array;
  readonly text: Uint8Array;
}

/** What is handed to workers: the buffers only. */
export type SharedBuffers = {
  readonly [K in 'words' | 'mail' | 'index' | 'text']: SharedArrayBuffer;
};

export function allocateMemory(slots: number): SharedMemory {
  return openMemory({
    words: new SharedArrayBuffer(4 * (WORDS + slots * SLOT_WORDS)),
    mail: new SharedArrayBuffer(slots * MAILBOX_BYTES),
    index: new SharedArrayBuffer(slots * RING_ENTRIES * ENTRY_WORDS * 4),
    text: new SharedArrayBuffer(slots * RING_BYTES),
  });
}

export function openMemory(buffers: SharedBuffers): SharedMemory {
  return {
    slots: buffers.text.byteLength / RING_BYTES,
    words: new Int32Array(buffers.words),
    mail: new Uint8Array(buffers.mail),
    index: new Int32Array(buffers.index),
    text: new Uint8Array(buffers.text),
  };
}

export function buffersOf(memory: SharedMemory): SharedBuffers {
  return {
    words: memory.words.buffer as SharedArrayBuffer,
    mail: memory.mail.buffer as SharedArrayBuffer,
    index: memory.index.buffer as SharedArrayBuffer,
    text: memory.text.buffer as SharedArrayBuffer,
  };
}

/** Whether wirestep stops the thread in a slot: alone, with its program, or with everything. */
export function isStopping({ words }: SharedMemory, slot: number): boolean {
  if (Atomics.load(words, WORD.stop) !== 0) return true;
  const meant = Atomics.load(words, slotWord(slot, SLOT.stop));
  return meant !== 0 && meant === Atomics.load(words, slotWord(slot, SLOT.thread));
}

/** Whether something from outside is to end what the thread in a slot does. */
export function isEnding(memory: SharedMemory, slot: number): boolean {
  const signal = Atomics.load(memory.words, slotWord(slot, SLOT.signal));
  return signal !== SIGNAL.none || isStopping(memory, slot);
}

/** The slot in which a thread runs; undefined where none with this number does. */
export function slotOfThread({ words, slots }: SharedMemory, thread: number): number | undefined {
  for (let slot = 1; slot < slots; slot++) {
    if (Atomics.load(words, slotWord(slot, SLOT.thread)) === thread) return slot;
  }
  return undefined;
}

/** Where a slot's word stands in `memory.words`. */
export function slotWord(slot: number, word: number): number {
  return WORDS + slot * SLOT_WORDS + word;
}

/** Puts a value into a slot's mailbox; its reader is told through a word of the slot. */
export function post(memory: SharedMemory, slot: number, value: unknown): void {
  const bytes = Buffer.from(JSON.stringify(value));
  if (bytes.length > MAILBOX_BYTES - 4) {
    throw new RangeError(`${bytes.length} bytes do not fit into a mailbox of ${MAILBOX_BYTES}`);
  }
  const start = slot * MAILBOX_BYTES;
  new DataView(memory.mail.buffer).setUint32(start, bytes.length);
  memory.mail.set(bytes, start + 4);
}

/** Takes what `post` put there. */
export function collect(memory: SharedMemory, slot: number): unknown {
  const start = slot * MAILBOX_BYTES;
  const length = new DataView(memory.mail.buffer).getUint32(start);
  return JSON.parse(Buffer.from(memory.mail.slice(start + 4, start + 4 + length)).toString());
}
