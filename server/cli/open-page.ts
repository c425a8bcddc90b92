/** Opens the address in the person's browser, where there is a desktop to do it on. */
export async function openPage(url: string): Promise<void> {
  if (!hasDesktop(process.platform, process.env)) return;
  const { default: open } = await import('open');
  const browser = await open(url);
  // Without a browser the printed address is still there to be opened by hand.
  browser.on('error', () => undefined);
}

/** Whether somebody sits before this machine: not in CI, not over SSH, not on a bare server. */
export function hasDesktop(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env.CI !== undefined || env.SSH_CONNECTION !== undefined) return false;
  if (platform !== 'linux') return true;
  return env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined;
}
