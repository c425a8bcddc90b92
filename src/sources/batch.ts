/** Growth must leave time for the page to show it; how much there is already makes no difference. */
const PAUSE_MS = 60;

/** Hands over bytes that come in many pieces as few larger ones: the first at once. */
export class Batch {
  readonly #take: (bytes: Uint8Array) => void;
  #pieces: Uint8Array[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(take: (bytes: Uint8Array) => void) {
    this.#take = take;
  }

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    if (this.#timer === undefined) this.#hand();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pieces = [];
  }

  #hand(): void {
    this.#timer = undefined;
    if (this.#pieces.length === 0) return;
    const bytes = joined(this.#pieces);
    this.#pieces = [];
    this.#take(bytes);
    this.#timer = setTimeout(() => this.#hand(), PAUSE_MS);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
