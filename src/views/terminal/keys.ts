/** What a key does in a terminal that only shows. Tab is none of them: it leaves. */
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
