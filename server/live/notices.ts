/** Pages whose role has ended are told why; so many are remembered. */
const MOST = 1000;

/** Why somebody is no longer what they were: one sentence each, by the key of their cookie. */
export class Notices {
  readonly #sentences = new Map<string, string>();

  set(key: string, sentence: string): void {
    const [oldest] = this.#sentences.keys();
    if (this.#sentences.size >= MOST && oldest !== undefined) this.#sentences.delete(oldest);
    this.#sentences.set(key, sentence);
  }

  of(key: string): string | undefined {
    return this.#sentences.get(key);
  }
}
