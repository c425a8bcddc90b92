/**
 * Where an element is scrolled to and how high it is, as its events told: to ask the element in the
 * middle of a step would make the browser lay out the whole page then and there.
 */
export class ScrollBox {
  readonly #element: HTMLElement;
  readonly #resized: ResizeObserver;
  #top: number;
  #height: number;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#top = element.scrollTop;
    this.#height = element.clientHeight;
    this.#resized = new ResizeObserver(() => (this.#height = element.clientHeight));
    this.#resized.observe(element);
    element.addEventListener('scroll', this.#scrolled, { passive: true });
  }

  get height(): number {
    return this.#height;
  }

  /** Scrolls as little as it takes for what is between two heights to be in sight, the upper first. */
  bring(from: number, to: number): void {
    const least = Math.max(this.#top, to - this.#height);
    const top = Math.max(0, Math.min(least, from));
    if (top === this.#top) return;
    this.#element.scrollTop = top;
    this.#scrolled();
  }

  close(): void {
    this.#resized.disconnect();
    this.#element.removeEventListener('scroll', this.#scrolled);
  }

  readonly #scrolled = (): void => {
    this.#top = this.#element.scrollTop;
  };
}
