/** What a key asks of the player. */
export type Command =
  | 'event-back'
  | 'event-forward'
  | 'call-back'
  | 'call-forward'
  | 'marker-back'
  | 'marker-forward'
  | 'play'
  | 'first'
  | 'last'
  | 'page-back'
  | 'page-forward'
  | 'help'
  | `thread-${number}`;

/** Keys and what they do, in the order of the help. */
export const KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: '← →', does: 'one event back, forward' },
  { keys: 'Shift ← →', does: 'one call back, forward' },
  { keys: '[ ]', does: 'previous, next marker' },
  { keys: 'Space', does: 'play, pause' },
  { keys: 'Home End', does: 'first, last event' },
  { keys: '1 … 9', does: 'select a thread by its row' },
  { keys: 'PageUp PageDown', does: 'previous, next page of the lesson (a presenter’s remote)' },
  { keys: '.', does: 'play, pause (a presenter’s remote)' },
  { keys: '?', does: 'this help' },
];

/** The part of a keyboard event that matters here. */
export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The command of a key, undefined for all others. With `singles` off, keys that are one printable
 * character do nothing (WCAG 2.1.4): speech input and slips would press them.
 */
export function commandOf(pressed: Pressed, singles: boolean): Command | undefined {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  if (!singles && pressed.key.length === 1) return undefined;
  if (/^[1-9]$/.test(pressed.key)) return `thread-${Number(pressed.key)}`;
  if (pressed.shiftKey) return SHIFTED[pressed.key] ?? (pressed.key === '?' ? 'help' : undefined);
  return PLAIN[pressed.key];
}

const SHIFTED: Readonly<Partial<Record<string, Command>>> = {
  ArrowLeft: 'call-back',
  ArrowRight: 'call-forward',
  '[': 'marker-back',
  ']': 'marker-forward',
};

const PLAIN: Readonly<Partial<Record<string, Command>>> = {
  ArrowLeft: 'event-back',
  ArrowRight: 'event-forward',
  '[': 'marker-back',
  ']': 'marker-forward',
  ' ': 'play',
  '.': 'play',
  Home: 'first',
  End: 'last',
  PageUp: 'page-back',
  PageDown: 'page-forward',
  '?': 'help',
};

/** True where the key belongs to what has the focus: text being typed, a list, a pressed button. */
export function belongsToFocus(key: string, target: unknown): boolean {
  if (!(target instanceof Element)) return false;
  const own = target.closest('input, select, textarea, [contenteditable], dialog');
  // A terminal's field is there to be read: the playhead's keys go through it.
  if (own !== null && !own.matches('textarea:read-only')) return true;
  if (key === ' ' || key === 'Enter') return target.closest('button, a, summary') !== null;
  const scrolls = target.closest('[tabindex="0"]') !== null;
  return scrolls && /^(Page|Home|End)/.test(key);
}
