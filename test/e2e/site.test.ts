import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { buildSite } from '../../server/build/site/build-site.ts';
import { PAGE } from '../../server/paths.ts';
import { writeTrace } from '../data/trace-files.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startStaticHost } from '../support/static-host.ts';
import { walkPages } from './lesson-pages.ts';
import { openPage, PATIENCE, terminalLines, useBrowser } from './open-page.ts';

useBrowser();

const PATH = '/course/sub%20path/wirestep/';
const RECORDING = readFileSync('test/recordings/three.trace.jsonl', 'utf8');

/** A site with the given recordings on a host of its own; stopped when the test ends. */
async function startSite(recordings: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const entries = Object.entries(recordings);
  for (const [id, text] of entries) await writeTrace(folder, text, id);
  const out = join(folder, 'site');
  await buildSite({ page: PAGE, out, recordings: entries.length > 0 ? [folder] : [] });
  const host = await startStaticHost(out, PATH);
  onTestFinished(() => host.close());
  return { address: host.address };
}

const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });

test('a lesson is walked, and nothing is asked for out of the folder, least of all a server', async () => {
  const { address } = await startSite();
  const { page, complaints, elsewhere } = await openPage(address);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.getByRole('link', { name: /Start lesson 1/ }).click();
  await walkPages(page);
  await expect.poll(() => terminalLines(page, 'client-1'), PATIENCE).toEqual(['Msg received']);
  await page.getByRole('button', { name: 'First', exact: true }).click();
  await expect
    .poll(() => playhead(page).getAttribute('aria-valuetext'), PATIENCE)
    .toMatch(/^event 0 of/);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.filter((url) => /\/api\/|^wss?:/.test(url))).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});

test('home says that nothing runs here and what to do, as a fact and not as an error', async () => {
  const { address } = await startSite();
  const { page } = await openPage(address);
  const words = 'This is a static copy: to run the programs yourself, install wirestep.';
  await expect.poll(() => page.getByText(words).count(), PATIENCE).toBe(1);
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('link', { name: 'recordings', exact: true }).click();
  await expect.poll(() => page.getByText('This copy holds no recordings').count()).toBe(1);
});

test('a recording is in the list and opens, as does one whose writer died', async () => {
  const cut = RECORDING.split('\n').slice(0, 40).join('\n') + '\n';
  const { address } = await startSite({ 'Lab-1': RECORDING, cut_short: cut });
  const { page, complaints, elsewhere } = await openPage(`${address}#/recordings`);
  await expect.poll(() => page.getByText(/not closed/).count(), PATIENCE).toBe(1);
  expect(await page.locator('a[href="#/recording/cut_short"]').count()).toBe(1);
  await page.locator('a[href="#/recording/Lab-1"]').click();
  await playhead(page).waitFor();
  await page.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(async () => (await terminalLines(page, 'server')).at(-1), PATIENCE)
    .toMatch(/!DISCONNECT$/);
  await page.goto(`${address}#/recording/cut_short`);
  await expect
    .poll(() => playhead(page).getAttribute('aria-valuetext'), PATIENCE)
    .toMatch(/^event (\d+) of \1$/);
  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
});

test.each(['#/recording/mine', '#/recording/mine?i=30'])(
  'the deep link %s opens, and the address of a moment in it brings that moment back',
  async (place) => {
    const { address } = await startSite({ mine: RECORDING });
    const { page, complaints } = await openPage(address + place);
    await playhead(page).waitFor();
    const before = await playhead(page).getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowRight');
    const moment = (await playhead(page).getAttribute('aria-valuetext')) ?? '';
    expect(moment).not.toBe(before);
    await expect.poll(() => page.url(), PATIENCE).not.toBe(address + place);
    await expect.poll(() => page.url(), PATIENCE).toMatch(/[?&]i=\d+/);
    await page.waitForTimeout(200);
    const again = await openPage(page.url());
    await expect
      .poll(() => playhead(again.page).getAttribute('aria-valuetext'), PATIENCE)
      .toBe(moment);
    expect([...complaints, ...again.complaints]).toEqual([]);
  },
);

test('the deep link of a comparison opens both', async () => {
  const cut = RECORDING.split('\n').slice(0, 60).join('\n') + '\n';
  const { address } = await startSite({ whole: RECORDING, mine: cut });
  const place = '#/compare/recording/whole/recording/mine';
  const { page, complaints, elsewhere } = await openPage(address + place);
  await expect.poll(() => page.getByText(/first difference/i).count(), PATIENCE).toBeGreaterThan(0);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
});

test('what the copy does not hold is said in words', async () => {
  const { address } = await startSite();
  const { page } = await openPage(`${address}#/recording/nowhere`);
  await expect
    .poll(() => page.getByText(/This copy does not hold the recording nowhere/).count(), PATIENCE)
    .toBe(1);
});

test('a dropped file opens, parsed by a worker that the policy of the page lets run', async () => {
  const { address } = await startSite();
  const { page, complaints } = await openPage(address);
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'mine.trace.jsonl'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  }, RECORDING);
  await playhead(page).waitFor();
  expect(complaints).toEqual([]);
});

test('the policy of the page holds: no script or markup from text, no other host', async () => {
  const { address } = await startSite();
  const { page } = await openPage(address);
  await page.locator('main').waitFor();
  const refused = await page.evaluate(async () => {
    const broken: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      broken.push(effectiveDirective),
    );
    const attempts = [
      () => document.body.append(Object.assign(document.createElement('script'), { text: '1' })),
      () => Object.assign(document.body, { [`inner${'HTML'}`]: '<b>owned</b>' }),
      () => fetch('http://203.0.113.1/'),
    ];
    let failed = 0;
    for (const attempt of attempts) {
      await new Promise((resolve) => resolve(attempt())).catch(() => (failed += 1));
    }
    await new Promise((resolve) => setTimeout(resolve));
    return { broken, failed };
  });
  expect(refused.failed).toBe(3);
  expect(refused.broken).toEqual(
    expect.arrayContaining(['require-trusted-types-for', 'connect-src']),
  );
});

test.each(['light', 'dark'] as const)('axe finds nothing in a site, %s', async (colorScheme) => {
  const { address } = await startSite({ mine: RECORDING });
  for (const place of ['#/', '#/recordings', '#/lesson/01-hello-world/5', '#/recording/nowhere']) {
    const { page } = await openPage(address + place, { colorScheme });
    await page.locator('main').waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    expect(found.map((line) => `${place} ${line.slice(0, 160)}`)).toEqual([]);
  }
});
