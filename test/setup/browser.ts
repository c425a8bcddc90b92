/** Placeholder until the tooling's finder lands. */
export function findBrowser(): { executablePath: string; args: string[] } {
  return {
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  };
}
