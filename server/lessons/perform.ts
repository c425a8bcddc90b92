/** Performs one recording of a scenario with the real engine. */
import { ServerError } from '../thread/bind-problem.ts';
import { Engine } from '../thread/engine.ts';
import type { Client } from '../thread/client.ts';
import { freePort } from './free-port.ts';
import { ScenarioError } from './scenario.ts';
import type { RecordingPlan, ScenarioStep, ThreadName } from './scenario.ts';
import { Watcher } from './watcher.ts';

const PATIENCE_MS = 10_000;

/** Where a recording goes, and the port that servers and clients have unless they say their own. */
export interface Place {
  /** Of the scenario, for messages. */
  readonly path: string;
  /** The new trace. */
  readonly file: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Runs the steps in order and records into `place.file`. @throws ScenarioError, or an Error of ours */
export async function perform(plan: RecordingPlan, place: Place): Promise<void> {
  const trouble: string[] = [];
  const engine = new Engine({
    stopMs: PATIENCE_MS,
    recording: {
      file: place.file,
      title: plan.title,
      detail: 'lines',
      framedReplies: allFramed(plan.steps),
    },
    onNotice: (text) => trouble.push(text),
  });
  const performance = new Performance(engine, new Watcher(engine, place.file), place);
  let clean = true;
  try {
    for (const step of plan.steps) await performance.act(step);
  } finally {
    clean = await engine.stop();
    performance.close();
  }
  if (!clean) trouble.push('A thread did not end.');
  if (trouble.length > 0) throw new Error(trouble.join(' '));
}

/** Whether every server of the recording answers with frames. */
function allFramed(steps: readonly ScenarioStep[]): boolean {
  const servers = steps.filter(isServerStart);
  return servers.length > 0 && servers.every(({ program }) => program === 'fixed');
}

type ServerStart = Extract<ScenarioStep, { readonly as: string }>;
type ClientStart = Extract<ScenarioStep, { readonly acts: unknown }>;

function isServerStart(step: ScenarioStep): step is ServerStart {
  return 'as' in step;
}

class Performance {
  readonly #engine: Engine;
  readonly #watcher: Watcher;
  readonly #place: Place;
  readonly #clients = new Map<string, Client>();
  #address: { readonly host: string; readonly port: number };

  constructor(engine: Engine, watcher: Watcher, place: Place) {
    this.#engine = engine;
    this.#watcher = watcher;
    this.#place = place;
    this.#address = { host: '127.0.0.1', port: place.port };
  }

  close(): void {
    this.#watcher.close();
  }

  async act(step: ScenarioStep): Promise<void> {
    if (isServerStart(step)) return this.#startServer(step);
    if ('acts' in step) return this.#startClient(step);
    if ('stop' in step) {
      if (!(await this.#engine.stopProgram(step.stop))) throw this.#missing(step, step.stop);
      return;
    }
    if ('type' in step) {
      const client = this.#clients.get(step.type);
      if (client === undefined) throw this.#missing(step, step.type);
      return client.type(step.text);
    }
    if ('wait' in step) {
      return this.#expect(step, () => this.#watcher.has(step.wait), 'this event');
    }
    if ('pause' in step) return void (await new Promise((go) => setTimeout(go, step.pause)));
    if ('hold' in step) return this.#hold(step, step.hold);
    return this.#engine.gates.resume(await this.#thread(step, step.release));
  }

  async #startServer(step: ServerStart): Promise<void> {
    const { as: name, fails, line: _line, start: _start, ...setup } = step;
    try {
      // The call shows the port, so it is chosen before: bind to 0 would tell nobody which it is.
      const own = setup.port === 0 ? { ...setup, port: await freePort() } : setup;
      const address = await this.#engine.startServer({ ...this.#address, ...own, name });
      if (fails !== undefined) throw this.#problem(step, `${name} listens, it does not fail`);
      // Clients go where the last server listens that has no port of its own, or any free one.
      if (setup.port === undefined || setup.port === 0) this.#address = address;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (fails !== error.code) throw this.#problem(step, error.message);
      const pattern = { program: name, kind: 'prog.exit', nth: 1, where: {} } as const;
      await this.#expect(step, () => this.#watcher.has(pattern), 'its end');
    }
  }

  async #startClient(step: ClientStart): Promise<void> {
    const { start: name, fails, program, acts, nodelay, host, port } = step;
    const address = {
      host: host ?? this.#address.host,
      port: port ?? this.#address.port,
    };
    const client = this.#engine.startClient({ name, program, acts, nodelay, ...address });
    this.#clients.set(name, client);
    if (fails === undefined) return;
    const failed = { program: name, kind: 'connect.err', nth: 1, where: { name: fails } } as const;
    const ended = { program: name, kind: 'prog.exit', nth: 1, where: {} } as const;
    await this.#expect(step, () => this.#watcher.has(ended), `the end of ${name}`);
    if (!this.#watcher.has(failed)) throw this.#problem(step, `${name} did not fail with ${fails}`);
  }

  /** A thread of a server that has not begun is held before its first call. */
  async #hold(step: ScenarioStep, { program, thread }: ThreadName): Promise<void> {
    const there = this.#watcher.threadOf(program, thread) !== undefined;
    const number = /^Thread-(\d+)$/.exec(thread)?.[1];
    if (!there && number !== undefined) return this.#engine.gates.holdNext(Number(number));
    this.#engine.gates.hold(await this.#thread(step, { program, thread }));
  }

  /** The number of a thread, once it is there. */
  async #thread(step: ScenarioStep, { program, thread }: ThreadName): Promise<number> {
    const find = (): number | undefined => this.#watcher.threadOf(program, thread);
    await this.#expect(step, () => find() !== undefined, `${thread} of ${program}`);
    return find() ?? 0;
  }

  async #expect(step: ScenarioStep, done: () => boolean, what: string): Promise<void> {
    if (await this.#watcher.until(done, PATIENCE_MS)) return;
    throw this.#problem(step, `${what} did not come within ${PATIENCE_MS / 1000} seconds`);
  }

  #missing(step: ScenarioStep, name: string): ScenarioError {
    return this.#problem(step, `${name} has not been started`);
  }

  #problem(step: ScenarioStep, what: string): ScenarioError {
    return new ScenarioError(`${this.#place.path}:${step.line}: ${what}`);
  }
}
