/** Lines of a trace that is being written, as bytes, up to a limit. */
const encoder = new TextEncoder();
const ROOM = 1024 * 1024;

export class Lines {
  /** A line did not fit: it and all after it are left out. */
  full = false;
  readonly #limit: number;
  readonly #blocks: Uint8Array[] = [];
  #block = new Uint8Array(0);
  #used = 0;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False where the line did not fit. */
  add(line: string): boolean {
    // A UTF-16 unit has three bytes at most.
    if (this.#block.length - this.#used < line.length * 3) this.#begin(line.length * 3);
    const { written } = encoder.encodeInto(line, this.#block.subarray(this.#used));
    if (this.full || this.#size + written > this.#limit) {
      this.full = true;
      return false;
    }
    this.#used += written;
    this.#size += written;
    return true;
  }

  joined(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const block of [...this.#blocks, this.#block.subarray(0, this.#used)]) {
      all.set(block, at);
      at += block.length;
    }
    return all;
  }

  #begin(least: number): void {
    this.#blocks.push(this.#block.subarray(0, this.#used));
    this.#block = new Uint8Array(Math.max(least, ROOM));
    this.#used = 0;
  }
}
