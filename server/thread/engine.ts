/**
 * The engine: runs programs under study in real threads and records them. One engine makes one
 * trace. It lives in the process' main thread and never makes a blocking call.
 */
import { loadSys } from '../sys/load.ts';
import type { Sys } from '../sys/sys.ts';
import type { Detail, Role } from '../../src/trace/format.ts';
import { newRecordingId } from '../data/ids.ts';
import { Recorder } from '../recorder/recorder.ts';
import { bindProblem } from './bind-problem.ts';
import { Client } from './client.ts';
import type { Job, Told } from './context.ts';
import { ThreadGates } from './thread-gates.ts';
import { traceHeader } from './header.ts';
import { KernelSampler } from './kernel.ts';
import { DEFAULT_MAX_THREADS } from './limits.ts';
import { allocateMemory, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';
import { Pool } from './pool.ts';
import { RingWriter } from './ring.ts';
import { programSource } from './sources.ts';
import { stopThreads } from './stop.ts';
import { Tracer } from './tracer.ts';

/** Slots beyond the handlers': this process' main thread, the acceptor, clients, one that lingers. */
const OTHER_SLOTS = 24;
/** After this a stop is given up and the process has to be ended from outside its threads. */
export const STOP_LIMIT_MS = 800;

export interface EngineOptions {
  readonly recording?: {
    /** Id of the recording; a random one by default. */
    readonly id?: string;
    /** Created new; absent: nothing is kept. */
    readonly file?: string;
    readonly title: string;
    readonly detail: Detail;
  };
  /** False: no events at all, for measuring what recording costs. */
  readonly recorded?: boolean;
  readonly maxThreads?: number;
  /** Sentences for the person who runs this: the recording ended early, for instance. */
  readonly onNotice?: (text: string) => void;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Its transcript also goes to this process' stdout and stderr. */
  readonly echo?: boolean;
  /** Set SO_REUSEADDR, which the course's program does not. */
  readonly reuse?: boolean;
}

export interface ClientOptions {
  readonly program: 'hello' | 'three' | 'lines';
  readonly host: string;
  readonly port: number;
  readonly echo?: boolean;
}

interface Program {
  readonly name: string;
  onMessage(told: Told): void;
}

export class Engine {
  readonly trace: {
    readonly id: string;
    readonly file: string | undefined;
    readonly title: string;
  };
  /** Holds and steps threads. */
  readonly gates: ThreadGates;
  readonly #memory: SharedMemory;
  readonly #sys: Sys;
  readonly #pool: Pool;
  readonly #tracer: Tracer | undefined;
  readonly #recorder: Recorder | undefined;
  readonly #kernel: KernelSampler | undefined;
  readonly #options: EngineOptions;
  readonly #maxThreads: number;
  readonly #detail: Detail;
  readonly #zero = process.hrtime();
  readonly #programs = new Map<number, Program>();
  readonly #listeners = new Map<number, { host: string; port: number }>();
  #nextFile = 1;
  #clients = 0;
  #stopping: Promise<boolean> | undefined;

  /** @throws Error with one sentence where this machine cannot make the calls */
  constructor(options: EngineOptions = {}) {
    this.#options = options;
    this.#sys = loadSys();
    this.#maxThreads = options.maxThreads ?? DEFAULT_MAX_THREADS;
    this.#detail = options.recording?.detail ?? 'calls';
    this.#memory = allocateMemory(this.#maxThreads + OTHER_SLOTS);
    this.gates = new ThreadGates(this.#memory);
    const { id = newRecordingId(), title = '', file } = options.recording ?? {};
    this.trace = { id, file, title };
    if (options.recorded !== false) {
      const header = traceHeader({ id, title, detail: this.#detail });
      this.#recorder = new Recorder({
        memory: this.#memory,
        file,
        header,
        zero: this.#zero,
        onFailure: (reason) => this.#notice(`No recording: ${reason}. The programs go on.`),
      });
      const ring = new RingWriter(this.#memory, 0);
      const who = { program: 0, thread: 0, detail: this.#detail, zero: this.#zero, echo: false };
      this.#tracer = new Tracer(ring, who);
      if (this.#detail === 'lines') this.#kernel = new KernelSampler(this.#memory, this.#tracer);
    }
    this.#pool = new Pool(this.#memory, (told) =>
      this.#programs.get(told.program)?.onMessage(told),
    );
  }

  /** Bytes of the trace file written so far. */
  get bytes(): number {
    return this.#recorder?.bytes ?? 0;
  }

  /** Tells when the trace file has grown, with its size. Returns how to end that. */
  onGrow(listener: (bytes: number) => void): () => void {
    return this.#recorder?.onGrow(listener) ?? (() => undefined);
  }

  /**
   * Starts the course's server; resolves once it listens.
   * @throws Error with one sentence, such as a port in use
   */
  async startServer(options: ServerOptions): Promise<{ host: string; port: number }> {
    const { host, port, echo = false, reuse = false } = options;
    await this.#pool.warm();
    return new Promise((resolve, reject) => {
      const program: Program = {
        name: 'server',
        onMessage: (told) => {
          if (told.type === 'bound') {
            this.#listeners.set(told.program, { host: told.host, port: told.port });
          }
          if (told.type === 'bind-failed') reject(new Error(bindProblem(told, host, port)));
          const address = this.#listeners.get(told.program);
          if (told.type === 'listening' && address !== undefined) resolve(address);
          if (told.type !== 'ended') return;
          this.#listeners.delete(told.program);
          this.#exited(told);
          reject(new Error(told.message ?? 'the server was stopped before it listened'));
        },
      };
      this.#start('server', 'server', program, { host, port, reuse }, echo).catch(reject);
    });
  }

  /** Starts one of the course's clients. */
  startClient({ program, host, port, echo = false }: ClientOptions): Client {
    this.#clients++;
    const name = `client-${this.#clients}`;
    const client = new Client(this.#memory, (slot, text) => this.#pool.send(slot, text));
    const entry: Program = {
      name,
      onMessage: (told) => {
        if (told.type === 'input') client.wants(told.slot);
        if (told.type !== 'ended') return;
        this.#exited(told);
        client.end(told.code);
      },
    };
    this.#start(`client_${program}`, 'client', entry, { host, port }, echo).catch(
      (error: Error) => {
        this.#notice(`${name} could not start: ${error.message}`);
        client.end(1);
      },
    );
    return client;
  }

  /** Writes a note into the trace. */
  note(text: string): void {
    this.#tracer?.event('note', `"text":${JSON.stringify(text)}`, '');
  }

  /**
   * Ends all programs, however blocked, and closes the trace. False where a thread did not end
   * within 0.8 s: the trace is not closed in order then, and only `exitNow` ends the process.
   */
  stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends the process at once, whatever its threads sit in. */
  exitNow(code: number): never {
    return this.#sys.exitNow(code);
  }

  async #stop(): Promise<boolean> {
    this.#kernel?.stop();
    this.#pool.stop();
    const late = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), STOP_LIMIT_MS).unref(),
    );
    const ended = this.#pool.ended();
    const threads = stopThreads(this.#memory, this.#sys, this.#listeners.values(), ended);
    const clean = await Promise.race([threads.then(() => true), late]);
    if (clean) this.#tracer?.event('end', '', '');
    await Promise.race([this.#recorder?.close(), late]);
    return clean;
  }

  async #start(
    module: string,
    role: Role,
    program: Program,
    options: Job['options'],
    echo: boolean,
  ): Promise<void> {
    await this.#recorder?.ready;
    const { words } = this.#memory;
    const number = this.#programs.size + 1;
    this.#programs.set(number, program);
    const source = programSource(module);
    const who = `"p":${number}`;
    const file = this.#nextFile;
    this.#nextFile += 2;
    const python = {
      f: file + 1,
      path: source.pythonPath,
      language: 'python',
      source: source.python,
    };
    const typescript = {
      f: file,
      path: source.path,
      language: 'typescript',
      source: source.source,
      twin: file + 1,
      twin_lines: source.twinLines,
    };
    const argv = [source.pythonPath];
    this.#tracer?.event('prog.start', fields({ name: program.name, role, argv }), who);
    this.#tracer?.event('file', fields(python), who);
    this.#tracer?.event('file', fields(typescript), who);
    await this.#pool.run({
      program: number,
      thread: Atomics.add(words, WORD.nextThread, 1) + 1,
      name: 'MainThread',
      module,
      target: 'main',
      file,
      detail: this.#detail,
      zero: this.#zero,
      echo,
      recorded: this.#tracer !== undefined,
      maxThreads: this.#maxThreads,
      options,
    });
  }

  #exited({ program, code }: Extract<Told, { type: 'ended' }>): void {
    this.#tracer?.event('prog.exit', `"code":${code}`, `"p":${program}`);
  }

  #notice(text: string): void {
    this.#options.onNotice?.(text);
  }
}

/** An object's fields as JSON text, without the braces. */
function fields(value: Record<string, unknown>): string {
  return JSON.stringify(value).slice(1, -1);
}
