import { copy } from '../shell/copy.ts';
import { copied } from './copied.svelte.ts';

/** Copies a text, and says so; where the page may not, it shows the text selected. */
export async function copyText(text: string, what: string): Promise<void> {
  if (await copy(text)) say(`Copied ${what}`);
  else copied.byHand = { what, text };
}

/** Says what came of copying. */
export function say(words: string): void {
  copied.last = { words };
}
