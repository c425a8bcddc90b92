import { Worker } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketError } from '../../server/sys/sys.ts';

export interface ThreadCall {
  readonly call: 'recv' | 'recvTwice' | 'accept' | 'connect' | 'sendAlways';
  readonly fd: number;
  /** Size of the buffer to receive into or to send. */
  readonly max: number;
  readonly port: number;
}

/** How the call of a thread ended: with a value or with what the error said. */
export interface Outcome {
  readonly value?: number;
  readonly error?: Pick<SocketError, 'code' | 'errno' | 'text'>;
  readonly ms: number;
  readonly bytes: Uint8Array;
}

export interface BlockedThread {
  /** The system's number of the thread. */
  readonly id: number;
  readonly outcome: Promise<Outcome>;
}

/** Long enough for a thread that is about to make a call to be inside of it. */
const SETTLE_MS = 100;

/** Starts a thread, and resolves when it has had the time to block in its call. */
export async function startThread(
  worker: string,
  { call, fd, max = 64, port = 0 }: Partial<ThreadCall> & Pick<ThreadCall, 'call' | 'fd'>,
): Promise<BlockedThread> {
  const thread = new Worker(worker, { workerData: { call, fd, max, port } satisfies ThreadCall });
  // Both listen from the start: when a thread ends, Node delivers all that it said in one go.
  const entered = said<{ entering: number }>(thread, 'entering');
  const ended = said<Outcome>(thread, 'ms');
  const outcome = Promise.race([ended, tooLong(call)]);
  outcome.catch(() => undefined);
  const { entering } = await entered;
  await sleep(SETTLE_MS);
  return { id: entering, outcome };
}

/** The first message with this field, or the error that ended the thread. */
function said<T extends object>(thread: Worker, field: keyof T & string): Promise<T> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: object) => field in message && resolve(message as T));
    thread.once('error', reject);
  });
}

async function tooLong(call: string): Promise<never> {
  await sleep(4_000, undefined, { ref: false });
  throw new Error(`a thread is still blocked in ${call} after 4 s`);
}
