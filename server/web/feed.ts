import type { LiveMessage } from '../../src/live/api.ts';

/** At most twenty notifications of a kind a second. */
const INTERVAL_MS = 50;
/** So long a client may leave its notifications lying about before it is sent away. */
const PATIENCE_MS = 30_000;
/** WebSocket close code "try again later" (IANA registry). */
const TRY_AGAIN_LATER = 1013;

/** The end of a WebSocket, as `ws` has it. */
export interface FeedClient {
  /** Bytes handed over that the kernel has not taken yet. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

interface Subscriber {
  /** Topics whose latest message this client has not been given. */
  readonly behind: Set<string>;
  stalledSince?: number;
}

/**
 * Tells clients that something is new, never what: the newest message of each topic replaces the
 * one before it, and a client that does not read gets nothing more until it does. So however slow a
 * client and however fast the recorder, nothing queues. What is new the client fetches itself, from
 * where it had stopped.
 */
export class Feed {
  readonly #latest = new Map<string, LiveMessage>([['recordings', { type: 'recordings' }]]);
  readonly #subscribers = new Map<FeedClient, Subscriber>();
  #timer: NodeJS.Timeout | undefined;
  #flushed = -INTERVAL_MS;

  get size(): number {
    return this.#subscribers.size;
  }

  /**
   * The client is told the state of everything first, so that it misses nothing in between: but not
   * that lessons have changed, since it reads them as they are.
   */
  join(client: FeedClient): void {
    const topics = [...this.#latest.keys()].filter((topic) => topic !== 'lessons');
    this.#subscribers.set(client, { behind: new Set(topics) });
    this.#schedule();
  }

  leave(client: FeedClient): void {
    this.#subscribers.delete(client);
  }

  recordingsChanged(): void {
    this.#publish('recordings', { type: 'recordings' });
  }

  grew(id: string, bytes: number): void {
    this.#publish(id, { type: 'grew', id, bytes });
  }

  lessonsChanged(): void {
    this.#publish('lessons', { type: 'lessons' });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#subscribers.clear();
  }

  #publish(topic: string, message: LiveMessage): void {
    this.#latest.set(topic, message);
    for (const subscriber of this.#subscribers.values()) subscriber.behind.add(topic);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer || this.#subscribers.size === 0) return;
    const wait = Math.max(0, this.#flushed + INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#flushed = performance.now();
    let waiting = false;
    for (const [client, subscriber] of this.#subscribers) {
      if (subscriber.behind.size === 0) continue;
      if (client.bufferedAmount === 0) this.#tell(client, subscriber);
      else if (this.#isPatient(client, subscriber)) waiting = true;
    }
    if (waiting) this.#schedule();
  }

  #tell(client: FeedClient, subscriber: Subscriber): void {
    subscriber.stalledSince = undefined;
    for (const topic of subscriber.behind) client.send(JSON.stringify(this.#latest.get(topic)));
    subscriber.behind.clear();
  }

  #isPatient(client: FeedClient, subscriber: Subscriber): boolean {
    subscriber.stalledSince ??= this.#flushed;
    if (this.#flushed - subscriber.stalledSince < PATIENCE_MS) return true;
    this.leave(client);
    client.close(TRY_AGAIN_LATER, 'too slow: nothing was read for 30 s');
    return false;
  }
}
