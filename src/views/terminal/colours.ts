import type { ITheme } from '@xterm/xterm';
import type { ISearchOptions } from '@xterm/addon-search';

/** The emulator's colours: those that the element has. */
export function themeOf(element: HTMLElement): ITheme {
  const { backgroundColor, color } = getComputedStyle(element);
  return {
    background: backgroundColor,
    foreground: color,
    cursor: color,
    selectionBackground: colourOf(element, '--accent'),
    selectionForeground: colourOf(element, '--on-accent'),
    overviewRulerBorder: backgroundColor,
  };
}

/** How the places that a search found are marked: framed; the selected one filled. */
export function searchColoursOf(element: HTMLElement): ISearchOptions['decorations'] {
  const edge = hex(colourOf(element, '--edge'));
  const found = hex(colourOf(element, '--accent'));
  return {
    matchBorder: edge,
    matchOverviewRuler: edge,
    activeMatchBorder: found,
    activeMatchColorOverviewRuler: found,
  };
}

/** Tells of a change between light and dark, by the system or by hand. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(listener);
  system.addEventListener('change', listener);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', listener);
    chosen.disconnect();
  };
}

/** A token's colour as it is now: `rgb(…)`. The browser resolves it only where it is used. */
function colourOf(element: HTMLElement, token: string): string {
  const before = element.style.outlineColor;
  element.style.outlineColor = `var(${token})`;
  const { outlineColor } = getComputedStyle(element);
  element.style.outlineColor = before;
  return outlineColor;
}

/** `rgb(63, 201, 176)` → `#3fc9b0`, as the search wants it. */
export function hex(colour: string): string {
  const parts = colour.match(/\d+(\.\d+)?/g)?.slice(0, 3) ?? [];
  return `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, '0')).join('')}`;
}
