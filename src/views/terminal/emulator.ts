import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';

/** A terminal on the page. */
export interface Emulator {
  /** Brings what is shown from `before` to `after`; both are already harmless. */
  show(before: string, after: string): void;
  close(): void;
}

/** "Use the normal screen", which it does anyway: the emulator hides its cursor until then, or a key. */
const SHOW_CURSOR = '\u001b[?47l';

/** Opens xterm.js in `element`, in the colours that the element has, as wide and high as it is. */
export function openEmulator(element: HTMLElement, name: string): Emulator {
  const xterm = new Terminal({
    convertEol: true,
    cursorInactiveStyle: 'block',
    cursorStyle: 'block',
    disableStdin: true,
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: 12,
    lineHeight: 1.3,
    linkHandler: { activate: () => undefined },
    overviewRuler: { width: 6 },
    screenReaderMode: true,
    scrollback: 5000,
    theme: themeOf(element),
  });
  xterm.write(SHOW_CURSOR);
  const fit = new FitAddon();
  xterm.loadAddon(fit);
  xterm.attachCustomKeyEventHandler(() => false);
  xterm.open(element);
  if (xterm.textarea !== undefined) {
    xterm.textarea.tabIndex = -1;
    xterm.textarea.ariaLabel = `${name}, not taking input`;
  }
  // Fitting changes sizes itself: not inside the observer's own round.
  const resized = new ResizeObserver(() => requestAnimationFrame(refit));
  resized.observe(element);
  function refit(): void {
    if (element.isConnected && element.clientWidth > 0) fit.fit();
  }
  const stopRecolouring = onThemeChange(() => (xterm.options.theme = themeOf(element)));
  return {
    show(before, after) {
      if (after.startsWith(before)) return xterm.write(after.slice(before.length));
      xterm.reset();
      xterm.write(SHOW_CURSOR + after);
    },
    close() {
      resized.disconnect();
      stopRecolouring();
      xterm.dispose();
    },
  };
}

function themeOf(element: HTMLElement): ITheme {
  const { backgroundColor, color } = getComputedStyle(element);
  return {
    background: backgroundColor,
    foreground: color,
    cursor: color,
    overviewRulerBorder: backgroundColor,
  };
}

function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(listener);
  system.addEventListener('change', listener);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', listener);
    chosen.disconnect();
  };
}
