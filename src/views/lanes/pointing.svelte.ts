import { flushSync } from 'svelte';
import type { Box } from './boxes.ts';
import type { LanesState } from './lanes-state.svelte.ts';
import { nextBox } from './move-among.ts';
import { tipOf, type Tip } from './tip.ts';

interface Pointed {
  readonly key: string;
  readonly element: HTMLElement;
  /** Where in the window the pointer came to it; undefined: by keys. */
  readonly x?: number;
}

const ZOOM = 1.6;
/** Of the track: how far a key pans. */
const PAN = 0.25;

/** Which box is pointed at or has the focus, and what keys do among the lanes. */
export class Pointing {
  readonly #lanes: LanesState;
  #pointed = $state.raw<Pointed>();
  /** What has the focus; still here when the drawing takes it away. */
  #focused: { readonly element: HTMLElement; readonly track: Element } | undefined;
  /** Of each lane: key of the box that had the focus last. Tab leads to it. */
  entries = $state.raw<Readonly<Record<number, string>>>({});

  /** What to show beside the box; undefined where none is pointed at, or it is gone. */
  readonly tip: (Pointed & { readonly tip: Tip }) | undefined = $derived.by(() => {
    const pointed = this.#pointed;
    const box = pointed && this.#find(pointed.key);
    return box && { ...pointed, tip: this.#tipOf(box) };
  });

  constructor(lanes: LanesState) {
    this.#lanes = lanes;
  }

  over({ target, clientX: x }: PointerEvent): void {
    const element = boxAt(target);
    const key = element?.dataset['box'];
    this.#pointed = element && key !== undefined ? { element, key, x } : undefined;
  }

  leave(): void {
    this.#pointed = undefined;
  }

  blur(): void {
    this.leave();
    const left = this.#focused;
    // A box that the drawing takes away says goodbye too, but is no longer in the page after that.
    queueMicrotask(() => {
      if (left?.element.isConnected && this.#focused === left) this.#focused = undefined;
    });
  }

  /** Other boxes are drawn: where the one in focus is gone, its lane keeps the focus. */
  keepFocus(_drawn: unknown): void {
    const { element, track } = this.#focused ?? {};
    if (element === undefined || element.isConnected) return;
    this.#focused = undefined;
    track?.querySelector<HTMLElement>('[data-box][tabindex="0"]')?.focus();
  }

  focus(target: unknown): void {
    const element = boxAt(target);
    const key = element?.dataset['box'];
    const track = element?.closest('[data-track]');
    if (element === undefined || key === undefined || !track) return;
    this.#focused = { element, track };
    const box = this.#find(key);
    const thread = box && this.#lanes.player.replay.trace.threads[box.position];
    if (thread !== undefined) this.#enter(thread, key);
    if (element.matches(':focus-visible')) this.#pointed = { element, key };
  }

  /** Keys while something among the lanes has the focus. */
  press(event: KeyboardEvent): void {
    if (!this.#act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #act(event: KeyboardEvent): boolean {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (ctrlKey || metaKey) return false;
    if (altKey) return this.#pan(key);
    if (key === 'Escape' && this.#pointed !== undefined) {
      this.#pointed = undefined;
      return true;
    }
    if (this.#lanes.timed && this.#zoom(key)) return true;
    const from = boxAt(event.target);
    if (from === undefined || shiftKey) return false;
    return this.#move(key, from);
  }

  #pan(key: string): boolean {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false;
    const by = this.#lanes.ruler.room * PAN;
    this.#lanes.pan(key === 'ArrowLeft' ? -by : by);
    return true;
  }

  #zoom(key: string): boolean {
    if (key === '+' || key === '=') this.#lanes.zoom(1 / ZOOM);
    else if (key === '-' || key === '−') this.#lanes.zoom(ZOOM);
    else if (key === '0') this.#lanes.fit();
    else return false;
    return true;
  }

  #move(key: string, from: HTMLElement): boolean {
    const to = nextBox(key, from);
    if (to === undefined) return false;
    const box = this.#find(to.dataset['box'] ?? '');
    const thread = box && this.#lanes.player.replay.trace.threads[box.position];
    if (box === undefined || thread === undefined) return true;
    // It is described by its sentence from now on: that must be there before the focus comes.
    flushSync(() => this.#enter(thread, box.key));
    to.focus();
    this.#pointed = { element: to, key: box.key };
    return true;
  }

  #enter(thread: number, key: string): void {
    if (this.entries[thread] !== key) this.entries = { ...this.entries, [thread]: key };
  }

  #find(key: string): Box | undefined {
    for (const lane of this.#lanes.boxes.values()) {
      const found = lane.find((box) => box.key === key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #tipOf(box: Box): Tip {
    const { player, extent, drawn } = this.#lanes;
    return tipOf(player.replay.trace, box, player.sentences, extent.horizon, drawn.arrows);
  }
}

function boxAt(target: unknown): HTMLElement | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('button[data-box]') ?? undefined;
}
