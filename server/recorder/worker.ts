/**
 * The recorder's thread: sleeps until a ring is half full or 5 ms have passed, brings the lines
 * into order and writes them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { TraceHeader } from '../../src/trace/format.ts';
import { DRAIN, openMemory, WORD } from '../thread/memory.ts';
import type { SharedBuffers } from '../thread/memory.ts';
import { Order } from './order.ts';
import { Terminal } from './terminal.ts';
import { TraceFile } from './trace-file.ts';
import { Writer } from './writer.ts';

/** What the recorder is started with. */
export interface RecorderData {
  readonly buffers: SharedBuffers;
  readonly file: string | undefined;
  readonly header: TraceHeader;
  /** `process.hrtime()` at the trace's time zero. */
  readonly zero: readonly [number, number];
}

/** What it tells the engine. */
export type RecorderMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'grew'; readonly bytes: number }
  | { readonly type: 'closed'; readonly bytes: number };

const POLL_MS = 5;
/** Less than a poll: what a poll has written is told at once, but for one that a full ring asks for. */
const TELL_MS = 4;

const { buffers, file: path, header, zero } = workerData as RecorderData;
const memory = openMemory(buffers);
const { words } = memory;
const tell = (message: RecorderMessage): void => parentPort?.postMessage(message);

void record(openFile());

/** The file, or nothing where it cannot be made: the programs then run without a recording. */
function openFile(): TraceFile | undefined {
  if (path === undefined) return undefined;
  try {
    return new TraceFile(path);
  } catch (error) {
    tell({ type: 'failed', reason: (error as Error).message });
    return undefined;
  }
}

/** Nanoseconds since the trace began. */
function now(): number {
  const [seconds, nanos] = process.hrtime();
  return (seconds - zero[0]) * 1e9 + nanos - zero[1];
}

async function record(file: TraceFile | undefined): Promise<void> {
  const terminal = new Terminal();
  const writer: Writer = new Writer({
    file,
    onFailure: (reason): string => {
      tell({ type: 'failed', reason });
      const t = now();
      const note = { i: order.next, t, k: 'note', text: `The recording ends here: ${reason}.` };
      return `${JSON.stringify(note)}\n${JSON.stringify({ i: order.next + 1, t, k: 'end' })}\n`;
    },
    onTerminal: (stream, text) => terminal.write(stream, text),
  });
  const order: Order = new Order(memory, writer);
  writer.line(header);
  writer.flush();
  tell({ type: 'ready' });
  let told = 0;
  let toldAt = 0;
  for (;;) {
    const last = Atomics.load(words, WORD.stop) === DRAIN;
    Atomics.store(words, WORD.doorbell, 0);
    const handed = order.drain();
    writer.flush();
    terminal.flush();
    const clock = Date.now();
    if (writer.check(clock)) await new Promise(setImmediate);
    if (writer.bytes !== told && clock - toldAt >= TELL_MS) {
      told = writer.bytes;
      toldAt = clock;
      tell({ type: 'grew', bytes: told });
    }
    if (last && handed === 0) break;
    Atomics.wait(words, WORD.doorbell, 0, POLL_MS);
  }
  writer.close();
  tell({ type: 'closed', bytes: writer.bytes });
}
