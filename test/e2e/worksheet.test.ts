import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildSite } from '../../server/build/site/build-site.ts';
import { PAGE } from '../../server/paths.ts';
import type { CuedLesson, LessonEntry } from '../../src/course/lesson.ts';
import { paragraphs, sentencesOf } from '../../src/course/plain.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startStaticHost } from '../support/static-host.ts';
import { openPage, useBrowser } from './open-page.ts';

useBrowser();

async function startSite(): Promise<string> {
  const out = join(temporaryFolder(), 'site');
  await buildSite({ page: PAGE, out, recordings: [] });
  const host = await startStaticHost(out, '/');
  onTestFinished(() => host.close());
  return host.address;
}

const index = readFileSync(join(PAGE, 'lessons/index.json'), 'utf8');
const lessons = JSON.parse(index) as readonly LessonEntry[];

test('each lesson prints on one or two sheets of A4, and nothing of the page but the sheet', async () => {
  const address = await startSite();
  const { page, complaints } = await openPage(address);
  for (const { slug, title } of lessons) {
    await page.evaluate((to) => (location.hash = to), `#/worksheet/${slug}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(`${slug}: ${pages}`).toMatch(/: [12]$/);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
  }
  expect(complaints).toEqual([]);
});

test('no worksheet says why an answer is right', async () => {
  const address = await startSite();
  const { page } = await openPage(address);
  for (const { slug, title } of lessons) {
    const lesson = JSON.parse(
      readFileSync(join(PAGE, `lessons/${slug}.json`), 'utf8'),
    ) as CuedLesson;
    await page.evaluate((to) => (location.hash = to), `#/worksheet/${slug}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const words = await page.locator('main').innerText();
    for (const { body } of lesson.steps) {
      for (const block of body) {
        if (block.block !== 'question') continue;
        const reasons = block.question.reason.flatMap(paragraphs).flatMap(sentencesOf);
        const long = reasons.filter((sentence) => sentence.length > 25);
        expect(long.filter((sentence) => words.includes(sentence))).toEqual([]);
      }
    }
  }
});
