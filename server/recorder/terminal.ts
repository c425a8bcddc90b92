import { writeSync } from 'node:fs';

const DESCRIPTOR = { stdout: 1, stderr: 2 } as const;
const RETRY_MS = 2;

/** The real terminal: what programs printed, in the trace's order, written in batches. */
export class Terminal {
  #pending: { stdout: string; stderr: string } = { stdout: '', stderr: '' };
  readonly #closed = new Set<'stdout' | 'stderr'>();

  write(stream: 'stdout' | 'stderr', text: string): void {
    if (this.#closed.has(stream)) return;
    // Keep the two streams in order where both are the same terminal.
    if (this.#pending[stream === 'stdout' ? 'stderr' : 'stdout'] !== '') this.flush();
    this.#pending[stream] += text;
    if (this.#pending[stream].length > 65_536) this.flush();
  }

  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const bytes = Buffer.from(this.#pending[stream]);
      this.#pending[stream] = '';
      for (let from = 0; from < bytes.length;) from += this.#put(stream, bytes.subarray(from));
    }
  }

  #put(stream: 'stdout' | 'stderr', bytes: Uint8Array): number {
    try {
      return writeSync(DESCRIPTOR[stream], bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
        // A pipe that is full for now: its reader is slower than the program.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
        return 0;
      }
      // Nobody reads any more (`wirestep server | head`): the run goes on without.
      this.#closed.add(stream);
      return bytes.length;
    }
  }
}
