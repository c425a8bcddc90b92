import { copyFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import {
  openPage,
  PATIENCE,
  RECORDED,
  startClass,
  startWirestep,
  useBrowser,
} from './open-page.ts';

/** The links of the start output, in a browser that has no cookie yet. */

useBrowser();

const roleOf = (page: Page): Promise<unknown> =>
  page.evaluate(async () => ((await (await fetch('api/status')).json()) as { role: unknown }).role);
const stranger = { stranger: true };

test('the presenter’s link works once; its token leaves address and history at once', async () => {
  const { address, command } = await startClass();
  // The helper has shown the printed one; only a terminal gets another: so the one of the hand-over.
  const presenter = await openPage(`${address}#/live`);
  const link = await presenter.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(new URL('api/live', location.href.replace('http', 'ws')).href);
        socket.onopen = () => socket.send('{"n":1,"type":"hand-over"}');
        socket.onmessage = ({ data }) => {
          if (typeof data !== 'string') return;
          const message = JSON.parse(data) as { type: string; link?: string };
          if (message.type === 'done') resolve(message.link ?? '');
        };
      }),
  );
  const { hash } = new URL(link);
  expect(hash).toMatch(/^#presenter=[\w-]{43}$/);

  const { page } = await openPage(address + hash, stranger);
  await expect.poll(() => roleOf(page), PATIENCE).toBe('presenter');
  expect(page.url()).not.toContain('presenter=');
  expect(await page.evaluate(() => history.length)).toBe(2);
  expect(await roleOf(presenter.page)).toBe('follower');

  const late = await openPage(address + hash, stranger);
  const alert = late.page.getByRole('alert');
  await expect.poll(() => alert.innerText(), PATIENCE).toMatch(/^This link is used up/);
  expect(late.page.url()).not.toContain('presenter=');
  await late.page.getByRole('button', { name: 'Open the page' }).click();
  await expect.poll(() => roleOf(late.page), PATIENCE).toBe('none');
  expect(command.stdout + command.stderr).not.toContain(hash.slice(11));
});

test('the join link makes a follower, who sees the live session and no other recording', async () => {
  const { data, join } = await startClass();
  const other = joinPath(data, `${RECORDED.hello}.trace.jsonl`);
  copyFileSync('test/recordings/hello.trace.jsonl', other);
  const { page } = await openPage(join, stranger);
  await expect.poll(() => roleOf(page), PATIENCE).toBe('follower');
  await expect.poll(() => page.url(), PATIENCE).toMatch(/#\/(live|recording\/)/);
  const statusOf = (path: string) =>
    page.evaluate(async (asked) => (await fetch(asked)).status, path);
  expect(await statusOf('api/recordings')).toBe(403);
  expect(await statusOf(`api/recordings/${RECORDED.hello}`)).toBe(403);
});

test('pasted into a page that is open already, a link works too', async () => {
  const { address, join } = await startClass();
  const { hash } = new URL(join);
  const { page } = await openPage(address, stranger);
  expect(await roleOf(page)).toBe('none');
  await page.evaluate((to) => (location.hash = to), hash);
  await expect.poll(() => roleOf(page).catch(() => 'on its way'), PATIENCE).toBe('follower');
  expect(page.url()).not.toContain('join=');
});

test('a stranger sees the lessons, and that recordings are the presenter’s', async () => {
  const { address } = await startWirestep('hello');
  const { page } = await openPage(`${address}#/recordings`, stranger);
  await expect.poll(() => page.getByText(/Only the presenter/).count(), PATIENCE).toBe(1);
  await page.goto(address);
  await expect
    .poll(() => page.getByRole('link', { name: /Hello/ }).count(), PATIENCE)
    .toBeGreaterThan(0);
});
