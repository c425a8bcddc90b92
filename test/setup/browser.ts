import { findBrowser as find } from '../../server/cli/tools.ts';

/**
 * How Playwright starts the browser of this machine. Without one there is no path, and Playwright
 * fails each test that needs it: none is skipped.
 */
export function findBrowser(): { readonly executablePath?: string; readonly args: string[] } {
  const found = find();
  return 'path' in found ? { executablePath: found.path, args: ARGS } : { args: ARGS };
}

/** Headless, and silent on the network: no request ever leaves the machine. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
