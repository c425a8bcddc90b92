import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Command } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';

test('without the native library the page and the lessons still open, and say why nothing is live', async () => {
  const clone = temporaryFolder();
  // The built program in a place that has no node_modules: koffi cannot be found.
  mkdirSync(join(clone, 'dist'));
  cpSync('dist/server', join(clone, 'dist/server'), { recursive: true });
  cpSync('dist/page', join(clone, 'dist/page'), { recursive: true });
  cpSync('package-lock.json', join(clone, 'package-lock.json'));
  cpSync('package.json', join(clone, 'package.json'));
  const data = temporaryFolder();
  const args = ['start', '--no-open', '--ui-port', '0', '--data', data];
  const start = new Command(args, {}, join(clone, 'dist/server/cli.js'));
  const [, page = ''] = await start.says(/page\s+(http:\/\/127\.0\.0\.1:\d+\/)/);
  await start.says(/live\s+not running: live sessions need the native library koffi/);

  const status = (await (await fetch(new URL('api/status', page))).json()) as object;
  expect(status).toMatchObject({ unavailable: expect.stringContaining('npm ci') as string });
  const lessons = (await (await fetch(new URL('lessons/index.json', page))).json()) as object[];
  expect(lessons).toHaveLength(12);
  start.kill('SIGINT');
  expect(await start.ended).toBe(0);
  expect(start.stderr).not.toMatch(/^\s+at /m);
});
