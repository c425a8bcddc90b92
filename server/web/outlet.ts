/** So long a client may leave what it was sent lying about before it is sent away. */
const PATIENCE_MS = 30_000;
/** WebSocket close code "try again later" (IANA registry). */
const TRY_AGAIN_LATER = 1013;

/** The end of a WebSocket, as `ws` has it. */
export interface Wire {
  /** Bytes handed over that the kernel has not taken yet. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
}

/**
 * The way to one client. What grows or changes by itself is handed over only while the way is free,
 * so nothing queues for a client that does not read: it gets the newest when it reads again.
 */
export class Outlet {
  readonly #wire: Wire;
  #freeAt = performance.now();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Everything handed over so far has left. */
  get free(): boolean {
    if (this.#wire.bufferedAmount > 0) return false;
    this.#freeAt = performance.now();
    return true;
  }

  send(data: string | Uint8Array): void {
    this.#wire.send(data);
  }

  /** Sends a client away that has read nothing for too long. To be called every second or so. */
  check(): void {
    if (this.free || performance.now() - this.#freeAt < PATIENCE_MS) return;
    this.#wire.close(TRY_AGAIN_LATER, 'too slow: nothing was read for 30 s');
  }
}
