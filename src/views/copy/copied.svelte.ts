import { copy } from '../shell/copy.ts';

/** A text that the page could not copy, for a person to do it. */
interface ByHand {
  readonly what: string;
  readonly text: string;
}

/** What the page says of copying. */
class Copied {
  /** Shown for a while; a new object each time. */
  last = $state.raw<{ readonly words: string }>();
  byHand = $state.raw<ByHand>();
}

/** Of the whole page: there is one clipboard. */
export const copied = new Copied();

/** Copies a text, and says so; where the page may not, it shows the text selected. */
export async function copyText(text: string, what: string): Promise<void> {
  if (await copy(text)) say(`Copied ${what}`);
  else copied.byHand = { what, text };
}

/** Says what came of copying. */
export function say(words: string): void {
  copied.last = { words };
}
