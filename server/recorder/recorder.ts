import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TraceHeader } from '../../src/trace/format.ts';
import { BUNDLES } from '../paths.ts';
import { buffersOf, DRAIN, WORD } from '../thread/memory.ts';
import type { SharedMemory } from '../thread/memory.ts';
import type { RecorderData, RecorderMessage } from './worker.ts';

export interface RecorderOptions {
  readonly memory: SharedMemory;
  /** Undefined: the programs' output still reaches the terminal, nothing is kept. */
  readonly file: string | undefined;
  readonly header: TraceHeader;
  readonly zero: readonly [number, number];
  /** The recording ended early, or never began; one sentence. */
  readonly onFailure: (reason: string) => void;
}

/** The engine's end of the recorder's thread. */
export class Recorder {
  readonly ready: Promise<void>;
  readonly #closed: Promise<void>;
  readonly #memory: SharedMemory;
  readonly #listeners = new Set<(bytes: number) => void>();
  #bytes = 0;

  constructor({ memory, onFailure, ...rest }: RecorderOptions) {
    this.#memory = memory;
    const workerData: RecorderData = { buffers: buffersOf(memory), ...rest };
    const worker = new Worker(join(BUNDLES, 'recorder.cjs'), { workerData });
    this.#closed = once(worker, 'exit').then(() => undefined);
    this.ready = new Promise((resolve) => {
      worker.on('message', (message: RecorderMessage) => {
        if (message.type === 'ready') resolve();
        else if (message.type === 'failed') onFailure(message.reason);
        else this.#grow(message.bytes);
      });
    });
  }

  /** Bytes of the trace file, as far as it has been written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Tells whenever the trace file has grown, a few milliseconds later, and at most 250 times a second. */
  onGrow(listener: (bytes: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes what the rings still hold and closes the file. No thread may record any more. */
  async close(): Promise<void> {
    Atomics.store(this.#memory.words, WORD.stop, DRAIN);
    Atomics.store(this.#memory.words, WORD.doorbell, 1);
    Atomics.notify(this.#memory.words, WORD.doorbell);
    await this.#closed;
  }

  #grow(bytes: number): void {
    this.#bytes = bytes;
    for (const listener of this.#listeners) listener(bytes);
  }
}
