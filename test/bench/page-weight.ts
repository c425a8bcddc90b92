import { gzipSync } from 'node:zlib';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page, type Response } from 'playwright';
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
  const loaded: Response[] = [];
  page.on('requestfinished', (request) => {
    void request.response().then((response) => response && loaded.push(response));
  });
  await page.goto(`${address}#/lesson/01-hello-world/1`);
  await page.getByRole('region', { name: 'Lesson' }).waitFor();
  const scripts = loaded.filter((each) => /\.m?js$/.test(new URL(each.url()).pathname));
  const sizes = await Promise.all(
    scripts.map(async (script) => {
      const size = gzipSync(await script.body()).length / 1000;
      process.stderr.write(`${new URL(script.url()).pathname}: ${size.toFixed(1)} kB\n`);
      return size;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
