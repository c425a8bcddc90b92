import { describe, expect, test } from 'vitest';
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

const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });
const moment = async (page: Page) =>
  (await playhead(page).getAttribute('aria-valuetext')) ?? undefined;
const sentence = (page: Page) =>
  page.getByRole('group', { name: 'Transport' }).getByRole('status').first().innerText();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The live recording of two clients of ours, the second of which splits its header. */
async function twoClients() {
  const started = await startWirestep();
  const first = await connected(started.port);
  first.write(frame('Hello World!'));
  await reply(first);
  const second = await connected(started.port);
  second.write('1');
  const { page } = await openPage(`${started.address}#/recordings`);
  await page.getByRole('link', { name: /live/ }).click();
  // The one byte is taken alone, and is a header of its own to the server.
  await expect.poll(() => terminalLines(page, 'server'), PATIENCE).toHaveLength(7);
  second.write(`2${' '.repeat(62)}`);
  first.write(frame('!DISCONNECT'));
  await reply(first);
  first.destroy();
  second.destroy();
  return { ...started, page };
}

async function reply(socket: Awaited<ReturnType<typeof connected>>): Promise<void> {
  await new Promise((resolve) => socket.once('data', resolve));
}

test('byte 12 is followed from the send that gave it to the recv that took it', async () => {
  const { address } = await startWirestep('hello');
  const { page, complaints } = await openPage(`${address}#/recording/${RECORDED.hello}?i=68`);
  await button(page, 'Last').click();
  await page.getByRole('button', { name: /^Byte 12:/ }).click();
  const inspector = page.getByRole('group', { name: 'Byte', exact: true });

  await inspector.getByRole('button', { name: 'to its send' }).click();
  expect(await sentence(page)).toMatch(/hands 64 bytes to the kernel/);
  expect(await page.getByRole('button', { name: /^Byte 12:.*not taken/ }).count()).toBe(1);

  await inspector.getByRole('button', { name: 'to its recv' }).click();
  expect(await sentence(page)).toMatch(/^Thread-1 got 64 bytes/);
  expect(await page.getByRole('button', { name: /^Byte 12:.*taken by recv #\d+/ }).count()).toBe(1);
  await expect.poll(() => page.url(), PATIENCE).toContain('byte=up.12');
  expect(complaints).toEqual([]);
});

test('the short read is found among all calls, and said in words', async () => {
  const { page } = await twoClients();
  await button(page, 'First').click();
  await button(page, 'Jump to').click();
  await page.getByRole('button', { name: 'Next recv that returned less than asked' }).click();
  await expect.poll(() => sentence(page), PATIENCE).toMatch(/got 1 byte of up to 64/);
  const row = page.getByRole('region', { name: 'Calls', exact: true }).locator('[aria-current]');
  expect(await row.innerText()).toMatch(/≤64.*got 1/s);
});

test('Thread-2 alone is stepped, forwards and backwards over the same events', async () => {
  const { page } = await twoClients();
  await button(page, 'First').click();
  await page.getByRole('combobox', { name: 'Step through' }).waitFor();
  await button(page, 'Last').click();
  await page.getByRole('button', { name: /^T2 Thread-2/ }).click();
  await page.getByRole('combobox', { name: 'Step through' }).selectOption('this thread only');
  await button(page, 'First').click();
  const there: (string | undefined)[] = [];
  for (;;) {
    await button(page, 'Forward').click();
    const now = await moment(page);
    if (now === there.at(-1)) break;
    expect(await sentence(page)).toMatch(/Thread-2|wirestep|^The |^Line |^Socket /);
    there.push(now);
  }
  expect(there.length).toBeGreaterThan(5);
  const back = [there.at(-1)];
  while (back.length < there.length) {
    await button(page, 'Back').click();
    back.push(await moment(page));
  }
  expect(back).toEqual(there.toReversed());
});

test('a shared link brings back all that was looked at', async () => {
  const { address } = await startWirestep('three');
  const { page } = await openPage(`${address}#/recording/${RECORDED.three}?i=111`);
  await page.getByRole('button', { name: 'Time scale' }).click();
  await page.getByRole('button', { name: 'Show the future' }).click();
  await page.getByRole('button', { name: 'TypeScript' }).click();
  await page.getByRole('combobox', { name: 'Step by' }).selectOption('call');
  await page.getByRole('button', { name: 'Pin MainThread' }).click();
  await button(page, 'Filter').click();
  await page.getByRole('checkbox', { name: 'recv', exact: true }).check();
  await page.keyboard.press('Escape');
  await button(page, 'Breakpoints').click();
  await page.getByRole('checkbox', { name: 'thread that died' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search the calls' }).fill('0d 0a');
  await button(page, 'Forward').click();
  const was = await moment(page);
  await expect.poll(() => page.url(), PATIENCE).toMatch(/find=/);
  await page.waitForTimeout(200);

  const other = (await openPage(page.url())).page;
  await expect.poll(() => moment(other), PATIENCE).toBe(was);
  const pressed = { pressed: true } as const;
  for (const name of ['Time scale', 'Show the future', 'TypeScript', 'Pin MainThread']) {
    expect(await other.getByRole('button', { name, ...pressed }).count(), name).toBe(1);
  }
  expect(await other.getByRole('combobox', { name: 'Step by' }).inputValue()).toBe('call');
  for (const name of ['Filter, on', 'Breakpoints, on']) {
    expect(await button(other, name).count(), name).toBe(1);
  }
  expect(await other.getByRole('searchbox', { name: 'Search the calls' }).inputValue()).toBe(
    '0d 0a',
  );
});

test('with the keyboard alone: a recording is opened, stepped, searched and left', async () => {
  const { address } = await startWirestep('three');
  const { page } = await openPage(`${address}#/recordings`);
  const start = page.locator(`a[href="#/recording/${RECORDED.three}"]`);
  await start.waitFor();
  for (let presses = 0; presses < 30; presses++) {
    if (await start.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await playhead(page).waitFor();
  const before = await moment(page);
  await page.keyboard.press('ArrowRight');
  expect(await moment(page)).not.toBe(before);
  await page.keyboard.press('ArrowLeft');
  expect(await moment(page)).toBe(before);

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').or(palette.getByRole('textbox')).first().waitFor();
  await page.keyboard.type('next new connection');
  await page.keyboard.press('Enter');
  await expect.poll(() => sentence(page), PATIENCE).toMatch(/^client-1 is connected/);
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count(), PATIENCE).toBe(0);
});

describe('390 px wide', () => {
  test('every view is a tab, nothing is wider than the screen, and a step stays in sight', async () => {
    const { address } = await startWirestep('hello');
    const viewport = { width: 390, height: 844 };
    const place = `${address}#/recording/${RECORDED.hello}?i=68`;
    const { page, complaints } = await openPage(place, { viewport });
    await playhead(page).waitFor();
    const tabs = page.getByRole('group', { name: 'Views' }).getByRole('button');
    const names = await tabs.allInnerTexts();
    expect(names).toEqual(['About', 'Threads', 'Bytes', 'Source', 'Calls', 'Terminals']);
    for (const name of names) {
      await tabs.filter({ hasText: name }).click();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, name).toBeLessThanOrEqual(0);
      expect(await playhead(page).isVisible(), name).toBe(true);
    }
    const before = await moment(page);
    await button(page, 'Forward').click();
    expect(await moment(page)).not.toBe(before);
    expect(complaints).toEqual([]);
  });
});

test('with reduced motion nothing moves by itself', async () => {
  const { address } = await startWirestep('hello');
  const place = `${address}#/recording/${RECORDED.hello}?i=68`;
  const { page } = await openPage(place, { reducedMotion: 'reduce' });
  await playhead(page).waitFor();
  for (let presses = 0; presses < 5; presses++) {
    await page.keyboard.press('ArrowRight');
    const moving = await page.evaluate(
      () => document.getAnimations().filter((one) => one.playState === 'running').length,
    );
    expect(moving).toBe(0);
  }
});
