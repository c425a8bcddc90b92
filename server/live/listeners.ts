/** Those who want to be told. */
export class Listeners<T = void> {
  readonly #all = new Set<(news: T) => void>();

  /** Returns the way out. */
  add(listener: (news: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(news: T): void {
    for (const listener of this.#all) listener(news);
  }
}
