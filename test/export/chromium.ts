/** Players and readers of exports in a real browser, without a page of ours. */
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { findBrowser } from '../setup/browser.ts';

/** A busy machine is slow, not wrong. */
const PATIENCE_MS = 60_000;

let browser: Browser;

/** Starts the machine's browser once for the file. */
export function useChromium(): void {
  beforeAll(async () => {
    const found = findBrowser();
    // speedscope draws with WebGL: without a graphics card that is a program's work.
    const args = [...found.args, '--enable-unsafe-swiftshader'];
    browser = await chromium.launch({ ...found, args });
  });
  afterAll(() => browser.close());
}

/** An empty page; it is closed with the browser. */
export async function emptyPage(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}
