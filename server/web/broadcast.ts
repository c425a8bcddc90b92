/** Sends growing traces to all who follow them: from a cursor in the file, never from a queue. */
import type { Outlet } from './outlet.ts';
import { Pace } from './pace.ts';
import type { Growth } from './parts.ts';
import { Tail } from './tail.ts';

interface Cursor {
  readonly tail: Tail;
  /** What the follower has: everything before. */
  at: number;
}

export class Broadcast {
  readonly #cursors = new Map<Outlet, Cursor>();
  readonly #tails = new Map<string, Tail>();
  readonly #pace = new Pace();
  #streams = 0;
  #timer: NodeJS.Timeout | undefined;
  #began = -Infinity;
  #cost = 0;

  /** How many follow. */
  get size(): number {
    return this.#cursors.size;
  }

  /**
   * From now on `outlet` is sent what the recording has from byte `from` on, and nothing else;
   * returns the number in its frames.
   * @throws Error of the system where the file cannot be read
   */
  want(outlet: Outlet, id: string, file: string, from: number): number {
    this.leave(outlet);
    const tail = this.#tails.get(id) ?? this.#open(id, file);
    this.#cursors.set(outlet, { tail, at: from });
    this.#schedule();
    return tail.stream;
  }

  /** Sends nothing more. */
  leave(outlet: Outlet): void {
    const cursor = this.#cursors.get(outlet);
    if (cursor === undefined) return;
    this.#cursors.delete(outlet);
    for (const { tail } of this.#cursors.values()) if (tail === cursor.tail) return;
    this.#tails.delete(cursor.tail.id);
    cursor.tail.close();
  }

  grew({ id, bytes }: Omit<Growth, 'file'>): void {
    const tail = this.#tails.get(id);
    if (tail === undefined) return;
    this.#pace.grew(bytes - tail.bytes, performance.now());
    tail.grow(bytes);
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const outlet of [...this.#cursors.keys()]) this.leave(outlet);
  }

  #open(id: string, file: string): Tail {
    const tail = new Tail(id, ++this.#streams, file);
    this.#tails.set(id, tail);
    return tail;
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#cursors.size === 0) return;
    const now = performance.now();
    const wait = this.#began + this.#pace.interval(this.#cost, now) - now;
    this.#timer = setTimeout(() => this.#round(), Math.max(0, wait));
  }

  #round(): void {
    this.#timer = undefined;
    this.#began = performance.now();
    let behind = false;
    for (const [outlet, cursor] of this.#cursors) {
      if (outlet.free) serve(outlet, cursor);
      if (cursor.at < cursor.tail.bytes) behind = true;
    }
    this.#cost = performance.now() - this.#began;
    if (behind) this.#schedule();
  }
}

/** The next frame; the one after it too where that is short: the end of what there is. */
function serve(outlet: Outlet, cursor: Cursor): void {
  const first = cursor.tail.piece(cursor.at);
  if (first === undefined) return;
  outlet.send(first.message);
  const second = cursor.tail.piece(first.to);
  cursor.at = first.to;
  if (second === undefined || second.to < cursor.tail.bytes) return;
  outlet.send(second.message);
  cursor.at = second.to;
}
