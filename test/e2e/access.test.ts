import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { openPage, RECORDED, startWirestep, useBrowser } from './open-page.ts';

useBrowser();

const PLACES = [
  '#/',
  '#/recordings',
  '#/lesson/01-hello-world/1',
  `#/recording/${RECORDED.hello}?i=68`,
  `#/recording/${RECORDED.three}`,
  '#/lab',
  '#/glossary',
  '#/errors',
  '#/worksheet/03-sixty-four-bytes',
  '#/nowhere',
];
const SIZES = [
  { width: 1366, height: 768 },
  { width: 360, height: 740 },
];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(SIZES)('axe finds nothing at $width × $height', async (viewport) => {
    const { address } = await startWirestep('hello', 'three');
    const found: string[] = [];
    for (const place of PLACES) {
      const { page } = await openPage(address + place, { colorScheme, viewport });
      await page.locator('main').waitFor();
      await page.waitForTimeout(400);
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) {
        found.push(...nodes.map(({ html }) => `${place} ${id}: ${html.slice(0, 160)}`));
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${place} is ${wide} px too wide`);
    }
    expect(found).toEqual([]);
  });
});

test.each(['hello', 'three'] as const)(
  'at 1366 × 768 ten source lines can be seen at every call of %s',
  async (name) => {
    const { address } = await startWirestep(name);
    const viewport = { width: 1366, height: 768 };
    const { page } = await openPage(`${address}#/recording/${RECORDED[name]}?i=1&by=call`, {
      viewport,
    });
    const slider = page.getByRole('slider', { name: 'Playhead' });
    let was: string | undefined;
    for (;;) {
      // A thread that has not run a line yet has none to show.
      for (const lines of await page.getByLabel('Lines').all()) {
        expect(await lines.evaluate((element) => element.clientHeight)).toBeGreaterThanOrEqual(200);
      }
      const now = (await slider.getAttribute('aria-valuetext')) ?? '';
      if (now === was) break;
      was = now;
      await page.keyboard.press('ArrowRight');
    }
  },
);

test('no text is smaller than 12 px', async () => {
  const { address } = await startWirestep('hello');
  const { page } = await openPage(`${address}#/recording/${RECORDED.hello}?i=73`);
  await page.waitForTimeout(500);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) =>
        [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
        ),
      )
      .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 12)
      .map((element) => element.outerHTML.slice(0, 100)),
  );
  expect(small).toEqual([]);
});

test('everything is reached by keyboard, and the switch turns single keys off', async () => {
  const { address } = await startWirestep('three');
  const { page } = await openPage(`${address}#/recording/${RECORDED.three}?i=68`);
  const slider = page.getByRole('slider', { name: 'Playhead' });
  const value = () => slider.getAttribute('aria-valuetext');
  const before = await value();
  await page.keyboard.press('ArrowRight');
  expect(await value()).not.toBe(before);
  const large = page.getByRole('banner').getByRole('button', { name: 'Presenter scale' });
  const isLarge = () => large.getAttribute('aria-pressed');
  await page.keyboard.press('p');
  expect(await isLarge()).toBe('true');
  await page.keyboard.press('p');

  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /Single-key shortcuts/ }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  expect(await isLarge()).toBe('false');
  await page.keyboard.press('ArrowLeft');
  expect(await value()).toBe(before);

  const reached = new Set<string>();
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    const within = await page.evaluate(() => {
      const names: string[] = [];
      for (let at = document.activeElement; at; at = at.parentElement)
        names.push(at.getAttribute('aria-label') ?? '');
      return names;
    });
    for (const name of within) reached.add(name);
  }
  for (const name of ['First', 'Forward', 'Playhead', 'Lines', 'List of calls']) {
    expect(reached).toContain(name);
  }
});

test('the chosen theme is kept and outdoes the system', async () => {
  const { address } = await startWirestep();
  const { page } = await openPage(address, { colorScheme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe('rgb(246, 247, 249)');
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
  expect(await background()).toBe('rgb(14, 17, 22)');
  await page.reload();
  expect(await background()).toBe('rgb(14, 17, 22)');
});
