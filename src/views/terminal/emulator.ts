import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon, type ISearchResultChangeEvent } from '@xterm/addon-search';
import { Terminal, type IDisposable } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { onThemeChange, searchColoursOf, themeOf } from './colours.ts';
import { isTyped, terminalAction } from './keys.ts';
import { perform } from './perform.ts';
import { WIDTHS } from './widths.ts';

/** A terminal on the page. */
export interface Emulator {
  /** Brings what is shown from `before` to `after`, both already harmless; at no moment empty. */
  show(before: string, after: string): void;
  /** Selects the next or previous place of `term`; `typing`: the one found may still be it. */
  find(term: string, way: 1 | -1, typing?: boolean): void;
  /** Its program's name, and whether that takes what is typed. */
  serve(name: string, typing: boolean): void;
  focus(): void;
  close(): void;
}

interface Asked {
  /** Ctrl+F was pressed. */
  readonly onfind: () => void;
  /** Keys and pasted text, while it takes input. */
  readonly ontype: (data: string) => void;
  /** How many places there are, and which is selected, from 0; −1 beyond the first 1000. */
  readonly onmatches: (found: ISearchResultChangeEvent) => void;
}

/** Plain, to the top left, erase the screen and what is above it. In one write with what follows, and
 *  without a reset, which would take the rows off the page until the next frame. */
const CLEAR = '\u001b[0m\u001b[H\u001b[2J\u001b[3J';
/** "Use the normal screen", which it does anyway: the emulator hides its cursor until then, or a key. */
const SHOW_CURSOR = '\u001b[?47l';

/** What keys do, for who hears it only. */
const KEYS = {
  true: 'takes a line. Enter sends it, Control C interrupts, Control D ends the input, Tab leaves.',
  false: 'not taking input. Control A selects all, Control F searches.',
} as const;

/** Opens xterm.js in `element`, in the colours that the element has, as wide and high as it is. */
export function openEmulator(element: HTMLElement, asked: Asked): Emulator {
  const xterm = new Terminal({
    // The widths of characters and the marks of a search are still called proposals.
    allowProposedApi: true,
    convertEol: true,
    cursorInactiveStyle: 'block',
    cursorStyle: 'block',
    disableStdin: true,
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: 12,
    lineHeight: 1.3,
    minimumContrastRatio: 4.5,
    linkHandler: { activate: () => undefined },
    overviewRuler: { width: 6 },
    screenReaderMode: true,
    // More lines than it is ever handed.
    scrollback: 100_000,
    theme: themeOf(element),
  });
  xterm.unicode.register(WIDTHS);
  xterm.unicode.activeVersion = WIDTHS.version;
  xterm.write(SHOW_CURSOR);
  const fit = new FitAddon();
  xterm.loadAddon(fit);
  const search = new SearchAddon();
  xterm.loadAddon(search);
  search.onDidChangeResults(asked.onmatches);
  let keyboard: IDisposable | undefined;
  xterm.attachCustomKeyEventHandler((event) => {
    if (!xterm.options.disableStdin && isTyped(event, xterm.hasSelection())) return true;
    const action = event.type === 'keydown' ? terminalAction(event) : undefined;
    if (action === undefined) return false;
    event.preventDefault();
    event.stopPropagation();
    if (action === 'find') asked.onfind();
    else perform(xterm, action);
    return false;
  });
  xterm.open(element);
  // Every event has its sentence, which is read out; the terminal is read when one goes there.
  element.querySelector('.live-region')?.setAttribute('aria-live', 'off');
  // Fitting changes sizes itself: not inside the observer's own round.
  const resized = new ResizeObserver(() => requestAnimationFrame(refit));
  resized.observe(element);
  function refit(): void {
    if (element.isConnected && element.clientWidth > 0) fit.fit();
  }
  const stopRecolouring = onThemeChange(() => (xterm.options.theme = themeOf(element)));
  return {
    serve(name, typing) {
      xterm.options.disableStdin = !typing;
      keyboard?.dispose();
      keyboard = typing ? xterm.onData(asked.ontype) : undefined;
      // A frame where nobody types, a block where the next key goes.
      xterm.options.cursorInactiveStyle = typing ? 'outline' : 'block';
      if (xterm.textarea !== undefined) xterm.textarea.ariaLabel = `${name}, ${KEYS[`${typing}`]}`;
    },
    show(before, after) {
      if (after === before) return;
      if (after.startsWith(before)) xterm.write(after.slice(before.length));
      else {
        xterm.clearSelection();
        xterm.scrollToBottom();
        xterm.write(CLEAR + after);
      }
    },
    find(term, way, typing = false) {
      if (term === '') {
        search.clearDecorations();
        xterm.clearSelection();
        return;
      }
      const options = { decorations: searchColoursOf(element), incremental: typing };
      if (way === 1) search.findNext(term, options);
      else search.findPrevious(term, options);
    },
    focus: () => xterm.focus(),
    close() {
      resized.disconnect();
      stopRecolouring();
      xterm.dispose();
    },
  };
}
