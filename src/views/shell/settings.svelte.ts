import { recall, remember } from './storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
};

const THEME = 'wirestep.theme';
const SINGLE_KEYS = 'wirestep.single-keys';

/** What a person has set here; kept in this browser where it keeps anything. */
export class Settings {
  #theme = $state<Theme>(THEMES.find((theme) => theme === recall(THEME)) ?? 'system');
  #singleKeys = $state(recall(SINGLE_KEYS) !== 'off');

  constructor() {
    this.#apply();
  }

  /** `system`: light or dark as the system is. */
  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    remember(THEME, theme);
    this.#apply();
  }

  /** Shortcuts that are one character without a modifier (WCAG 2.1.4). */
  get singleKeys(): boolean {
    return this.#singleKeys;
  }

  set singleKeys(on: boolean) {
    this.#singleKeys = on;
    remember(SINGLE_KEYS, on ? 'on' : 'off');
  }

  #apply(): void {
    const { dataset } = document.documentElement;
    if (this.#theme === 'system') delete dataset['theme'];
    else dataset['theme'] = this.#theme;
  }
}
