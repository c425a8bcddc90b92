/** What a key does in a terminal besides writing. Tab is none of them: it leaves. */
export type TerminalAction =
  | 'find'
  | 'select-all'
  | 'select-up'
  | 'select-down'
  | 'deselect'
  | 'line-up'
  | 'line-down'
  | 'page-up'
  | 'page-down'
  | 'top'
  | 'bottom';

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const PLAIN: Readonly<Partial<Record<string, TerminalAction>>> = {
  ArrowUp: 'line-up',
  ArrowDown: 'line-down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'top',
  End: 'bottom',
  Escape: 'deselect',
};
const SHIFTED: Readonly<Partial<Record<string, TerminalAction>>> = {
  ArrowUp: 'select-up',
  ArrowDown: 'select-down',
};
const WITH_CONTROL: Readonly<Partial<Record<string, TerminalAction>>> = {
  a: 'select-all',
  f: 'find',
};

/** The action of a key; undefined for those that the terminal leaves alone (copying is the browser's). */
export function terminalAction(pressed: Pressed): TerminalAction | undefined {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = pressed;
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return shiftKey ? undefined : WITH_CONTROL[key.toLowerCase()];
  return shiftKey ? SHIFTED[key] : PLAIN[key];
}

/** Keys without a character that the emulator has to see: an input method needs its own. */
const WRITING = ['Enter', 'Backspace', 'Dead', 'Process', 'Unidentified', 'AltGraph', 'Compose'];

/**
 * Whether a key is typed, in a terminal that takes input; with any other, that does what one does
 * that only shows. Ctrl+C is, unless something is selected: then it copies.
 */
export function isTyped(pressed: Pressed, selected: boolean): boolean {
  const { key, ctrlKey, altKey, metaKey } = pressed;
  if (metaKey) return false;
  const character = [...key].length === 1;
  // AltGr, which Windows calls Ctrl+Alt, and the option key of a Mac write: `@` is such a character.
  if (altKey) return character && (ctrlKey || !/^[a-z0-9]$/i.test(key));
  if (!ctrlKey) return character || WRITING.includes(key);
  if (pressed.shiftKey) return false;
  return /^[du]$/i.test(key) || (key.toLowerCase() === 'c' && !selected);
}
