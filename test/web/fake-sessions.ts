import { newRecordingId } from '../../server/data/ids.ts';
import { LiveError } from '../../server/live/live-error.ts';
import type { Growth, LiveSessions } from '../../server/web/parts.ts';
import type { ClientState, HoldsState, SessionState } from '../../src/live/state.ts';

/** Live sessions that do nothing: they note what they were asked, and grow when the test says so. */
export class FakeSessions implements LiveSessions {
  state: SessionState = {
    ...{ type: 'session', state: 'running', program: 'course', host: '127.0.0.1', port: 5050 },
    ...{ title: 'Live', reused: false, clients: [] },
  };
  holds: HoldsState = { type: 'holds', all: false, threads: [] };
  /** What was asked of it: `step 3`. */
  readonly asked: string[] = [];
  /** Set, whatever is asked next fails with it. */
  failure: Error | undefined;
  readonly #files = new Map<string, string>();
  readonly #changed = new Set<() => void>();
  readonly #grown = new Set<(growth: Growth) => void>();

  /** @param recording `undefined`: nothing is recorded */
  constructor(recording: string | undefined = newRecordingId()) {
    if (recording !== undefined) this.state = { ...this.state, recording };
  }

  get listeners(): number {
    return this.#changed.size + this.#grown.size;
  }

  get recordings(): ReadonlySet<string> {
    return new Set(this.#files.keys());
  }

  fileOf(id: string): string | undefined {
    return this.#files.get(id);
  }

  /** This recording is of a session of this server. */
  record(id: string, file: string): void {
    this.#files.set(id, file);
  }

  set(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#changed) listener();
  }

  grow(bytes: number, id = this.state.recording ?? ''): void {
    const growth = { id, file: this.#files.get(id) ?? '', bytes };
    for (const listener of this.#grown) listener(growth);
  }

  async begin({ program, port, title }: Parameters<LiveSessions['begin']>[0]): Promise<void> {
    this.#note('begin', program, port, title);
  }

  async end(): Promise<void> {
    this.#note('end');
  }

  hold(thread: number | 'all'): void {
    this.#note('hold', thread);
  }

  step(thread: number | 'all'): void {
    this.#note('step', thread);
  }

  run(thread: number | 'all', until: string): void {
    this.#note('run', thread, until);
  }

  resume(thread: number | 'all'): void {
    this.#note('resume', thread);
  }

  endThread(thread: number | 'gone'): void {
    this.#note('endThread', thread);
  }

  startClient(program: ClientState['program'], participant?: number): string {
    this.#note('startClient', program, participant ?? 'presenter');
    const { clients } = this.state;
    const name = `client-${clients.length + 1}`;
    const owner = participant === undefined ? {} : { participant };
    this.set({ clients: [...clients, { name, program, running: true, ...owner }] });
    return name;
  }

  typeLine(name: string, text: string | undefined): void {
    this.#note('typeLine', name, text ?? 'the end');
  }

  async interrupt(name: string): Promise<void> {
    this.#note('interrupt', name);
  }

  async closeClient(name: string): Promise<void> {
    this.#note('closeClient', name);
  }

  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  onGrow(listener: (growth: Growth) => void): () => void {
    this.#grown.add(listener);
    return () => this.#grown.delete(listener);
  }

  #note(...what: readonly unknown[]): void {
    if (this.failure !== undefined) throw this.failure;
    this.asked.push(what.join(' '));
  }
}

/** What the real ones throw. */
export const refused = (sentence: string): LiveError => new LiveError(sentence);
