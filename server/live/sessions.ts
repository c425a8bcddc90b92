/** The live sessions of `wirestep start`, one after the other: each is a run of the server. */
import type { ThreadStatus } from '../../src/live/api.ts';
import type { ClientProgram, HoldsState, SessionState } from '../../src/live/state.ts';
import { newRecording, openDataFolder } from '../data/folder.ts';
import type { DataFolder, NewRecording } from '../data/folder.ts';
import type { Growth } from '../web/parts.ts';
import { STOP_LIMIT_MS } from '../thread/engine.ts';
import type { Engine } from '../thread/engine.ts';
import type { Clients } from './clients.ts';
import type { Control } from './control.ts';
import { LiveError } from './live-error.ts';
import { Listeners } from './listeners.ts';
import { Session, threadStatus } from './session.ts';
import type { SessionPlan } from './session.ts';

export interface SessionsOptions {
  /** Where each is recorded. */
  readonly folder: DataFolder;
  /** Where the server listens unless a session says so itself. */
  readonly host: string;
  readonly maxThreads: number;
  /** Sentences for the person at the terminal. */
  readonly onNotice?: (text: string) => void;
}

/** What to begin: without `host`, where the session before was. */
export type Wanted = Omit<SessionPlan, 'host'> & { readonly host?: string };

