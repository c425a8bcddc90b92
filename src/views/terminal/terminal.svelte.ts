import type { Attachment } from 'svelte/attachments';
import { harmless } from '../../trace/sanitize.ts';
import { afterPaint } from '../shell/after-paint.ts';
import type { Emulator } from './emulator.ts';
import type { TerminalInput } from './typing.svelte.ts';

/** A terminal that shows, that types too where it is given a keyboard, and the search in it. */
export class Screen {
  /** What is searched for; undefined: no search is open. */
  term = $state<string>();
  #found = $state.raw({ index: -1, count: 0 });
  #emulator = $state.raw<Emulator>();
  #input: HTMLInputElement | undefined;

  /** Which of the places is selected, from 0 (−1: none), and how many there are. */
  get found(): { readonly index: number; readonly count: number } {
    return this.#found;
  }

  /**
   * Shows `text()` in the element. Without `input()` it takes no input; it answers no sequence, and
   * passes Tab on. The emulator is loaded when the first terminal appears; until then `aria-busy` is
   * set.
   */
  attach(
    text: () => string,
    name: () => string,
    input: () => TerminalInput | undefined = () => undefined,
  ): Attachment<HTMLElement> {
    return (element) => {
      let shown = '';
      let raw = '';
      element.ariaBusy = 'true';
      // The lesson does not wait for a terminal.
      void afterPaint().then(async () => {
        const { openEmulator } = await import('./emulator.ts');
        if (!element.isConnected) return;
        this.#emulator = openEmulator(element, {
          onfind: () => this.open(),
          ontype: (data) => input()?.type(data),
          onmatches: ({ resultIndex, resultCount }) =>
            (this.#found = { index: resultIndex, count: resultCount }),
        });
        element.ariaBusy = 'false';
      });
      const typing = $derived(input() !== undefined);
      $effect(() => this.#emulator?.serve(name(), typing));
      $effect(() => {
        if (this.#emulator && input()?.takeFocus() === true) this.#emulator.focus();
      });
      $effect(() => {
        const next = text();
        if (this.#emulator === undefined) return;
        const whole = harmless(next, raw, shown);
        this.#emulator.show(shown, whole);
        shown = whole;
        raw = next;
      });
      return () => {
        this.#emulator?.close();
        this.#emulator = undefined;
      };
    };
  }

  /** Opens the search; open already, goes to it. */
  open(): void {
    this.term ??= '';
    this.#input?.focus();
  }

  /** For the field that is typed into: it has the focus as soon as it is there. */
  readonly input: Attachment<HTMLInputElement> = (input) => {
    this.#input = input;
    input.focus();
    return () => (this.#input = undefined);
  };

  /** To the next or previous place of what is searched for. */
  find(way: 1 | -1, typing = false): void {
    if (this.term === '') this.#found = { index: -1, count: 0 };
    this.#emulator?.find(this.term ?? '', way, typing);
  }

  /** Closes the search, and goes back to the terminal. */
  stop(): void {
    this.term = undefined;
    this.find(1);
    this.#emulator?.focus();
  }
}
