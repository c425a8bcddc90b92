const KEY = 'wirestep.theme';
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light or dark: as the system says, unless set here. Kept in this browser. */
export class ThemeChoice {
  #theme = $state<Theme>(read());

  get current(): Theme {
    return this.#theme;
  }

  set current(theme: Theme) {
    this.#theme = theme;
    remember(KEY, theme);
    this.apply();
  }

  apply(): void {
    const { dataset } = document.documentElement;
    if (this.#theme === 'system') delete dataset.theme;
    else dataset.theme = this.#theme;
  }
}

function read(): Theme {
  const kept = recall(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

/** A browser may refuse storage (private windows, policy): the choice then lasts for the tab. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
