/** How many machines are remembered at most. */
const MACHINES = 10_000;
const MINUTE_MS = 60_000;

/** Counts what one machine got wrong within the last minute. */
export class Attempts {
  readonly #most: number;
  /** When each machine's attempts failed, the oldest first. */
  readonly #failed = new Map<string, number[]>();

  /** @param most how many may fail in a minute */
  constructor(most: number) {
    this.#most = most;
  }

  /** Has this machine got too much wrong? */
  tooMany(address: string): boolean {
    return this.#recent(address).length >= this.#most;
  }

  fail(address: string): void {
    const recent = [...this.#recent(address), Date.now()];
    // As the newest: where too many are remembered, those go that failed longest ago.
    this.#failed.delete(address);
    this.#failed.set(address, recent);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MACHINES && oldest !== undefined) this.#failed.delete(oldest);
  }

  #recent(address: string): readonly number[] {
    const since = Date.now() - MINUTE_MS;
    return (this.#failed.get(address) ?? []).filter((at) => at > since);
  }
}
