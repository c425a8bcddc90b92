/** Keeps a word as long as this tab; a browser that refuses storage keeps it as long as the page. */
export function rememberInTab(key: string, value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    return;
  }
}

/** What was kept in this tab; undefined where nothing was, or storage is refused. */
export function recallInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
