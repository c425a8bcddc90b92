import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { LiveStatus, StatusReply, ThreadStatus } from '../../src/live/api.ts';
import { Recordings } from '../data/recordings.ts';
import { watchFolder } from '../data/watch.ts';
import { buildApp } from './app.ts';
import { Feed } from './feed.ts';
import type { GateOptions } from './gate.ts';
import { addressesOf, parseHost } from './hosts.ts';
import type { LabSource } from './lab.ts';
import type { LessonSource } from './lessons.ts';
import { listen } from './listen.ts';
import { attachSocket, type LiveSocket } from './socket.ts';

/** The running engine as the page may know it. */
export interface LiveSource {
  /** Undefined while the server does not run. */
  status(): Omit<LiveStatus, 'recording'> | undefined;
  /** The recording being written; undefined where nothing is recorded. */
  readonly recordingId: string | undefined;
  /** Calls the listener with the trace's length whenever it has grown; returns the way out. */
  onGrow(listener: (bytes: number) => void): () => void;
}

export interface WebOptions {
  /** Folder of the built page. */
  readonly pageDir: string;
  readonly dataDir: string;
  readonly version: string;
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  /** `--allow-host`: further names by which browsers may ask for this server. */
  readonly allowHosts?: readonly string[];
  readonly live?: LiveSource;
  /** One sentence: why there is no `live`. */
  readonly unavailable?: string;
  /** Runs what the byte lab composes. */
  readonly lab?: LabSource;
  /** Lessons of the person's own, besides the page's. */
  readonly lessons?: LessonSource;
  /** What threads cost here. */
  threads?(): ThreadStatus;
  /** The option that changes the port, for the sentence when it is in use. */
  readonly portOption?: string;
  /** An error of ours while answering; by default it is printed. */
  onError?(error: unknown): void;
}

/** Where the page is. */
export interface WebAddress {
  readonly host: string;
  readonly port: number;
  /** Addresses to open, this machine's own first. */
  readonly urls: readonly string[];
}

/** The page, its API and its notifications. */
export interface Web {
  /** Rejects with an Error of one sentence where the port cannot be used. */
  start(): Promise<WebAddress>;
  /** Tells every page to fetch the list again. */
  recordingsChanged(): void;
  /** Ends every connection; nothing is left listening. */
  stop(): Promise<void>;
}

/** Throws an Error of one sentence where an option makes no sense; nothing is loaded before `start`. */
export function createWeb(options: WebOptions): Web {
  const odd = options.allowHosts?.find((host) => !parseHost(host));
  if (odd !== undefined) throw new Error(`--allow-host ${odd} is no host name or name:port.`);
  return new OneWeb(options);
}

class OneWeb implements Web {
  readonly #options: WebOptions;
  readonly #feed = new Feed();
  #port: number;
  #growing: string | undefined;
  #app: FastifyInstance | undefined;
  #socket: LiveSocket | undefined;
  #unsubscribe: (() => void) | undefined;
  readonly #unwatch: (() => void)[] = [];

  constructor(options: WebOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  async start(): Promise<WebAddress> {
    const { host, port, portOption = '--ui-port', live, dataDir, pageDir } = this.#options;
    const { lab, unavailable, lessons } = this.#options;
    const app = await buildApp({
      pageDir,
      lab,
      unavailable,
      lessons,
      recordings: new Recordings(dataDir),
      status: () => this.#status(),
      gate: () => this.#gate(),
      onError: (error) => (this.#options.onError ?? console.error)(error),
    });
    this.#app = app;
    this.#socket = await attachSocket(app.server, () => this.#gate(), this.#feed);
    this.#unsubscribe = live?.onGrow((bytes) => this.#grew(bytes));
    this.#unwatch.push(watchFolder(dataDir, () => this.recordingsChanged()));
    if (lessons) this.#unwatch.push(lessons.watch(() => this.#feed.lessonsChanged()));
    try {
      this.#port = await listen(app.server, { host, port, option: portOption });
    } catch (error) {
      await this.stop();
      throw error;
    }
    return {
      host,
      port: this.#port,
      urls: addressesOf(host).map((name) => `http://${name}:${this.#port}/`),
    };
  }

  recordingsChanged(): void {
    this.#feed.recordingsChanged();
  }

  async stop(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    this.#unsubscribe?.();
    this.#feed.stop();
    this.#socket?.close();
    if (!this.#app) return;
    await closeServer(this.#app.server);
    await this.#app.close();
  }

  #gate(): GateOptions {
    const { host, allowHosts = [] } = this.#options;
    return { host, port: this.#port, allowHosts };
  }

  #status(): StatusReply {
    const { version, live, unavailable, threads } = this.#options;
    const status = live?.status();
    const shown = status && { ...status, recording: live?.recordingId };
    return { version, live: shown, unavailable, threads: threads?.() };
  }

  #grew(bytes: number): void {
    const id = this.#options.live?.recordingId;
    if (id === undefined) return;
    if (id !== this.#growing) this.#feed.recordingsChanged();
    this.#growing = id;
    this.#feed.grew(id, bytes);
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
