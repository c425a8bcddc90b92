import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Page } from 'playwright';
import { connected, frame } from '../support/ports.ts';
import {
  openPage,
  PATIENCE,
  RECORDED,
  startWirestep,
  terminalLines,
  useBrowser,
} from './open-page.ts';

useBrowser();

/** Alerts that say something: the places for them are there before. */
const alerts = (page: Page) => page.getByRole('alert').filter({ hasText: /./ });

const LESSON = 'test/recordings/hello.trace.jsonl';

async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    },
    [name, text] as const,
  );
}

test('a live recording is in the list and grows on the page by itself', async () => {
  const { address, port } = await startWirestep();
  const { page, complaints } = await openPage(`${address}#/recordings`);
  await page.getByRole('link', { name: /live/ }).click();
  await expect.poll(() => terminalLines(page, 'server'), PATIENCE).toHaveLength(2);

  const client = await connected(port);
  client.write(frame('Hello World!'));
  await expect
    .poll(() => terminalLines(page, 'server'), PATIENCE)
    .toContainEqual(expect.stringContaining('Hello World!'));
  await expect.poll(() => page.getByText('Not recorded here').count(), PATIENCE).toBe(1);
  client.destroy();
  expect(complaints).toEqual([]);
});

test('a recording that cannot go on says so at once, at home and in its player', async () => {
  const { address, port, data } = await startWirestep();
  const home = await openPage(address);
  const player = await openPage(`${address}#/recordings`);
  await player.page.getByRole('link', { name: /live/ }).click();
  await player.page.getByRole('region', { name: 'Source' }).waitFor();
  for (const name of readdirSync(data)) rmSync(join(data, name));
  const client = await connected(port);
  for (const { page } of [home, player]) {
    const notice = page.getByText(/No recording: .*The programs go on\./);
    const said = (): Promise<number> => {
      client.write(frame('Is this recorded?'));
      return notice.count();
    };
    await expect.poll(said, PATIENCE).toBe(1);
  }
  client.destroy();
});

test('who looks at an earlier event of a live recording stays there', async () => {
  const { address, port } = await startWirestep();
  const { page } = await openPage(`${address}#/recordings`);
  await page.getByRole('link', { name: /live/ }).click();
  const slider = page.getByRole('slider', { name: 'Playhead' });
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  const [, rank, total] =
    /event (\d+) of (\d+)/.exec((await slider.getAttribute('aria-valuetext')) ?? '') ?? [];
  (await connected(port)).destroy();
  await expect.poll(() => slider.getAttribute('max'), PATIENCE).not.toBe(total);
  expect(await slider.getAttribute('aria-valuetext')).toMatch(new RegExp(`^event ${rank} of `));
});

test('a dropped trace opens in the same player and says that it has no link', async () => {
  const { address } = await startWirestep();
  const { page, complaints } = await openPage(address);
  await drop(page, 'mine.trace.jsonl', readFileSync(LESSON, 'utf8'));
  await page.getByRole('button', { name: 'Last', exact: true }).click();
  await expect.poll(() => terminalLines(page, 'client-1'), PATIENCE).toEqual(['Msg received']);
  expect(await page.getByText('it has no link').count()).toBe(1);
  await page.getByRole('link', { name: 'Lessons' }).click();
  await expect
    .poll(() => page.getByRole('link', { name: /Start lesson 1/ }).count(), PATIENCE)
    .toBe(1);
  expect(complaints).toEqual([]);
});

test('a damaged trace opens up to its damage and beyond, and names the line', async () => {
  const { address } = await startWirestep();
  const { page } = await openPage(address);
  const lines = readFileSync(LESSON, 'utf8').split('\n');
  lines[49] = '{"i":49,"t":';
  await drop(page, 'hurt.trace.jsonl', lines.join('\n'));
  await expect.poll(() => page.getByText(/line 50:/).count(), PATIENCE).toBe(1);
  expect(await page.getByRole('slider', { name: 'Playhead' }).count()).toBe(1);
});

test('what is no trace is refused with a sentence', async () => {
  const { address } = await startWirestep();
  const { page } = await openPage(address);
  await drop(page, 'cat.png', '\u0089PNG\r\n');
  await expect.poll(() => alerts(page).innerText(), PATIENCE).toMatch(/^cat\.png: byte 0: /);
});

test('a hostile trace is words: no markup, no escape sequence, no request', async () => {
  const { address } = await startWirestep();
  const { page, complaints, elsewhere } = await openPage(address);
  const evil =
    '<img src=http://203.0.113.1/x onerror=alert(1)>\\u001b[6n\\u001b]0;owned\\u0007\\u202e';
  const text = readFileSync(LESSON, 'utf8')
    .replaceAll('Msg received', evil.slice(0, 12))
    .replaceAll('[STARTING] server is starting...', evil)
    .replaceAll('"client-1"', `"${evil.replaceAll('\\u001b', '')}"`);
  await drop(page, 'evil.trace.jsonl', text);
  await page.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(async () => (await terminalLines(page, 'server')).join(''), PATIENCE)
    .toContain('␛[6n');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).toBe('Hello World! · wirestep');
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});

test('an unknown address and an unknown recording say so', async () => {
  const { address } = await startWirestep();
  const unknown = await openPage(`${address}#/nowhere/at/all`);
  await expect
    .poll(() => unknown.page.getByText('There is no such page').count(), PATIENCE)
    .toBe(1);
  const { page } = await openPage(`${address}#/recording/${'z'.repeat(22)}`);
  await expect.poll(() => alerts(page).count(), PATIENCE).toBe(1);
});

test('an address that is asked for is not written over by that of the moment before', async () => {
  const { address } = await startWirestep('hello');
  const { page } = await openPage(`${address}#/recording/${RECORDED.hello}?i=20`);
  await page.getByRole('region', { name: 'Source' }).waitFor();
  // Timers wait here until the test lets them run.
  await page.evaluate(() => {
    const late = new Map<number, () => void>();
    const setTimeout = (run: () => void): number => late.set(late.size, run).size - 1;
    const clearTimeout = (id: number): boolean => late.delete(id);
    Object.assign(window, { late, setTimeout, clearTimeout });
  });
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  const before = await playhead.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => playhead.getAttribute('aria-valuetext'), PATIENCE).not.toBe(before);
  // Nothing comes between the new address and the timers: the page has not heard of it yet.
  await page.evaluate(() => {
    location.hash = '#/recordings';
    const { late } = window as unknown as { late: ReadonlyMap<number, () => void> };
    for (const run of late.values()) run();
  });
  await expect
    .poll(() => page.getByRole('heading', { name: 'Recordings' }).count(), PATIENCE)
    .toBe(1);
  expect(new URL(page.url()).hash).toBe('#/recordings');
});
