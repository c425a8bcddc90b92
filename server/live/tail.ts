import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { OWN } from '../../src/trace/limits.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';

/** Read at a time, so that a long recording keeps nobody waiting. */
const PIECE = 1024 * 1024;
const NEWLINE = 0x0a;

/** A recording that grows, read as far as it goes. */
export class TraceTail {
  readonly #file: string;
  #fd: number | undefined;
  #parsed: ParsedTrace | undefined;
  #closed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** All that is in the file by now; undefined where not even its header is. @throws as `openSync` */
  async read(): Promise<ParsedTrace | undefined> {
    while (!this.#closed && this.#readPiece() === PIECE) await turn();
    return this.#parsed;
  }

  close(): void {
    this.#closed = true;
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #readPiece(): number {
    this.#fd ??= openSync(this.#file, 'r');
    const from = this.#parsed?.size ?? 0;
    const piece = new Uint8Array(PIECE);
    const n = readSync(this.#fd, piece, 0, PIECE, from);
    const bytes = piece.slice(0, n);
    if (this.#parsed !== undefined) {
      if (n > 0) this.#parsed = extendTrace(this.#parsed, bytes, OWN);
    } else if (bytes.includes(NEWLINE)) this.#parsed = parseTrace(bytes, OWN);
    return n;
  }
}
