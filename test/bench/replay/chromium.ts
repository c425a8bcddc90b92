import { spawnSync } from 'node:child_process';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright';
import { findBrowser } from '../../setup/browser.ts';

const VIEWPORT = { width: 1440, height: 900 };

/** A page in a browser of its own, and what the browser says of it. */
export class Tab {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #session: CDPSession;
  readonly #processes: CDPSession;

  private constructor(browser: Browser, page: Page, session: CDPSession, processes: CDPSession) {
    this.#browser = browser;
    this.page = page;
    this.#session = session;
    this.#processes = processes;
  }

  /** Opens an address in a new browser. */
  static async open(address: string): Promise<Tab> {
    const browser = await chromium.launch(findBrowser());
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(address);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Tab(browser, page, session, await browser.newBrowserCDPSession());
  }

  /** Milliseconds of processor time that the page's main thread has worked so far. */
  async worked(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  }

  /** Megabytes of JavaScript objects, without the buffers that they hold. */
  async heap(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  /** Megabytes that the page's process holds, with its workers and the browser's own code. Beside it
   *  there is only an empty one, kept ready for a next page. */
  async resident(): Promise<number> {
    const { processInfo } = await this.#processes.send('SystemInfo.getProcessInfo');
    const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const ps = spawnSync('ps', ['-o', 'rss=', '-p', ids.join()], { encoding: 'utf8' });
    const sizes = ps.stdout.trim().split(/\s+/).map(Number);
    return (Math.max(...sizes) * 1024) / 1e6 || NaN;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
