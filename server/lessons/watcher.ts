import { closeSync, openSync, readSync } from 'node:fs';
import type { Engine } from '../thread/engine.ts';
import { matches } from './pattern.ts';
import type { EventPattern, SeenEvent } from './pattern.ts';

const BUFFER_BYTES = 256 * 1024;
const LOOK_MS = 100;
const NO_BYTES = Buffer.alloc(0);

/** A line of the file: the fields that patterns and this module ask for. */
interface Line extends Readonly<Record<string, unknown>> {
  readonly i?: number;
  readonly t?: number;
  readonly k?: string;
  readonly p?: number;
  readonly th?: number;
  readonly re?: number;
  readonly name?: string;
}

/** Reads the growing trace and tells when an event has come. */
export class Watcher {
  readonly #events: SeenEvent[] = [];
  readonly #programs = new Map<number, string>();
  readonly #threads = new Map<number, { readonly name: string; readonly program: string }>();
  /** When each call was made, by its number. */
  readonly #times = new Map<number, number>();
  readonly #path: string;
  readonly #end: () => void;
  #fd: number | undefined;
  #rest: Uint8Array = NO_BYTES;
  #wake: () => void = () => undefined;
  #changed = performance.now();

  constructor(engine: Engine, path: string) {
    this.#path = path;
    this.#end = engine.onGrow(() => this.#read());
  }

  /** Milliseconds since a program did something; a loop that only turns does nothing. */
  get quietMs(): number {
    return performance.now() - this.#changed;
  }

  /** Whether the pattern's event is in the trace. */
  has(pattern: EventPattern): boolean {
    return this.count(pattern) >= pattern.nth;
  }

  /** How many events the pattern fits, whichever is wanted. */
  count(pattern: EventPattern): number {
    return this.#events.filter((event) => matches(event, pattern)).length;
  }

  /** The number of a thread that has begun. */
  threadOf(program: string, thread: string): number | undefined {
    const found = [...this.#threads].findLast(
      ([, one]) => one.program === program && one.name === thread,
    );
    return found?.[0];
  }

  /** What a program did last. */
  lastOf(program: string): SeenEvent | undefined {
    return this.#events.findLast((event) => event.program === program && event.kind !== 'kernel');
  }

  /** Resolves once `done` holds, looking whenever the trace has grown; false after `ms`. */
  async until(done: () => boolean, ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (!done()) {
      const left = end - performance.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, Math.min(left, LOOK_MS));
      });
    }
    return true;
  }

  close(): void {
    this.#end();
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #read(): void {
    this.#fd ??= openSync(this.#path, 'r');
    const pieces = [this.#rest];
    for (;;) {
      const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
      const n = readSync(this.#fd, buffer);
      if (n === 0) break;
      pieces.push(buffer.subarray(0, n));
    }
    const bytes = Buffer.concat(pieces);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    this.#rest = bytes.subarray(whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) {
      if (line !== '') this.#note(JSON.parse(line) as Line);
    }
    this.#wake();
  }

  #note(line: Line): void {
    const { i = 0, t = 0, k, p = 0, th = 0, re, name = '' } = line;
    if (k === undefined) return;
    if (k !== 'fold' && k !== 'kernel') this.#changed = performance.now();
    if (k === 'prog.start') this.#programs.set(p, name);
    const program = this.#programs.get(p) ?? '';
    if (k === 'thread.run') this.#threads.set(th, { name: name.split(' ')[0] ?? '', program });
    this.#times.set(i, t);
    const called = re === undefined ? undefined : this.#times.get(re);
    this.#events.push({
      kind: k,
      program,
      thread: this.#threads.get(th)?.name ?? '',
      facts: {
        ...numbersOf(line),
        text: textOf(line),
        name: name === '' ? undefined : name,
        function: typeof line['fn'] === 'string' ? line['fn'] : undefined,
        line: typeof line['l'] === 'number' ? line['l'] : undefined,
        ms: called === undefined ? undefined : (t - called) / 1e6,
      },
    });
  }
}

function numbersOf(line: Line): Record<string, number | undefined> {
  const number = (name: string): number | undefined =>
    line[name] === undefined ? undefined : Number(line[name]);
  return { n: number('n'), max: number('max'), len: number('len'), queued: number('queued') };
}

/** What was printed or typed; the bytes of a call are none of its text. */
function textOf(line: Line): string | undefined {
  return typeof line['text'] === 'string' ? line['text'] : undefined;
}
