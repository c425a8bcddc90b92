import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../server/thread/engine.ts';
import type { ClientOptions } from '../../server/thread/engine-options.ts';
import { TraceTail, type DiskEvent } from './trace-tail.ts';

/** One of our clients in an engine of its own, watched through its trace. */
export class ClientRun {
  readonly #engine: Engine;
  readonly #folder = mkdtempSync(join(tmpdir(), 'wirestep-client-'));
  readonly #client: ReturnType<Engine['startClient']>;
  readonly #trace = new TraceTail(join(this.#folder, 'trace.jsonl'));

  constructor(options: ClientOptions) {
    const file = join(this.#folder, 'trace.jsonl');
    this.#engine = new Engine({ recording: { file, title: 'a client', detail: 'lines' } });
    this.#client = this.#engine.startClient(options);
  }

  /** The exit code, once it has ended. */
  get exit(): Promise<number> {
    return this.#client.done;
  }

  /** Presses Enter on its terminal, after some text. */
  type(text = ''): void {
    this.#client.type(text);
  }

  /** Presses Ctrl-C on its terminal. */
  interrupt(): Promise<boolean> {
    return this.#engine.interrupt('client-1');
  }

  /** Closes its terminal. */
  hangUp(): Promise<boolean> {
    return this.#engine.hangUp('client-1');
  }

  /** Waits until the trace shows an event of this kind, for the `count`-th time. */
  until(kind: string, count = 1): Promise<DiskEvent> {
    return this.#trace.until(
      `${count} of ${kind}`,
      (events) => events.filter(({ k }) => k === kind)[count - 1],
    );
  }

  /** The events of one kind so far. */
  events(kind: string): DiskEvent[] {
    this.#trace.read();
    return this.#trace.events.filter(({ k }) => k === kind);
  }

  /** All that stands on its terminal. */
  terminal(stream: 'stdout' | 'stderr'): string {
    const out = this.events('out').filter((event) => event['stream'] === stream);
    return out.map(({ text }) => String(text)).join('');
  }

  /** The last line of its traceback, if it died. */
  get exception(): string | undefined {
    return /(.+)\n$/.exec(this.terminal('stderr'))?.[1];
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    this.#trace.close();
    rmSync(this.#folder, { recursive: true });
  }
}
