import type { Attachment } from 'svelte/attachments';
import type { Emulator } from './emulator.ts';
import { sanitize } from './sanitize.ts';

/** What is kept of a long transcript: the emulator is never handed more at once. */
const MOST = 100_000;

/** Resolves once the browser has drawn what there is: the lesson does not wait for a terminal. */
function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/**
 * Shows `text()` in a terminal that only shows: it takes no key, answers no sequence, and passes
 * Tab on. The emulator is loaded when the first terminal appears; until then `aria-busy` is set.
 */
export function terminal(text: () => string, name: string): Attachment<HTMLElement> {
  return (element) => {
    let emulator = $state.raw<Emulator>();
    let shown = '';
    element.ariaBusy = 'true';
    void afterPaint().then(async () => {
      const { openEmulator } = await import('./emulator.ts');
      if (!element.isConnected) return;
      emulator = openEmulator(element, name);
      element.ariaBusy = 'false';
    });
    $effect(() => {
      const whole = sanitize(text().slice(-MOST));
      emulator?.show(shown, whole);
      if (emulator !== undefined) shown = whole;
    });
    return () => emulator?.close();
  };
}
