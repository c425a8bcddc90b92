/** What a key asks of the page around the player. */
export type PageCommand = (typeof PAGE)[number];

const PAGE = ['help', 'palette', 'presenter', 'export'] as const;

/** What a key asks of the player. */
export type PlayerCommand =
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
  | 'find'
  | 'match-back'
  | 'match-forward'
  | `thread-${number}`;

/** What a key asks of the live session, where its recording is on the page. */
export type LiveCommand = 'now' | (typeof PRESENTERS)[number];

/** These are the presenter's alone. */
const PRESENTERS = ['hold', 'hold-all', 'step', 'run-return', 'run-message'] as const;

/** `follow`: what a follower's page has the key for. */
export type Command = PageCommand | PlayerCommand | LiveCommand | 'follow';

/** A key, or keys with a space between, and what they do. */
export interface Key {
  readonly keys: string;
  readonly does: string;
  readonly group: 'Steps' | 'Lesson' | 'Live' | 'Page';
}

/** The keys that work anywhere, in the order of the help. */
export const KEYS: readonly Key[] = [
  { group: 'Steps', keys: '← →', does: 'one event back, forward' },
  { group: 'Steps', keys: 'Shift ← →', does: 'one call back, forward' },
  { group: 'Steps', keys: '[ ]', does: 'previous, next marker' },
  { group: 'Steps', keys: 'Space', does: 'play, pause' },
  { group: 'Steps', keys: 'Home End', does: 'before the first event, last event' },
  { group: 'Steps', keys: 'N n', does: 'previous, next match of the search or the last jump' },
  { group: 'Steps', keys: '/', does: 'search the calls' },
  { group: 'Steps', keys: '1 … 9', does: 'select a thread by its row' },
  { group: 'Lesson', keys: 'PageUp PageDown', does: 'previous, next page (a presenter’s remote)' },
  { group: 'Lesson', keys: '.', does: 'play, pause (a presenter’s remote)' },
  { group: 'Live', keys: 'l', does: 'now: to the end of what has happened, and stay there' },
  { group: 'Live', keys: 'f', does: 'in a class: back to where the presenter is' },
  {
    group: 'Live',
    keys: 'h H',
    does: 'presenter: hold or resume the thread in focus, all of them',
  },
  { group: 'Live', keys: 's', does: 'presenter: a held thread makes one call' },
  { group: 'Live', keys: 'r m', does: 'presenter: run to the next return, the next message' },
  { group: 'Page', keys: 'Ctrl K', does: 'every command, by its name (on a Mac: ⌘ K)' },
  { group: 'Page', keys: 'e', does: 'export: take the recording away as a file' },
  { group: 'Page', keys: 'P', does: 'presenter scale' },
  { group: 'Page', keys: '?', does: 'this help' },
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
  if (asksForPalette(pressed)) return 'palette';
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  if (!singles && pressed.key.length === 1) return undefined;
  if (/^[1-9]$/.test(pressed.key)) return `thread-${Number(pressed.key)}`;
  if (pressed.shiftKey) return SHIFTED[pressed.key] ?? (pressed.key === '?' ? 'help' : undefined);
  return PLAIN[pressed.key];
}

function asksForPalette({ key, shiftKey, ctrlKey, altKey, metaKey }: Pressed): boolean {
  return key.toLowerCase() === 'k' && ctrlKey !== metaKey && !altKey && !shiftKey;
}

const SHIFTED: Readonly<Partial<Record<string, Command>>> = {
  ArrowLeft: 'call-back',
  ArrowRight: 'call-forward',
  '[': 'marker-back',
  ']': 'marker-forward',
  '/': 'find',
  N: 'match-back',
  H: 'hold-all',
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
  '/': 'find',
  n: 'match-forward',
  '?': 'help',
  p: 'presenter',
  e: 'export',
  l: 'now',
  f: 'follow',
  h: 'hold',
  s: 'step',
  r: 'run-return',
  m: 'run-message',
};

/** True where the command is the page's own, not the player's. */
export function isPageCommand(command: Command): command is PageCommand {
  return PAGE.some((one) => one === command);
}

/** True where the command is about the live session. */
export function isLiveCommand(command: Command): command is LiveCommand {
  return command === 'now' || PRESENTERS.some((one) => one === command);
}

/** What a key press asks of the page; undefined where what has the focus has taken it, or wants it. */
export function askedBy(event: KeyboardEvent, singles: boolean): Command | undefined {
  const command = commandOf(event, singles);
  if (event.defaultPrevented) return undefined;
  if (command === 'palette') return command;
  return belongsToFocus(event.key, event.target) ? undefined : command;
}

/** True where the key belongs to what has the focus: text being typed, a list, a pressed button. */
function belongsToFocus(key: string, target: unknown): boolean {
  if (!(target instanceof Element)) return false;
  const own = target.closest('input, select, textarea, [contenteditable], dialog');
  // A terminal's field is there to be read: the playhead's keys go through it.
  if (own !== null && !own.matches('textarea:read-only')) return true;
  if (key === ' ' || key === 'Enter') return target.closest('button, a, summary') !== null;
  const scrolls = target.closest('[tabindex="0"]') !== null;
  return scrolls && /^(Page|Home|End)/.test(key);
}
