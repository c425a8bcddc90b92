/** Tells pages what is new: of each topic the newest only, and to whom it may be told. */
import type { Role } from '../../src/live/messages.ts';
import type { Topic } from '../../src/live/state.ts';
import type { Caller } from '../live/caller.ts';
import type { Outlet } from './outlet.ts';

export type TopicType = Topic['type'];

/** Who is told; anybody else hears nothing of it. */
export const HEARS: Readonly<Record<TopicType, readonly Role[]>> = {
  you: ['presenter', 'follower', 'none'],
  lessons: ['presenter', 'follower', 'none'],
  recordings: ['presenter', 'follower'],
  session: ['presenter', 'follower'],
  holds: ['presenter', 'follower'],
  room: ['presenter', 'follower'],
  look: ['presenter', 'follower'],
  question: ['presenter', 'follower'],
  people: ['presenter'],
  audit: ['presenter'],
};
/** They say that something is new, not what it is: the same again is news. */
const NEWS: ReadonlySet<TopicType> = new Set(['recordings', 'lessons']);
/** Topics whose message differs from page to page. */
const OWN: ReadonlySet<TopicType> = new Set(['you', 'question']);
const ALL = Object.keys(HEARS) as readonly TopicType[];
/** At most forty times a second. */
const INTERVAL_MS = 25;

/** The newest of a topic as this caller may know it; undefined where there is nothing to tell. */
export type Newest = (topic: TopicType, caller: Caller) => Topic | undefined;

/** Messages of this flush that are the same for all who hear them. */
type Shared = Map<TopicType, string | undefined>;

interface Listener {
  caller(): Caller;
  /** Topics whose newest message this client has not been given. */
  readonly behind: Set<TopicType>;
  /** What it was told last. */
  readonly told: Map<TopicType, string>;
}

export class Topics {
  readonly #newest: Newest;
  readonly #listeners = new Map<Outlet, Listener>();
  #timer: NodeJS.Timeout | undefined;
  #flushed = -INTERVAL_MS;

  constructor(newest: Newest) {
    this.#newest = newest;
  }

  /**
   * The client is told the state of everything first, but not that lessons have changed: it reads
   * them as they are. `caller`: who it is at that moment.
   */
  join(outlet: Outlet, caller: () => Caller): void {
    const behind = new Set(ALL.filter((topic) => topic !== 'lessons'));
    this.#listeners.set(outlet, { caller, behind, told: new Map() });
    this.#schedule();
  }

  leave(outlet: Outlet): void {
    this.#listeners.delete(outlet);
  }

  /** Something is new. */
  changed(...topics: readonly TopicType[]): void {
    for (const { behind } of this.#listeners.values()) {
      for (const topic of topics) behind.add(topic);
    }
    this.#schedule();
  }

  /** Everything is new to this client: it has another role. */
  changedFor(outlet: Outlet): void {
    const listener = this.#listeners.get(outlet);
    if (listener !== undefined) this.join(outlet, listener.caller);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#listeners.size === 0) return;
    const wait = Math.max(0, this.#flushed + INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#flushed = performance.now();
    const shared: Shared = new Map();
    let waiting = false;
    for (const [outlet, listener] of this.#listeners) {
      if (listener.behind.size === 0) continue;
      if (outlet.free) this.#tell(outlet, listener, shared);
      else waiting = true;
    }
    if (waiting) this.#schedule();
  }

  #tell(outlet: Outlet, { caller, behind, told }: Listener, shared: Shared): void {
    const who = caller();
    for (const topic of behind) {
      const text = this.#text(topic, who, shared);
      if (text === undefined || (text === told.get(topic) && !NEWS.has(topic))) continue;
      told.set(topic, text);
      outlet.send(text);
    }
    behind.clear();
  }

  #text(topic: TopicType, who: Caller, shared: Shared): string | undefined {
    if (!HEARS[topic].includes(who.role)) return undefined;
    if (!OWN.has(topic) && shared.has(topic)) return shared.get(topic);
    const message = this.#newest(topic, who);
    const text = message && JSON.stringify(message);
    if (!OWN.has(topic)) shared.set(topic, text);
    return text;
  }
}
