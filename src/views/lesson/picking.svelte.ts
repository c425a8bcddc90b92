import type { Given } from '../../course/given.ts';

export type PickAt = 'byte' | 'line' | 'call';
type Picked = Given & { readonly kind: 'point' };

/** What in the views can be pointed at, by the kind that is asked for. */
const TARGETS: Readonly<Record<PickAt, string>> = {
  byte: '[data-offset][data-way]',
  line: '[data-number]',
  call: '[data-call]',
};

/** The point that an element of the views stands for; undefined where it stands for none. */
export function pointOf(at: PickAt, target: unknown): Picked | undefined {
  const found = target instanceof Element ? target.closest(TARGETS[at]) : undefined;
  if (!(found instanceof HTMLElement)) return undefined;
  const { offset, way, number, call } = found.dataset;
  const kind = 'point';
  switch (at) {
    case 'byte':
      return { kind, at, way: way === 'down' ? 'down' : 'up', offset: Number(offset) };
    case 'line':
      return { kind, at, line: Number(number) };
    case 'call':
      return { kind, at, seq: Number(call) };
  }
}

/** While it is on, a click in the views is an answer and nothing else; Escape switches it off. */
export class Picking {
  readonly #at: PickAt;
  readonly #onpick: (point: Picked) => void;
  #on = $state(false);
  #stop = new AbortController();

  constructor(at: PickAt, onpick: (point: Picked) => void) {
    this.#at = at;
    this.#onpick = onpick;
  }

  get on(): boolean {
    return this.#on;
  }

  start(): void {
    this.stop();
    this.#on = true;
    this.#stop = new AbortController();
    const options = { capture: true, signal: this.#stop.signal };
    document.addEventListener('click', (event) => this.#take(event), options);
    document.addEventListener('keydown', (event) => this.#press(event), options);
    document.documentElement.dataset['picking'] = this.#at;
  }

  stop(): void {
    this.#on = false;
    this.#stop.abort();
    delete document.documentElement.dataset['picking'];
  }

  #press(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return this.stop();
    }
    if (event.key === 'Enter' || event.key === ' ') this.#take(event);
  }

  /** What stands for no point keeps its own meaning. */
  #take(event: Event): void {
    const point = pointOf(this.#at, event.target);
    if (point === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.stop();
    this.#onpick(point);
  }
}
