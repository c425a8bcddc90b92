import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { LiveStatus, StatusReply, ThreadStatus } from '../../src/live/api.ts';
import type { RoomMode } from '../../src/live/messages.ts';
import { Recordings } from '../data/recordings.ts';
import { watchFolder } from '../data/watch.ts';
import { buildApp } from './app.ts';
import { Broadcast } from './broadcast.ts';
import { addressOf } from './callers.ts';
import { openClass, pagesOf, type ClassParts } from './class.ts';
import type { GateOptions } from './gate.ts';
import { parseHost } from './hosts.ts';
import type { LabSource } from './lab.ts';
import type { LessonSource } from './lessons.ts';
import { listen } from './listen.ts';
import { newestOf } from './newest.ts';
import type { LiveSessions } from './parts.ts';
import type { PublicUrl } from './public-url.ts';
import { attachSocket, type LiveSocket } from './socket.ts';
import { Topics } from './topics.ts';

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
  /** `--lan`: the page is for the network. */
  readonly lan?: boolean;
  /** `--public-url`: where a reverse proxy hands requests on from. */
  readonly publicUrl?: PublicUrl | undefined;
  /** There is a class from the beginning. */
  readonly mode?: RoomMode | undefined;
  readonly sessions?: LiveSessions | undefined;
  /** One sentence: why there are no `sessions`. */
  readonly unavailable?: string | undefined;
  /** Runs what the byte lab composes. */
  readonly lab?: LabSource | undefined;
  /** Lessons of the person's own, besides the page's. */
  readonly lessons?: LessonSource | undefined;
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

/** The page, its API and its WebSocket. */
export interface Web {
  /** Rejects with an Error of one sentence where the port cannot be used. */
  start(): Promise<WebAddress>;
  /** A link with a new token: whoever opens it first is the presenter. */
  presenterLink(): string;
  /** Links to join the class at; none while nobody can join. */
  joinLinks(): readonly string[];
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
  readonly #class: ClassParts;
  readonly #topics: Topics;
  readonly #broadcast = new Broadcast();
  #port: number;
  #app: FastifyInstance | undefined;
  #socket: LiveSocket | undefined;
  readonly #ways: (() => void)[] = [];

  constructor(options: WebOptions) {
    this.#options = options;
    this.#port = options.port;
    const { sessions, mode } = options;
    this.#class = openClass({ sessions, mode, gate: () => this.#gate() });
    this.#topics = new Topics(newestOf(this.#class));
  }

  async start(): Promise<WebAddress> {
    const { host, port, portOption = '--ui-port', dataDir, pageDir } = this.#options;
    const { lab, unavailable, lessons } = this.#options;
    const gate = (): GateOptions => this.#gate();
    const onError = (error: unknown): void => (this.#options.onError ?? console.error)(error);
    const app = await buildApp({
      ...{ ...this.#class, pageDir, lab, unavailable, lessons, gate, onError },
      recordings: new Recordings(dataDir),
      status: () => this.#status(),
    });
    this.#app = app;
    const [topics, broadcast] = [this.#topics, this.#broadcast];
    this.#socket = await attachSocket(app.server, {
      ...{ parts: this.#class, topics, broadcast, gate, onError },
      addressOf: (request) => addressOf(request, gate()),
    });
    this.#listenToParts();
    try {
      this.#port = await listen(app.server, { host, port, option: portOption });
    } catch (error) {
      await this.stop();
      throw error;
    }
    return { host, port: this.#port, urls: pagesOf(gate()) };
  }

  presenterLink(): string {
    return this.#class.presenterLink();
  }

  joinLinks(): readonly string[] {
    return this.#class.joinLinks();
  }

  recordingsChanged(): void {
    this.#topics.changed('recordings');
  }

  async stop(): Promise<void> {
    for (const leave of this.#ways) leave();
    this.#socket?.close();
    this.#topics.stop();
    this.#broadcast.stop();
    if (!this.#app) return;
    await closeServer(this.#app.server);
    await this.#app.close();
  }

  /** Whatever is new there is told to the pages. */
  #listenToParts(): void {
    const { sessions, room, audit, reach } = this.#class;
    const { dataDir, lessons } = this.#options;
    const topics = this.#topics;
    let known = sessions?.state;
    const sessionChanged = (): void => {
      const state = sessions?.state;
      // The list and the status tell which recording is live, and of trouble.
      if (state?.recording !== known?.recording || state?.notice !== known?.notice) {
        topics.changed('recordings');
      }
      if (state?.state !== known?.state) topics.changed('recordings');
      known = state;
      topics.changed('session', 'holds', 'you', 'room', 'people');
    };
    this.#ways.push(
      room.onChange((topic) => topics.changed(topic)),
      audit.onChange(() => topics.changed('audit')),
      reach.onChange(() => topics.changed('people')),
      watchFolder(dataDir, () => this.recordingsChanged()),
    );
    if (lessons) this.#ways.push(lessons.watch(() => topics.changed('lessons')));
    if (!sessions) return;
    this.#ways.push(
      sessions.onChange(sessionChanged),
      sessions.onGrow((growth) => this.#broadcast.grew(growth)),
    );
  }

  #gate(): GateOptions {
    const { host, allowHosts = [], publicUrl, lan = false } = this.#options;
    return { host, port: this.#port, allowHosts, publicUrl, lan };
  }

  #status(): StatusReply {
    const { version, sessions, unavailable, threads } = this.#options;
    return { version, live: liveStatus(sessions), unavailable, threads: threads?.() };
  }
}

function liveStatus(sessions: LiveSessions | undefined): LiveStatus | undefined {
  if (sessions?.state.state !== 'running') return undefined;
  const { host, port, title, recording, notice } = sessions.state;
  return { host, port, title, recording, notice };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
