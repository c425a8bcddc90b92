/**
 * The engine: runs programs under study in real threads and records them. One engine makes one
 * trace. It lives in the process' main thread and never makes a blocking call.
 */
import { loadSys } from '../sys/load.ts';
import type { Sys } from '../sys/sys.ts';
import type { Detail } from '../../src/trace/format.ts';
import { newRecordingId } from '../data/ids.ts';
import { Recorder } from '../recorder/recorder.ts';
import { announce } from './announce.ts';
import { bindProblem, ServerError } from './bind-problem.ts';
import { Client } from './client.ts';
import { clientStart } from './client-start.ts';
import type { Start } from './client-start.ts';
import { withConstants } from './constants.ts';
import { DEFAULT_MAX_PER_ADDRESS } from './crowd.ts';
import type { ClientOptions, EngineOptions, ServerOptions } from './engine-options.ts';
import { Handlers } from './handlers.ts';
import { traceHeader } from './header.ts';
import { DEFAULT_MAX_THREADS } from './limits.ts';
import { allocateMemory, SIGNAL, WORD } from './memory.ts';
import type { SharedMemory } from './memory.ts';
import { Pool } from './pool.ts';
import { RingWriter } from './ring.ts';
import { RunningPrograms } from './running-programs.ts';
import type { Program } from './running-programs.ts';
import { programSource } from './sources.ts';
import { programEnded, signalProgram, stopProgram, stopThreads } from './stop.ts';
import { ThreadGates } from './thread-gates.ts';
import { Tracer } from './tracer.ts';
import { startWatches } from './watches.ts';

