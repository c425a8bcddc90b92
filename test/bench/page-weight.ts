import { gzipSync } from 'node:zlib';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { freePort } from './processes.ts';
import { findBrowser } from '../setup/browser.ts';

/** Kilobytes of JavaScript, gzipped, that the browser has loaded when the first lesson shows. */
export async function measurePageWeight(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'wirestep-page-'));
  const [uiPort, port] = [await freePort(), await freePort()];
  const options = ['--no-open', `--ui-port=${uiPort}`, `--port=${port}`, '--data', data];
  const server = spawn(process.execPath, ['dist/server/cli.js', 'start', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout, 'data');
  const browser = await chromium.launch(findBrowser());
  try {
    return await weigh(await browser.newPage(), `http://127.0.0.1:${uiPort}/`);
  } finally {
    await browser.close();
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
    rmSync(data, { recursive: true });
  }
}

async function weigh(page: Page, address: string): Promise<number> {
  await page.addInitScript(noteFirstLesson);
  await page.goto(`${address}#/lesson/01-hello-world/1`);
  await page.waitForFunction(() => 'lessonShown' in window);
  const addresses = await page.evaluate(scriptsBeforeLesson);
  const sizes = await Promise.all(
    addresses.map(async (script) => {
      const size = gzipSync(await (await fetch(script)).text()).length / 1000;
      process.stderr.write(`${new URL(script).pathname}: ${size.toFixed(1)} kB\n`);
      return size;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** In the page: notes the time at which the Lesson region is there. */
function noteFirstLesson(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[aria-label="Lesson"]') === null) return;
    observer.disconnect();
    Object.assign(window, { lessonShown: performance.now() });
  });
  observer.observe(document, { subtree: true, childList: true });
}

/** In the page: the scripts that had been asked for by then. */
function scriptsBeforeLesson(): string[] {
  const { lessonShown } = window as unknown as { lessonShown: number };
  return performance
    .getEntriesByType('resource')
    .filter(({ name, startTime }) => /\.m?js$/.test(name) && startTime < lessonShown)
    .map(({ name }) => name);
}
