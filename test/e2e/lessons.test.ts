import { AxeBuilder } from '@axe-core/playwright';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { PAGE } from '../../server/paths.ts';
import { answerOf } from '../../src/course/grade.ts';
import type { CuedLesson, CuedQuestion } from '../../src/course/lesson.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { answer } from './answer.ts';
import { openPage, PATIENCE, startWirestep, useBrowser } from './open-page.ts';

useBrowser();

const folder = join(PAGE, 'lessons');
const LESSONS = readdirSync(folder)
  .filter((file) => /^\d\d-.*\.json$/.test(file))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CuedLesson);

const traceOf = ({ slug }: CuedLesson, name: string): Trace =>
  parseTrace(readFileSync(join(folder, `${slug}.${name}.trace.jsonl`))).trace;

function questionOf(step: CuedLesson['steps'][number]): CuedQuestion | undefined {
  for (const block of step.body) if (block.block === 'question') return block.question;
  return undefined;
}

/** All that a person could read or hear on the page. */
function everyWord(page: Page): Promise<string> {
  return page.evaluate(() => {
    const spoken = [...document.querySelectorAll('*')].flatMap((element) =>
      ['title', 'aria-label', 'aria-valuetext', 'aria-description', 'alt', 'placeholder'].map(
        (name) => element.getAttribute(name) ?? '',
      ),
    );
    return [document.body.innerText, document.body.textContent, ...spoken].join('\n');
  });
}

/** Sentences of what comes after a position and was not said before it. */
function hiddenSentences(trace: Trace, position: number): readonly string[] {
  const sentence = createSentences(trace);
  const said = Array.from({ length: position + 1 }, (_, at) => sentence(at)).join('\n');
  const later = Array.from({ length: trace.length - position - 1 }, (_, at) =>
    sentence(position + 1 + at),
  );
  return later.filter((one) => !said.includes(one));
}

async function violations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}

test('the course has its twelve lessons, in order', () => {
  expect(LESSONS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

describe.each(LESSONS)('$slug', (lesson) => {
  test.each(['right', 'wrong'] as const)(
    'is walked with the keyboard alone, answering %s, and hides each answer until then; axe finds nothing',
    { timeout: 240_000 },
    async (way) => {
      const { address } = await startWirestep();
      const colorScheme = way === 'right' ? 'light' : 'dark';
      const place = `${address}#/lesson/${lesson.slug}`;
      const { page, complaints, elsewhere } = await openPage(place, { colorScheme });
      const region = page.getByRole('region', { name: 'Lesson', exact: true });
      for (const [at, step] of lesson.steps.entries()) {
        await expect.poll(() => region.locator('h1').innerText(), PATIENCE).toBe(step.title);
        const question = questionOf(step);
        if (question !== undefined) {
          const trace = traceOf(lesson, step.recording);
          await region.getByRole('button', { name: 'Commit my answer' }).waitFor();
          const words = await everyWord(page);
          const hidden = hiddenSentences(trace, trace.positionOf(step.seq));
          expect(hidden.filter((sentence) => words.includes(sentence))).toEqual([]);
          const bars = region.getByRole('list', { name: /^Page/ }).locator('li');
          for (const [page, bar] of (await bars.all()).entries()) {
            if (page > at) expect(await bar.getAttribute('title')).toBe(`Page ${page + 1}`);
          }

          if (way === 'right') expect(await violations(page), `page ${at + 1}`).toEqual([]);
          const right = answerOf(trace, question);
          if (right === undefined) throw new Error(`nothing answers ${question.id}`);
          await answer(page, question, right, way);
          const verdict = way === 'right' ? 'Right' : 'Not what was recorded';
          await region.getByRole('group', { name: `Result: ${verdict}` }).waitFor(PATIENCE);
          if (way === 'wrong') expect(await violations(page), `page ${at + 1}`).toEqual([]);
        }
        await page.keyboard.press('PageDown');
      }
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    },
  );
});