const NO_HOLDS: HoldsState = { type: 'holds', all: false, threads: [] };
const ENDED_ITSELF = 'The server has ended by itself: its terminal says why. Start it again.';
/** The server's, which accepts. */
const MAIN_THREAD = 1;
const NOT_RUNNING = 'The server does not run: start a session first.';

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #changed = new Listeners();
  readonly #grown = new Listeners<Growth>();
  /** Of every session that was recorded: its file, by its id. */
  readonly #files = new Map<string, string>();
  #state: SessionState;
  /** The one that runs, starts or stops. */
  #session: Session | undefined;
  /** The last one's engine: through it the process ends. */
  #engine: Engine | undefined;
  /** How many engines there were. */
  #begun = 0;
  /** One of them has listened. */
  #hasRun = false;
  #bytesPerThread: number | undefined;
  #unavailable: string | undefined;
  /** Beginnings and ends, one after the other. */
  #work: Promise<void> = Promise.resolve();
  #quitting = false;
  /** A thread of an earlier session did not end. */
  #stuck = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#state = {
      ...{ type: 'session', state: 'stopped', program: 'course', host: options.host, port: 5050 },
      ...{ title: '', reused: false, clients: [] },
    };
  }

  get state(): SessionState {
    return this.#state;
  }

  get holds(): HoldsState {
    return this.#session?.control?.state ?? NO_HOLDS;
  }

  /** Ids of all sessions of this process. */
  get recordings(): ReadonlySet<string> {
    return new Set(this.#files.keys());
  }

  /** Of the session that runs. */
  get engine(): Engine | undefined {
    return this.#session?.engine;
  }

  /** Why this machine can run no server at all: one sentence. */
  get unavailable(): string | undefined {
    return this.#unavailable;
  }

  /** What threads cost on this machine. */
  get threads(): ThreadStatus {
    return threadStatus(this.#bytesPerThread);
  }

  /** The file of a session's recording. */
  fileOf(id: string): string | undefined {
    return this.#files.get(id);
  }

  /** Ends the session that runs, and starts another; resolves once its server listens. @throws LiveError */
  begin(wanted: Wanted): Promise<void> {
    return this.#next(() => this.#begin(wanted));
  }

  /** Ends the session that runs; its recording is closed in order. @throws LiveError */
  end(): Promise<void> {
    return this.#next(() => this.#end());
  }

  /** Holds before the next call. @throws LiveError */
  hold(thread: number | 'all'): void {
    this.#control.hold(thread);
  }

  /** Lets a held thread make one call. @throws LiveError */
  step(thread: number | 'all'): void {
    this.#control.step(thread);
  }

  /** Lets it run until something has happened: `return`, or a predicate's id. @throws LiveError */
  run(thread: number | 'all', until: string): void {
    this.#control.run(thread, until);
  }

  resume(thread: number | 'all'): void {
    this.#control.resume(thread);
  }

  /** Ends a thread, or all whose client is gone, as wirestep's own act. @throws LiveError */
  endThread(thread: number | 'gone'): void {
    this.#control.endThread(thread);
  }

  /** Starts a client program and returns its name. @throws LiveError */
  startClient(program: ClientProgram, participant?: number): string {
    return this.#clients.start(program, participant);
  }

  /** A line typed on a client's terminal; undefined: the end of the input. @throws LiveError */
  typeLine(name: string, text: string | undefined): void {
    this.#clients.type(name, text);
  }

  /** Ctrl-C on a client's terminal. @throws LiveError */
  interrupt(name: string): Promise<void> {
    return this.#clients.interrupt(name);
  }

  /** Closes a client's terminal. @throws LiveError */
  closeClient(name: string): Promise<void> {
    return this.#clients.close(name);
  }

  /** Tells when `state` or `holds` are others; returns the way out. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** Tells when the recording has grown; returns the way out. */
  onGrow(listener: (growth: Growth) => void): () => void {
    return this.#grown.add(listener);
  }

  /** For the end of the process: no session begins any more. False where a thread did not end. */
  async stop(): Promise<boolean> {
    this.#quitting = true;
    const late = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), STOP_LIMIT_MS).unref(),
    );
    const clean = await Promise.race([this.#session?.end() ?? true, late]);
    return clean && !this.#stuck;
  }

  /** Ends the process at once, whatever its threads sit in. */
  exitNow(code: number): never {
    return this.#engine?.exitNow(code) ?? process.exit(code);
  }

  /** Ends the process after `stop`. */
  exit(code: number): never {
    // Workers of an earlier engine may still load what they need: only the last one tells of its own.
    if (this.#begun > 1) return this.exitNow(code);
    return this.#engine?.exit(code) ?? process.exit(code);
  }

  get #control(): Control {
    const control = this.#session?.control;
    if (control === undefined) throw new LiveError(NOT_RUNNING);
    return control;
  }

  get #clients(): Clients {
    const clients = this.#session?.clients;
    if (clients === undefined) throw new LiveError(NOT_RUNNING);
    return clients;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #begin({ host = this.#state.host, ...wanted }: Wanted): Promise<void> {
    if (this.#quitting) throw new LiveError('wirestep is being stopped.');
    await this.#end();
    const { program, port } = wanted;
    const title = wanted.title.trim() || `Live session, ${now()}`;
    const plan: SessionPlan = { program, host, port, title };
    const fresh = { recording: undefined, notice: undefined, reused: false, clients: [] };
    this.#set({ ...plan, ...fresh, state: 'starting' });
    try {
      await this.#open(plan);
    } catch (error) {
      this.#session = undefined;
      const notice = (error as Error).message;
      this.#set({ state: 'stopped', notice });
      throw new LiveError(notice);
    }
  }

  async #open(plan: SessionPlan): Promise<void> {
    const folder = await openDataFolder(this.#options.folder.dir);
    if (folder.problem !== undefined) {
      this.#notice(`${folder.problem} This session is not recorded.`);
    }
    const place = folder.problem === undefined ? newRecording(folder) : undefined;
    const session = this.#make(plan, place);
    await session.listen();
    this.#hasRun = true;
    const { recording, reused } = session;
    if (recording !== undefined) this.#files.set(recording.id, recording.file);
    this.#bytesPerThread ??= session.engine.bytesPerThread;
    this.#set({ ...session.address, state: 'running', recording: recording?.id, reused });
  }

  #make(plan: SessionPlan, place: NewRecording | undefined): Session {
    const { maxThreads } = this.#options;
    try {
      const session = new Session({
        ...{ ...plan, place, maxThreads, again: this.#hasRun },
        onNotice: (text) => this.#notice(text),
        onChange: () => this.#set({}),
        onGrow: (bytes) => place && this.#grew({ ...place, bytes }),
      });
      this.#session = session;
      this.#engine = session.engine;
      this.#begun++;
      return session;
    } catch (error) {
      this.#unavailable = (error as Error).message;
      throw error;
    }
  }

  async #end(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    this.#set({ state: 'stopping' });
    const clean = await session.end();
    this.#session = undefined;
    this.#stuck ||= !clean;
    this.#set({ state: 'stopped', clients: [] });
    if (!clean) {
      this.#notice('A thread did not end: the port may be taken until wirestep is started again.');
    }
  }

  #set(change: Partial<SessionState>): void {
    const clients = this.#session?.clients?.list ?? [];
    this.#state = { ...this.#state, clients, ...change };
    this.#changed.tell();
  }

  #notice(notice: string): void {
    this.#set({ notice });
    this.#options.onNotice?.(notice);
  }

  #grew(growth: Growth): void {
    this.#grown.tell(growth);
    const { state, recording } = this.#state;
    if (this.#quitting || state !== 'running' || recording !== growth.id) return;
    if (this.engine?.gates.runs(MAIN_THREAD) === true) return;
    // An accept that failed, for want of descriptors perhaps, ends the course's server.
    void this.end().then(() => this.#notice(ENDED_ITSELF));
  }
}

function now(): string {
  return new Date().toISOString().slice(0, 16).replace('T', ' ');
}
