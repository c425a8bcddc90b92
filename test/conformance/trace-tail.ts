import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** One event as it stands on disk, with the disk's short names. */
export interface DiskEvent {
  readonly i: number;
  readonly k: string;
  readonly th?: number;
  readonly s?: number;
  readonly re?: number;
  readonly [field: string]: unknown;
}

const PATIENCE_MS = 15_000;

/** Follows a trace while it is written. Reads the file itself: the engine's word is not taken. */
export class TraceTail {
  readonly #path: string;
  #file: number | undefined;
  readonly #buffer = Buffer.alloc(1 << 20);
  #torn = '';
  readonly events: DiskEvent[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** Takes up whole lines that have been added. */
  read(): void {
    if (this.#file === undefined && !existsSync(this.#path)) return;
    this.#file ??= openSync(this.#path, 'r');
    let n: number;
    while ((n = readSync(this.#file, this.#buffer)) > 0) {
      // One character a byte: a cut in the middle of a character does no harm.
      const lines = (this.#torn + this.#buffer.toString('latin1', 0, n)).split('\n');
      this.#torn = lines.pop() ?? '';
      for (const line of lines) {
        const event = JSON.parse(Buffer.from(line, 'latin1').toString()) as DiskEvent;
        if (event.k !== undefined) this.events.push(event);
      }
    }
  }

  /** Waits until `look` finds something in the trace. */
  async until<T>(what: string, look: (events: readonly DiskEvent[]) => T | undefined): Promise<T> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      this.read();
      const found = look(this.events);
      if (found !== undefined) return found;
      if (performance.now() > end) throw new Error(`the trace never showed ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** The bytes of a chunk. */
export function bytesOf(event: DiskEvent): Buffer {
  return typeof event['u'] === 'string'
    ? Buffer.from(event['u'])
    : Buffer.from(String(event['b']), 'base64');
}
