import { Writable } from 'node:stream';

/** Two streams that keep what is printed on them. */
export class Printed {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
  readonly #kept = { stdout: '', stderr: '' };
  readonly #chunks: Buffer[] = [];
  #heard: (() => void) | undefined;

  /** @param isTTY whether stdout is a terminal */
  constructor(isTTY?: boolean) {
    const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
      this.#chunks.push(chunk);
      this.#keep('stdout', chunk.toString());
      done();
    };
    this.stdout = Object.assign(new Writable({ write }), { isTTY });
    this.stderr = { write: (text: string) => this.#keep('stderr', text) };
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.#kept.stdout;
  }

  /** Whole lines. */
  get lines(): readonly string[] {
    return this.#kept.stdout.split('\n').slice(0, -1);
  }

  get errors(): readonly string[] {
    return this.#kept.stderr.split('\n').slice(0, -1);
  }

  /** Returns when what is printed, on either, matches. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#kept.stdout) && !pattern.test(this.#kept.stderr)) {
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
  }

  #keep(stream: 'stdout' | 'stderr', text: string): void {
    this.#kept[stream] += text;
    this.#heard?.();
  }
}
