/** Performs a scenario with the real engine, recording it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { Engine } from '../thread/engine.ts';
import type { Client } from '../thread/client.ts';
import { ScenarioError } from './scenario.ts';
import type { EventPattern, Scenario, ScenarioStep } from './scenario.ts';

const PATIENCE_MS = 10_000;

/** Runs the scenario's steps in order, the server on `port`, and records into `file` (new). */
export async function perform(
  scenario: Scenario,
  place: { readonly path: string; readonly file: string; readonly port: number },
): Promise<void> {
  const trouble: string[] = [];
  const engine = new Engine({
    recording: { file: place.file, title: scenario.title, detail: 'lines' },
    onNotice: (text) => trouble.push(text),
  });
  const clients = new Map<string, Client>();
  const watcher = new Watcher(engine, place.file);
  let address = { host: '127.0.0.1', port: place.port };
  try {
    for (const step of scenario.steps) await act(step);
  } finally {
    watcher.close();
    await engine.stop();
  }
  if (trouble.length > 0) throw new Error(trouble.join(' '));

  async function act(step: ScenarioStep): Promise<void> {
    if ('wait' in step) {
      await watcher.seen(step.wait, () => late(step));
    } else if ('pause' in step) {
      await new Promise((resolve) => setTimeout(resolve, step.pause));
    } else if ('type' in step) {
      const client = clients.get(step.type);
      if (client === undefined) throw problem(step, `${step.type} has not been started`);
      client.type(step.text);
    } else if ('program' in step) {
      clients.set(step.start, engine.startClient({ program: step.program, ...address }));
    } else {
      address = await engine.startServer({ ...address, reuse: true });
    }
  }

  function problem(step: ScenarioStep, what: string): ScenarioError {
    return new ScenarioError(`${place.path}:${step.line}: ${what}`);
  }

  function late(step: ScenarioStep): ScenarioError {
    return problem(step, `this event did not come within ${PATIENCE_MS / 1000} seconds`);
  }
}

/** One event as it stands in the file, as far as patterns ask. */
interface Line {
  readonly k?: string;
  readonly p?: number;
  readonly th?: number;
  readonly child?: number;
  readonly name?: string;
}

/** Reads the growing trace and tells when an event has come. */
class Watcher {
  readonly #events: { kind: string; program: string; thread: string }[] = [];
  readonly #programs = new Map<number, string>();
  readonly #threads = new Map<number, string>();
  readonly #path: string;
  readonly #end: () => void;
  #fd: number | undefined;
  #rest = '';
  #wake: () => void = () => undefined;

  constructor(engine: Engine, path: string) {
    this.#path = path;
    this.#end = engine.onGrow(() => this.#read());
  }

  /** Resolves when the pattern's event is in the trace; rejects with `late()` if it never is. */
  async seen(pattern: EventPattern, late: () => Error): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (this.#count(pattern) < pattern.nth) {
      if (Date.now() >= until) throw late();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 100);
      });
    }
  }

  close(): void {
    this.#end();
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  #count({ kind, program, thread }: EventPattern): number {
    return this.#events.filter(
      (event) =>
        event.kind === kind &&
        (program === undefined || event.program === program) &&
        (thread === undefined || event.thread.split(' ')[0] === thread),
    ).length;
  }

  #read(): void {
    this.#fd ??= openSync(this.#path, 'r');
    const buffer = Buffer.alloc(65_536);
    let text = this.#rest;
    for (let n = 1; n > 0;) {
      n = readSync(this.#fd, buffer);
      text += buffer.toString('latin1', 0, n);
    }
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#note(JSON.parse(line) as Line);
    this.#wake();
  }

  #note({ k, p = 0, th = 0, name = '' }: Line): void {
    if (k === undefined) return;
    if (k === 'prog.start') this.#programs.set(p, name);
    if (k === 'thread.run') this.#threads.set(th, name);
    const thread = this.#threads.get(th) ?? '';
    this.#events.push({ kind: k, program: this.#programs.get(p) ?? '', thread });
  }
}
