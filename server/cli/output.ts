/** Where commands print to, and how: no faster than is read, and quietly where nobody reads on. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import { writeProblem } from './disk-reasons.ts';
import { Failure, isClosed } from './outcome.ts';

/** Where a command writes; `process` in earnest. */
export interface Output {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
}

/** A stream that takes one chunk after the other, each when the one before it has gone. */
export class Printer {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    // `write` says it; unheard, the event would end the process.
    if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
  }

  /**
   * Returns when the chunk has gone.
   * @throws {Failure} where it cannot be written; where nobody reads on, an error that `isClosed`
   */
  async write(chunk: string | Uint8Array): Promise<void> {
    if (chunk.length === 0) return;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#stream.write(chunk, (error) => (error instanceof Error ? reject(error) : resolve()));
      });
    } catch (error) {
      if (isClosed(error)) throw error;
      const problem = `What is printed cannot be written: ${writeProblem(error)}.`;
      throw new Failure(problem, { cause: error });
    }
    // A pipe is written to at once: without a turn nothing else, such as Ctrl-C, would be heard.
    await turn();
  }
}

/**
 * Whether to print in colours. What was asked for on the command line goes before the environment:
 * `NO_COLOR` (no-color.org), then `FORCE_COLOR` as Node has it; otherwise a terminal that can.
 */
export function wantsColours(
  asked: boolean | undefined,
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const { NO_COLOR: none = '', FORCE_COLOR: forced, TERM: terminal } = env;
  if (asked !== undefined) return asked;
  if (none !== '') return false;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && terminal !== 'dumb';
}
