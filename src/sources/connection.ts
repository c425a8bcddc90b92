import { readFrame } from '../live/frame.ts';
import type { Command } from '../live/messages.ts';
import type { ReplyMessage, ServerMessage, Topic } from '../live/state.ts';
import { Following } from './following.ts';
import { SourceError } from './source-error.ts';

/** What a command has brought. */
export interface LiveReply {
  /** The link that was asked for. */
  readonly link?: string;
  /** Name of the client that was started. */
  readonly client?: string;
}

/** Told besides what the server says: whether it can be heard. */
export type Heard = Topic | { readonly type: 'online'; readonly online: boolean };

/** As browsers have it. */
export type Socket = Pick<
  WebSocket,
  'readyState' | 'binaryType' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'
>;

interface Asked {
  readonly text: string;
  resolve(reply: LiveReply): void;
  reject(error: Error): void;
}

const FIRST_RETRY_MS = 250;
const SLOWEST_RETRY_MS = 5_000;
const OPEN = 1;

/** The one connection to the live server, open while somebody listens; it comes back by itself. */
export class LiveConnection {
  readonly #open: () => Socket;
  readonly #rest: (id: string, from: number) => Promise<Uint8Array>;
  readonly #listeners = new Set<(heard: Heard) => void>();
  readonly #newest = new Map<Heard['type'], Heard>();
  readonly #asked = new Map<number, Asked>();
  #socket: Socket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_RETRY_MS;
  #n = 0;
  /** The number of the newest `want`. */
  #wanted = 0;
  #following: Following | undefined;

  /**
   * @param open begins a new connection to the server
   * @param rest what a recording that grows no more has from there on
   */
  constructor(open: () => Socket, rest: (id: string, from: number) => Promise<Uint8Array>) {
    this.#open = open;
    this.#rest = rest;
  }

  listen(listener: (heard: Heard) => void): () => void {
    const one = (heard: Heard): void => listener(heard);
    this.#listeners.add(one);
    // Later: who listens is often in the middle of something that must not depend on the answer.
    const known = [...this.#newest.values()];
    queueMicrotask(() => {
      for (const heard of known) {
        if (this.#listeners.has(one) && this.#newest.get(heard.type) === heard) one(heard);
      }
    });
    this.#start();
    return () => {
      this.#listeners.delete(one);
      this.#stopUnused();
    };
  }

  send(command: Command): Promise<LiveReply> {
    this.#start();
    const n = ++this.#n;
    const text = JSON.stringify({ n, ...command });
    return new Promise((resolve, reject) => {
      if (this.#socket === undefined) return reject(silent());
      this.#asked.set(n, { text, resolve, reject });
      if (this.#socket.readyState === OPEN) this.#socket.send(text);
    });
  }

  follow(id: string, from: number, take: (bytes: Uint8Array) => void): () => void {
    this.#following?.end();
    const following = new Following(id, from, take, () => this.#want());
    this.#following = following;
    this.#start();
    this.#want();
    return () => {
      following.end();
      if (this.#following !== following) return;
      this.#following = undefined;
      this.#say({ type: 'unwant' });
      this.#stopUnused();
    };
  }

  /** Connects anew at once: as somebody else, or because the network was lost. */
  renew(): void {
    if (this.#socket === undefined && this.#timer === undefined) return;
    this.#drop();
    this.#start();
  }

  #start(): void {
    if (this.#socket !== undefined || this.#timer !== undefined) return;
    const socket = this.#open();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }: MessageEvent) => this.#read(data);
    socket.onclose = () => this.#lost();
  }

  #opened(): void {
    this.#wait = FIRST_RETRY_MS;
    this.#tell({ type: 'online', online: true });
    this.#want();
    for (const { text } of this.#asked.values()) this.#socket?.send(text);
  }

  #lost(): void {
    this.#drop();
    this.#tell({ type: 'online', online: false });
    if (!this.#isUsed) return;
    // Not all pages of a class at the same moment.
    const wait = this.#wait * (0.75 + Math.random() / 2);
    this.#wait = Math.min(this.#wait * 2, SLOWEST_RETRY_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, wait);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    for (const { reject } of this.#asked.values()) reject(silent());
    this.#asked.clear();
    if (this.#following) this.#following.stream = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  get #isUsed(): boolean {
    return this.#listeners.size > 0 || this.#following !== undefined;
  }

  #stopUnused(): void {
    if (!this.#isUsed) this.#drop();
  }

  #want(): void {
    const following = this.#following;
    if (following === undefined) return;
    this.#wanted = this.#say({ type: 'want', id: following.id, from: following.at });
  }

  /** The server that wrote it is gone, and another came: it may have written more before. */
  async #takeRest(following: Following): Promise<void> {
    const from = following.at;
    const bytes = Uint8Array.from(await this.#rest(following.id, from));
    following.frame({ packing: 0, stream: 0, from, bytes });
  }

  /** Of no consequence where it does not arrive. Its number. */
  #say(command: Command): number {
    const n = ++this.#n;
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify({ n, ...command }));
    return n;
  }

  #read(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const frame = readFrame(data);
      if (frame && frame.stream === this.#following?.stream) this.#following.frame(frame);
      return;
    }
    if (typeof data !== 'string') return;
    const message = JSON.parse(data) as ServerMessage;
    if (message.type === 'done' || message.type === 'refused') this.#answer(message);
    else if (message.type !== 'sending') this.#tell(message);
    else if (message.id === this.#following?.id) this.#following.stream = message.stream;
  }

  #answer(reply: ReplyMessage): void {
    const asked = this.#asked.get(reply.n);
    this.#asked.delete(reply.n);
    if (reply.type === 'done') return asked?.resolve(reply);
    asked?.reject(new SourceError('refused', reply.why));
    // Nobody may read it here: it stays as it is.
    if (reply.n === this.#wanted && this.#following) {
      this.#takeRest(this.#following).catch(() => undefined);
    }
  }

  #tell(heard: Heard): void {
    // That something has changed is no state: who comes later asks anyway.
    if (heard.type !== 'recordings' && heard.type !== 'lessons') {
      this.#newest.set(heard.type, heard);
    }
    for (const listener of [...this.#listeners]) listener(heard);
  }
}

function silent(): SourceError {
  return new SourceError('silent', 'wirestep does not answer: the connection is lost for now.');
}
