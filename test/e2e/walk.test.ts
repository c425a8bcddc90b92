import { describe, expect, test } from 'vitest';
import { openPage, PATIENCE, startWirestep, terminalLines, useBrowser } from './open-page.ts';

useBrowser();

const ADDRESS = /\('127\.0\.0\.1', \d+\)/g;
const plain = (lines: readonly string[]) => lines.map((line) => line.replace(ADDRESS, 'ADDRESS'));
const START = ['[STARTING] server is starting...', '[LISTENING] Server is listening on 127.0.0.1'];
/** Two threads print these: in either order. */
const CONNECTED = ['[NEW CONNECTION] ADDRESS connected.', '[ACTIVE CONNECTIONS] 1'];

const LESSONS = [
  {
    slug: '01-hello-world',
    server: ['[ADDRESS] Hello World!'],
    client: ['Msg received'],
  },
  {
    slug: '02-three-messages',
    server: [
      '[ADDRESS] Hello World!',
      '[ADDRESS] Hello World Second Message!',
      '[ADDRESS] Hello World Third Message!',
      '[ADDRESS] !DISCONNECT',
    ],
    client: Array<string>(4).fill('Msg received'),
  },
];

describe.each(LESSONS)('$slug', ({ slug, server, client }) => {
  test('is walked event by event, there and back, and ends with its transcript', async () => {
    const { address } = await startWirestep();
    const { page, complaints, elsewhere } = await openPage(`${address}#/lesson/${slug}`);
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await page.getByRole('button', { name: 'First', exact: true }).click();
    const total = Number(await slider.getAttribute('max'));
    expect(total).toBeGreaterThan(50);
    for (let rank = 1; rank <= total; rank++) {
      await page.getByRole('button', { name: 'Forward', exact: true }).click();
      expect(await slider.getAttribute('aria-valuetext')).toBe(`event ${rank} of ${total}`);
    }

    await expect.poll(() => terminalLines(page, 'client-1'), PATIENCE).toEqual(client);
    const lines = plain(await terminalLines(page, 'server'));
    expect(lines.slice(0, 2)).toEqual(START);
    expect(lines.slice(2, 4).toSorted()).toEqual(CONNECTED.toSorted());
    expect(lines.slice(4)).toEqual(server);

    for (let rank = total - 1; rank >= 0; rank--) await page.keyboard.press('ArrowLeft');
    await expect
      .poll(() => slider.getAttribute('aria-valuetext'), PATIENCE)
      .toBe(`event 0 of ${total}`);
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  test('every page shows its own event, and its link brings back the same moment', async () => {
    const { address } = await startWirestep();
    const { page } = await openPage(`${address}#/lesson/${slug}`);
    const slider = page.getByRole('slider', { name: 'Playhead' });
    const next = page.getByRole('button', { name: 'Next page' });
    const titles = new Set<string>();
    for (;;) {
      titles.add(await page.getByRole('region', { name: 'Lesson' }).locator('h1').innerText());
      if ((await next.count()) === 0) break;
      await next.click();
    }
    expect(titles.size).toBeGreaterThan(9);

    await page.keyboard.press('ArrowLeft');
    const moment = await slider.getAttribute('aria-valuetext');
    await expect.poll(() => page.url(), PATIENCE).toMatch(/\/\d+\?i=\d+/);
    await page.waitForTimeout(200);
    const again = await openPage(page.url());
    const restored = again.page.getByRole('slider', { name: 'Playhead' });
    await expect.poll(() => restored.getAttribute('aria-valuetext'), PATIENCE).toBe(moment);
  });
});
