import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { buildSite } from '../../server/build/site/build-site.ts';
import { PAGE } from '../../server/paths.ts';
import type { CuedLesson, LessonEntry } from '../../src/course/lesson.ts';
import { writeLessonPage } from '../../src/sources/page-file.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startStaticHost } from '../support/static-host.ts';
import { openPage, PATIENCE, startWirestep, terminalLines, useBrowser } from './open-page.ts';

useBrowser();

const SLUG = '01-hello-world';

/** Saves a lesson with the button of the start page; where the file lies. */
async function saveLesson(address: string, title: RegExp): Promise<string> {
  const { page } = await openPage(address);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: title }).click();
  const saved = await download;
  const path = join(temporaryFolder(), saved.suggestedFilename());
  await saved.saveAs(path);
  return path;
}

/** The file of the first lesson, made from the built page. */
async function lessonFile(change = (html: string) => html): Promise<string> {
  const json = (name: string) => JSON.parse(readFileSync(join(PAGE, name), 'utf8'));
  const lesson = json(`lessons/${SLUG}.json`) as CuedLesson;
  const html = await writeLessonPage(
    readFileSync(join(PAGE, 'single.html'), 'utf8'),
    { lesson, entry: (json('lessons/index.json') as readonly LessonEntry[])[0] as LessonEntry },
    lesson.recordings.map(({ name }) => ({
      name,
      bytes: readFileSync(join(PAGE, `lessons/${SLUG}.${name}.trace.jsonl`)),
    })),
  );
  const path = join(temporaryFolder(), 'lesson.html');
  writeFileSync(path, change(html));
  return path;
}

/** A file of the disk in a browser without any network. */
function openFile(path: string, hash = '') {
  return openPage(pathToFileURL(path).href + hash, { offline: true });
}

const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });
const goTo = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

test('a saved lesson opens from the disk with no network, and is walked to its end', async () => {
  const { address } = await startWirestep();
  const path = await saveLesson(address, /Save as one file.*Hello World!/);
  expect(path).toMatch(/wirestep-01-hello-world\.html$/);
  const { page, complaints, elsewhere } = await openFile(path);
  await page.getByRole('region', { name: 'Lesson', exact: true }).waitFor();
  const next = page.getByRole('button', { name: 'Next page' });
  const skip = page.getByRole('button', { name: /^Skip/ });
  for (let pages = 0; pages < 30; pages++) {
    if ((await skip.count()) > 0) await skip.first().click();
    if ((await next.count()) === 0) break;
    await next.click();
  }
  for (const view of ['Lesson', 'Threads and calls', 'Bytes', 'Source', 'Calls']) {
    await page.getByRole('region', { name: view, exact: true }).waitFor();
  }
  await page.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(() => terminalLines(page, 'client-1'), PATIENCE)
    .toEqual(expect.arrayContaining(['Msg received']));
  expect(complaints).toEqual([]);
  expect(elsewhere.filter((asked) => !asked.startsWith('data:'))).toEqual([]);
});

test('glossary, error finder, worksheet and comparison work in the file; what needs a server says so', async () => {
  const path = await lessonFile();
  const { page, complaints } = await openFile(path, '#/');
  await page.getByText(/This file holds one lesson and no server/).waitFor();
  expect(await page.getByRole('button', { name: /Save as one file/ }).count()).toBe(0);
  await goTo(page, '#/glossary');
  await page.getByRole('heading', { name: 'Glossary' }).waitFor();
  await goTo(page, '#/errors?find=10061');
  await page.getByText('Found 1 error by the number').waitFor();
  await goTo(page, '#/worksheet/01-hello-world');
  await page.getByRole('button', { name: 'Print' }).waitFor();
  await goTo(page, '#/compare/lesson/01-hello-world/lesson/01-hello-world');
  await page.getByText(/Two recordings side by side/i).waitFor();
  await goTo(page, '#/lesson/02-three-messages/1');
  await page.getByText('This file holds one lesson and nothing else.').waitFor();
  expect(complaints).toEqual([]);
});

test('the address of a moment brings that moment back, and progress is kept', async () => {
  const path = await lessonFile();
  const { page } = await openFile(path, '#/lesson/01-hello-world/1');
  await expect.poll(() => page.url(), PATIENCE).toMatch(/[?&]i=\d+/);
  const before = page.url();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.url(), PATIENCE).not.toBe(before);
  const moment = await playhead(page).getAttribute('aria-valuetext');
  await page.reload();
  await expect.poll(() => playhead(page).getAttribute('aria-valuetext'), PATIENCE).toBe(moment);
  await goTo(page, '#/');
  await page.getByRole('link', { name: /Continue lesson 1, page 1/ }).waitFor();
});

test('a lesson is saved from a web site too', async () => {
  const folder = temporaryFolder();
  await buildSite({ page: PAGE, out: join(folder, 'site'), recordings: [] });
  const host = await startStaticHost(join(folder, 'site'), '/course/');
  onTestFinished(() => host.close());
  const path = await saveLesson(host.address, /Save as one file.*Three messages/);
  const { page, complaints } = await openFile(path);
  await page.getByRole('region', { name: 'Lesson', exact: true }).waitFor();
  expect(page.url()).toContain('#/lesson/02-three-messages');
  expect(complaints).toEqual([]);
});

test('the file lets no script in but its own, and asks for nothing', async () => {
  // As if somebody had found a way to put markup into it.
  const path = await lessonFile((html) => {
    expect(html).not.toMatch(/<(script|link|img)[^>]*(src|href)="(?!data:)/);
    return html.replace('<div id="app">', '<script>window.owned = 1</script>$&');
  });
  const { page, complaints } = await openFile(path);
  await page.getByRole('region', { name: 'Lesson', exact: true }).waitFor();
  expect(await page.evaluate(() => 'owned' in window)).toBe(false);
  expect(complaints.join()).toMatch(/Content Security Policy/);
  const failed = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'came',
      () => 'refused',
    ),
  );
  expect(failed).toBe('refused');
});

test.each(['light', 'dark'] as const)('axe finds nothing in the file, %s', async (colorScheme) => {
  const path = await lessonFile();
  const { page } = await openPage(pathToFileURL(path).href, { offline: true, colorScheme });
  await page.getByRole('region', { name: 'Lesson', exact: true }).waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
});
