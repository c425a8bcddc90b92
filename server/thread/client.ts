import { INPUT, SLOT, slotWord } from './memory.ts';
import type { SharedMemory } from './memory.ts';

/** A running client program: takes typed lines, tells when it has ended. */
export class Client {
  /** The exit code, as Python's process would have it. */
  readonly done: Promise<number>;
  readonly #memory: SharedMemory;
  readonly #send: (slot: number, text: string) => void;
  readonly #typed: (string | undefined)[] = [];
  #waiting: number | undefined;
  #deaf = false;
  #resolve: (code: number) => void = () => undefined;

  /** @param send hands a text to the worker in a slot */
  constructor(memory: SharedMemory, send: (slot: number, text: string) => void) {
    this.#memory = memory;
    this.#send = send;
    this.done = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** How many typed lines it has not read yet. */
  get pending(): number {
    return this.#typed.length;
  }

  /** A line typed on its terminal, without the line end; undefined for the end of the input. */
  type(text: string | undefined): void {
    this.#typed.push(text);
    this.#deliver();
  }

  /** The program in `slot` waits for a line. */
  wants(slot: number): void {
    this.#waiting = slot;
    this.#deliver();
  }

  /** Its terminal is gone or interrupted: nothing that is typed reaches it any more. */
  deafen(): void {
    this.#deaf = true;
    this.#waiting = undefined;
  }

  end(code: number): void {
    this.#waiting = undefined;
    this.#resolve(code);
  }

  #deliver(): void {
    const slot = this.#waiting;
    if (this.#deaf || slot === undefined || this.#typed.length === 0) return;
    const text = this.#typed.shift();
    this.#waiting = undefined;
    if (text !== undefined) this.#send(slot, text);
    const box = slotWord(slot, SLOT.input);
    Atomics.store(this.#memory.words, box, text === undefined ? INPUT.endOfFile : INPUT.line);
    Atomics.notify(this.#memory.words, box);
  }
}
