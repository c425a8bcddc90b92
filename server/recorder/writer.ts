/** Collects ordered lines and writes them, in batches that end at a line end. */
import type { LineSink } from './order.ts';
import type { TraceFile } from './trace-file.ts';

const BATCH_BYTES = 256 * 1024;

export interface WriterOptions {
  /** Undefined: nothing is kept, the lines only pass to the terminal. */
  readonly file: TraceFile | undefined;
  /** The recording ends early, for the reason in this sentence; returns its closing lines. */
  readonly onFailure: (reason: string) => string;
  /** What programs wrote on terminals that are also shown for real. */
  readonly onTerminal: (stream: 'stdout' | 'stderr', text: string) => void;
}

export class Writer implements LineSink {
  readonly #options: WriterOptions;
  #file: TraceFile | undefined;
  #batch = Buffer.allocUnsafe(BATCH_BYTES);
  #length = 0;
  #echoed: Buffer[] = [];

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#file = options.file;
  }

  get bytes(): number {
    return this.#options.file?.bytes ?? 0;
  }

  take(bytes: Uint8Array, from: number, to: number, echo: boolean): void {
    if (echo) this.#echo(Buffer.from(bytes.subarray(from, to)));
    if (this.#file === undefined) return;
    const size = to - from;
    if (this.#length + size > this.#batch.length) this.#makeRoom(size);
    this.#batch.set(bytes.subarray(from, to), this.#length);
    this.#length += size;
  }

  /** Writes the whole lines collected so far. */
  flush(): void {
    const whole = this.#batch.lastIndexOf(0x0a, this.#length - 1) + 1;
    if (this.#length === 0 || whole === 0 || this.#file === undefined) return;
    this.#guard((file) => file.append(this.#batch.subarray(0, whole)));
    this.#batch.copyWithin(0, whole, this.#length);
    this.#length -= whole;
  }

  /** Writes one line of the recorder's own. */
  line(value: unknown): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    this.take(bytes, 0, bytes.length, false);
  }

  /** Looks after the disk; true where the event loop should have a turn (see `TraceFile`). */
  check(now: number): boolean {
    let checked = false;
    this.#guard((file) => (checked = file.check(now)));
    return checked;
  }

  close(): void {
    this.flush();
    this.#guard((file) => file.close());
    this.#file = undefined;
  }

  #makeRoom(size: number): void {
    this.flush();
    if (this.#length + size <= this.#batch.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + size));
    larger.set(this.#batch.subarray(0, this.#length));
    this.#batch = larger;
  }

  #guard(work: (file: TraceFile) => unknown): void {
    const file = this.#file;
    if (file === undefined) return;
    try {
      work(file);
    } catch (error) {
      this.#file = undefined;
      const closing = Buffer.from(this.#options.onFailure((error as Error).message));
      try {
        file.append(closing);
        file.close();
      } catch {
        // No room even for that: the trace ends at its last whole line, which readers accept.
      }
    }
  }

  /** A terminal line of the trace, whole once its last piece has come. */
  #echo(piece: Buffer): void {
    this.#echoed.push(piece);
    if (piece.at(-1) !== 0x0a) return;
    const line = JSON.parse(Buffer.concat(this.#echoed).toString()) as {
      stream: 'stdout' | 'stderr';
      text: string;
    };
    this.#echoed = [];
    this.#options.onTerminal(line.stream, line.text);
  }
}
