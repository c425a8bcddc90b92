import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePerfetto } from '../../src/export/perfetto.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startStaticHost } from '../support/static-host.ts';
import { emptyPage, useChromium } from './chromium.ts';
import { golden, partOfTrace, textOf } from './parts.ts';

useChromium();

test('speedscope opens a timeline, with a profile for each thread', async () => {
  const folder = temporaryFolder();
  cpSync('node_modules/speedscope/dist/release', folder, { recursive: true });
  writeFileSync(join(folder, 'trace.json'), textOf(writePerfetto(partOfTrace(golden()))));
  const host = await startStaticHost(folder, '/', { compress: false });
  try {
    const page = await emptyPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (said) => {
      // It says so of rows that do not nest, or end what has not begun.
      if (/^(warn|err)/.test(said.type()) && /event|trace|stack/i.test(said.text()))
        problems.push(said.text());
    });
    page.on('dialog', (dialog) => {
      problems.push(dialog.message());
      void dialog.dismiss();
    });
    const address = encodeURIComponent(`${host.address}trace.json`);
    await page.goto(`${host.address}#profileURL=${address}`);
    await page.getByText('server (pid 1), MainThread (tid 1) (1/6)').click();
    for (const thread of [
      'server (pid 1), Thread-1 (tid 3)',
      'server (pid 1), Thread-2 (tid 4)',
      'server (pid 1), Thread-3 (tid 6)',
      'client-1 (pid 2), client-1 (tid 2)',
      'client-2 (pid 3), client-2 (tid 5)',
    ]) {
      await page.getByText(thread).waitFor();
    }
    expect(problems).toEqual([]);
  } finally {
    host.close();
  }
});
