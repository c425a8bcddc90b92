import type { Call } from '../../src/trace/format.ts';
import { SocketError } from '../sys/sys.ts';
import { ending, enter, rise, sit, Stopped, unwinding } from './context.ts';
import type { Here } from './context.ts';
import { SLOT, slotWord } from './memory.ts';
import { fromErrno, PythonError } from './python/errors.ts';

/** A stop wakes a poll by ending its socket; where nothing wakes it, it looks so often by itself. */
const LONGEST_POLL_MS = process.platform === 'win32' ? 200 : 2 ** 31 - 1;

/** What surrounds each real call of one socket: the gate, the call event, its result or failure. */
export class SocketCalls {
  /** The trace fields that name the socket. */
  readonly socket: string;
  readonly #here: Here;
  readonly #fd: number;

  constructor(at: Here, id: number, fd: number) {
    this.#here = at;
    this.#fd = fd;
    this.socket = `"s":${id},"fd":${fd}`;
  }

  /** Bytes waiting, where the recording asks for them: it costs a system call. */
  readonly queued = (): number =>
    this.#here.job.detail === 'lines' ? this.#here.sys.queued(this.#fd) : 0;

  /** Passes the gate and records the call; its number. */
  enter(call: Call, fields = ''): number {
    enter(this.#here, call);
    return this.#here.tracer?.event(call, this.socket + (fields === '' ? '' : `,${fields}`)) ?? 0;
  }

  answer(kind: string, call: number, fields = ''): void {
    const rest = fields === '' ? '' : `,${fields}`;
    this.#here.tracer?.event(kind, `${this.socket},"re":${call}${rest}`);
  }

  /** Does the real call; a failure is recorded and raised as Python would raise it. */
  attempt<T>(of: Call, call: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.failed(of, call, error);
    }
  }

  /** Does a call that may block: a stop can wake it. */
  sitting<T>(sitting: number, call: number, work: () => T): T {
    sit(this.#here, sitting, this.#fd, call);
    try {
      return work();
    } finally {
      rise(this.#here);
    }
  }

  /** Waits until the call would not block; raises TimeoutError, as Python does, after `seconds`. */
  waitFor(of: 'recv' | 'send', call: number, seconds: number | undefined): void {
    if (seconds === undefined) return;
    const { sys, tracer } = this.#here;
    const until = performance.now() + seconds * 1000;
    const events = of === 'recv' ? 'in' : 'out';
    for (;;) {
      const left = until - performance.now();
      if (sys.poll(this.#fd, events, Math.max(0, Math.min(left, LONGEST_POLL_MS)))) return;
      if (ending(this.#here)) this.ended(of, call);
      if (left > LONGEST_POLL_MS) continue;
      tracer?.error(of, call, this.socket, 'TimeoutError', 0, 'timed out');
      throw new PythonError('TimeoutError', 'timed out');
    }
  }

  /** Records a failure and turns it into what Python would raise. */
  failed(of: Call, call: number, error: unknown): unknown {
    if (!(error instanceof SocketError)) return error;
    const { code, errno, text } = error;
    if (ending(this.#here)) this.ended(of, call);
    this.#here.tracer?.error(of, call, this.socket, code, errno, text);
    if (of === 'bind') this.#here.tell({ type: 'bind-failed', code, text });
    return fromErrno(code, errno, text);
  }

  /** Records that the call was ended from outside, and unwinds. */
  ended(of: Call, call: number): never {
    const why = unwinding(this.#here);
    const [name, text] = why instanceof Stopped ? ['STOPPED', why.message] : [why.type, why.text];
    this.#here.tracer?.error(of, call, this.socket, name, 0, text);
    throw why;
  }
}

/** Keeps a stop from using the thread's descriptor while it is being closed. */
export function whileLocked(at: Here, work: () => void): void {
  const lock = slotWord(at.slot, SLOT.lock);
  while (Atomics.compareExchange(at.memory.words, lock, 0, 1) !== 0) {
    Atomics.wait(at.memory.words, lock, 1, 1);
  }
  work();
  Atomics.store(at.memory.words, lock, 0);
}
