/** A live session: one run of the server, which is one recording from its first event to its end. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ThreadStatus } from '../../src/live/api.ts';
import type { ServerProgram } from '../../src/live/state.ts';
import type { NewRecording } from '../data/folder.ts';
import { Engine } from '../thread/engine.ts';
import { maxThreads as threadLimit } from '../thread/limits.ts';
import { Clients } from './clients.ts';
import { Control } from './control.ts';

/** Seconds that the fixed server waits for bytes: nobody shall be cut off while a class talks. */
const PATIENCE = 30 * 60;
/** A busy machine may take long to end its threads. */
const STOP_MS = 10_000;
const LEAST_CLIENTS = 8;
const REUSED =
  'wirestep has set SO_REUSEADDR, which the course’s program does not: without it the port could ' +
  'not be had again for a minute.';

/** What to run. */
export interface SessionPlan {
  readonly program: ServerProgram;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly title: string;
}

export interface SessionOptions extends SessionPlan {
  readonly maxThreads: number;
  /** Undefined where nothing can be recorded. */
  readonly place: NewRecording | undefined;
  /** There was one before: its port may be wanted again. */
  readonly again: boolean;
  readonly onNotice: (text: string) => void;
  /** Its clients or its holds are others now. */
  readonly onChange: () => void;
  readonly onGrow: (bytes: number) => void;
}

export class Session {
  readonly engine: Engine;
  readonly #options: SessionOptions;
  readonly #ungrow: () => void;
  #clients: Clients | undefined;
  #control: Control | undefined;
  #address: { readonly host: string; readonly port: number } | undefined;

  /** @throws Error with one sentence where this machine cannot make the calls */
  constructor(options: SessionOptions) {
    const { maxThreads, title, program, place, onNotice, onGrow } = options;
    this.#options = options;
    this.engine = new Engine({
      maxThreads,
      maxClients: mostClients(maxThreads),
      stopMs: STOP_MS,
      onNotice,
      recording: { title, detail: 'lines', framedReplies: program === 'fixed', ...place },
    });
    this.#ungrow = this.engine.onGrow(onGrow);
  }

  /** Where it listens; undefined before. */
  get address(): { readonly host: string; readonly port: number } | undefined {
    return this.#address;
  }

  /** Undefined before it listens. */
  get clients(): Clients | undefined {
    return this.#clients;
  }

  get control(): Control | undefined {
    return this.#control;
  }

  /** Its recording, where there is one. */
  get recording(): NewRecording | undefined {
    const { place } = this.#options;
    return place !== undefined && existsSync(place.file) ? place : undefined;
  }

  /** It has its port again by what the program does not set; the fixed one does. */
  get reused(): boolean {
    return this.#options.again && this.#options.program === 'course';
  }

  /** Starts the server. @throws ServerError with one sentence; the session leaves nothing then */
  async listen(): Promise<void> {
    const { program, host, port, place, maxThreads, onChange } = this.#options;
    const { engine } = this;
    const timeout = program === 'fixed' ? PATIENCE : undefined;
    try {
      // The first one too: Linux gives a port again only where it was taken so the time before.
      const options = { program, host, port, timeout, reuse: true };
      this.#address = await engine.startServer(options);
    } catch (error) {
      await this.end();
      // A session that never began leaves no recording behind.
      if (place !== undefined) await rm(place.file, { force: true });
      throw error;
    }
    if (this.reused) engine.note(REUSED);
    this.#clients = new Clients({
      engine,
      ...this.#address,
      most: mostClients(maxThreads),
      onChange,
    });
    this.#control = new Control({ engine, file: this.recording?.file, onChange });
  }

  /** Ends all its threads and closes the recording; false where one did not end. */
  async end(): Promise<boolean> {
    this.#control?.close();
    const clean = await this.engine.stop();
    this.#ungrow();
    return clean;
  }
}

/** As many clients as their server serves at once, where the machine carries so many threads more. */
function mostClients(maxThreads: number): number {
  return Math.max(LEAST_CLIENTS, Math.min(maxThreads, threadLimit().cap - maxThreads));
}

/** @param bytes memory that one thread takes, where it was measured */
export function threadStatus(bytes: number | undefined): ThreadStatus {
  const limit = threadLimit();
  // Less than nothing: memory was given back meanwhile, so nothing was measured.
  if (bytes === undefined || bytes <= 0) return limit;
  return { ...limit, mbEach: Math.round(bytes / 1e5) / 10 };
}
