/**
 * How far a long piece of work is, on a terminal; nothing for what is done soon, or into a pipe.
 *
 * By hand: nanospinner asks whether stdout is a terminal, which here may be a pipe to Wireshark, and
 * ends the process at Ctrl-C, before half a file could be taken away.
 */

/** Who waits less than this wants to know nothing. */
const PATIENCE_MS = 1000;
/** To the line's begin; away with what stood on it. */
const CLEAR = '\r\x1b[2K';

type Stream = { readonly isTTY?: boolean; write(text: string): unknown };

export class Progress {
  readonly #stream: Stream;
  readonly #now: () => number;
  readonly #began: number;
  #shown = '';

  constructor(stream: Stream, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
    this.#began = now();
  }

  /** @param done 0 to 1 */
  at(what: string, done: number): void {
    if (this.#stream.isTTY !== true || this.#now() - this.#began < PATIENCE_MS) return;
    const text = `${what}: ${Math.floor(done * 100)} %`;
    if (text !== this.#shown) this.#stream.write(`${CLEAR}${text}`);
    this.#shown = text;
  }

  /** Takes it from the terminal. */
  end(): void {
    if (this.#shown !== '') this.#stream.write(CLEAR);
    this.#shown = '';
  }
}
