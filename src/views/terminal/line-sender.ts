import type { Command } from '../../live/messages.ts';

type Line = Command<'client-type'>;

/** Between two lines of one paste: the server counts what a page says each second. */
const GAP_MS = 40;

/** Sends typed lines one after the other: each once the one before it has arrived. */
export class LineSender {
  readonly #send: (line: Line) => Promise<boolean>;
  readonly #refused: (lines: readonly Line[]) => void;
  #queue: Line[] = [];
  #sending = false;

  /**
   * @param send false: it was refused
   * @param refused a line, and those for the same client that were to follow and now do not
   */
  constructor(send: (line: Line) => Promise<boolean>, refused: (lines: readonly Line[]) => void) {
    this.#send = send;
    this.#refused = refused;
  }

  add(line: Line): void {
    this.#queue.push(line);
    if (!this.#sending) void this.#sendAll();
  }

  /** Those for a client that are not on their way yet are not sent any more. */
  drop(client: string): readonly Line[] {
    const dropped = this.#queue.filter((line) => line.client === client);
    this.#queue = this.#queue.filter((line) => line.client !== client);
    return dropped;
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    for (let line = this.#queue.shift(); line !== undefined; line = this.#queue.shift()) {
      if (!(await this.#send(line))) this.#refused([line, ...this.drop(line.client)]);
      if (this.#queue.length > 0) await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    this.#sending = false;
  }
}