/** Slots beyond the handlers': this process' main thread, the acceptor, clients, one that lingers. */
const OTHER_SLOTS = 24;
/** After this a stop is given up and the process has to be ended from outside its threads. */
export const STOP_LIMIT_MS = 800;

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
  readonly #endWatches: (() => void) | undefined;
  readonly #options: EngineOptions;
  readonly #maxThreads: number;
  readonly #detail: Detail;
  readonly #zero = process.hrtime();
  readonly #programs = new RunningPrograms();
  readonly #handlers: Handlers;
  #nextFile = 1;
  #clients = 0;
  #stopping: Promise<boolean> | undefined;

  /** @throws Error with one sentence where this machine cannot make the calls */
  constructor(options: EngineOptions = {}) {
    this.#options = options;
    this.#sys = loadSys();
    this.#maxThreads = options.maxThreads ?? DEFAULT_MAX_THREADS;
    this.#detail = options.recording?.detail ?? 'calls';
    this.#memory = allocateMemory(this.#maxThreads + (options.maxClients ?? 0) + OTHER_SLOTS);
    this.gates = new ThreadGates(this.#memory);
    this.#handlers = new Handlers(this.#memory, this.#sys, (text) => this.note(text));
    const {
      id = newRecordingId(),
      title = '',
      file,
      framedReplies = false,
    } = options.recording ?? {};
    this.trace = { id, file, title };
    if (options.recorded !== false) {
      const zero = this.#zero;
      const header = traceHeader({ id, title, detail: this.#detail, framedReplies, zero });
      this.#recorder = new Recorder({
        ...{ memory: this.#memory, file, header, zero },
        onFailure: (reason) => this.#notice(`No recording: ${reason}. The programs go on.`),
      });
      const ring = new RingWriter(this.#memory, 0);
      const who = { program: 0, thread: 0, detail: this.#detail, zero, echo: false };
      this.#tracer = new Tracer(ring, who);
      const { idleMs } = options;
      const watched = { detail: this.#detail, idleMs };
      this.#endWatches = startWatches(this.#memory, this.#tracer, watched);
    }
    this.#pool = new Pool(this.#memory, (told) => this.#programs.tell(told));
  }

  /** Bytes of the trace file written so far. */
  get bytes(): number {
    return this.#recorder?.bytes ?? 0;
  }

  /** Memory that one thread of this engine takes, bytes, measured when the first ones were made. */
  get bytesPerThread(): number | undefined {
    return this.#pool.bytesEach;
  }

  /** Tells when the trace file has grown, with its size. Returns how to end that. */
  onGrow(listener: (bytes: number) => void): () => void {
    return this.#recorder?.onGrow(listener) ?? (() => undefined);
  }

  /**
   * Starts the course's server; resolves once it listens.
   * @throws ServerError with one sentence, such as a port in use
   */
  async startServer(options: ServerOptions): Promise<{ host: string; port: number }> {
    const { name = 'server', program: kind = 'course', echo = false, ...given } = options;
    const { host, port } = given;
    await this.#pool.warm();
    return new Promise((resolve, reject) => {
      const program: Program = {
        name,
        onMessage: (told) => {
          if (told.type === 'bind-failed') {
            reject(new ServerError(told.code, bindProblem(told, host, port)));
          }
          const address = this.#programs.listenerOf(told.program);
          if (told.type === 'listening' && address !== undefined) resolve(address);
          if (told.type !== 'ended') return;
          this.#exited(program, told);
          const why = told.message ?? 'the server was stopped before it listened';
          reject(new ServerError(undefined, why));
        },
      };
      const module = kind === 'course' ? 'server' : `server_${kind}`;
      const source = withConstants(programSource(module), given);
      this.#start(program, {
        ...{ module, role: 'server', source, options: given, echo },
        framedReplies: kind === 'fixed',
        readsExactly: kind === 'fixed' || given.exactly === true,
      }).catch(reject);
    });
  }

  /** Starts one of the clients. */
  startClient(options: ClientOptions): Client {
    this.#clients++;
    const { name = `client-${this.#clients}` } = options;
    const client = new Client(this.#memory, (slot, text) => this.#pool.send(slot, text));
    const entry: Program = {
      name,
      deafen: () => client.deafen(),
      onMessage: (told) => {
        if (told.type === 'input') client.wants(told.slot);
        if (told.type !== 'ended') return;
        this.#exited(entry, told);
        client.end(told.code);
      },
    };
    this.#start(entry, clientStart(options, name)).catch((error: Error) => {
      this.#notice(`${name} could not start: ${error.message}`);
      client.end(1);
    });
    return client;
  }

  /**
   * Ends one program, the last that was started by this name, as Ctrl-C does; resolves once all its
   * threads have ended. False where there is none.
   */
  async stopProgram(name: string): Promise<boolean> {
    const found = this.#programs.find(name);
    if (found === undefined) return false;
    const [number, program] = found;
    if (program.code !== undefined) return true;
    program.stopping = true;
    const listener = this.#programs.listenerOf(number);
    const listeners = listener === undefined ? [] : [listener];
    const ended = programEnded(this.#memory, number, () => program.code !== undefined);
    await stopProgram(this.#memory, this.#sys, number, listeners, ended);
    program.stopping = false;
    this.#exited(program, { program: number, code: program.code ?? 0 });
    return true;
  }

  /**
   * Ends a thread that a server has started, as wirestep's own act that a note tells of; a stop is
   * on its way when this returns. False where no such thread runs.
   */
  endThread(thread: number): boolean {
    return this.#handlers.end(thread);
  }

  /** Threads of servers whose client is gone, and that ask on and on behind the end. */
  goneThreads(): readonly number[] {
    return this.#handlers.gone();
  }

  /** Ctrl-C in a client's terminal; resolves once the client has ended. False where none runs. */
  interrupt(name: string): Promise<boolean> {
    return this.#signal(name, SIGNAL.interrupt);
  }

  /** A client's terminal was closed: it ends without a word. False where no such client runs. */
  hangUp(name: string): Promise<boolean> {
    return this.#signal(name, SIGNAL.hangUp);
  }

  /** Writes a note into the trace. */
  note(text: string): void {
    this.#tracer?.event('note', `"text":${JSON.stringify(text)}`, '');
  }

  /**
   * Ends all programs, however blocked, and closes the trace. False where a thread did not end
   * in time: the trace is not closed in order then, and only `exitNow` ends the process.
   */
  stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends the process at once, whatever its threads sit in. */
  exitNow(code: number): never {
    return this.#sys.exitNow(code);
  }

  /** Ends the process after `stop`. */
  exit(code: number): never {
    return this.#pool.loading ? this.exitNow(code) : process.exit(code);
  }

  async #stop(): Promise<boolean> {
    this.#endWatches?.();
    this.#pool.stop();
    const late = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), this.#options.stopMs ?? STOP_LIMIT_MS).unref(),
    );
    const ended = this.#pool.ended();
    const threads = stopThreads(this.#memory, this.#sys, this.#programs.listeners, ended);
    const clean = await Promise.race([threads.then(() => true), late]);
    if (clean) this.#tracer?.event('end', '', '');
    await Promise.race([this.#recorder?.close(), late]);
    return clean;
  }

  async #signal(name: string, signal: number): Promise<boolean> {
    const [number, program] = this.#programs.find(name) ?? [];
    if (number === undefined || program?.deafen === undefined || program.code !== undefined) {
      return false;
    }
    program.deafen();
    const ended = programEnded(this.#memory, number, () => program.code !== undefined);
    await signalProgram(this.#memory, this.#sys, number, signal, ended);
    return true;
  }

  async #start(program: Program, of: Start): Promise<void> {
    await this.#recorder?.ready;
    const { words } = this.#memory;
    const number = this.#programs.add(program);
    const { module, options, echo, script, ...announced } = of;
    const file = this.#nextFile;
    this.#nextFile += 2;
    announce(this.#tracer, { ...announced, name: program.name, program: number, file });
    const job = {
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
      maxPerAddress: this.#options.maxPerAddress ?? DEFAULT_MAX_PER_ADDRESS,
      options,
    };
    await this.#pool.run(job, script && JSON.stringify(script));
  }

  #exited(program: Program, told: { readonly program: number; readonly code: number }): void {
    program.code = told.code;
    if (program.stopping === true) return;
    this.#tracer?.event('prog.exit', `"code":${told.code}`, `"p":${told.program}`);
  }

  #notice(text: string): void {
    this.#options.onNotice?.(text);
  }
}
