import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { CuedQuestion, LessonNode } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import WorksheetPage from '../../src/views/worksheet/WorksheetPage.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { oneMessage } from '../support/conversation.ts';
import { lesson, step } from '../support/lesson.ts';

const parsed = parseTrace(oneMessage().bytes());
const seq = parsed.trace.seqs[parsed.trace.ofKind('send')[0] ?? 0] ?? 0;
const p = (text: string): LessonNode => ({ tag: 'p', children: [text] });
const asked = { prompt: [p('What comes?')], reason: [p('The secret reason.')] };
const QUESTIONS: readonly CuedQuestion[] = [
  { ...asked, id: 'a', kind: 'number', fact: 'len', unit: 'bytes', answer: seq },
  { ...asked, id: 'b', kind: 'text', fact: 'text', answer: seq },
  {
    ...asked,
    id: 'c',
    kind: 'choice',
    answer: seq,
    options: [
      { label: 'it waits', conditions: {} },
      { label: '<img src=x onerror=alert(1)>', conditions: {} },
    ],
  },
  { ...asked, id: 'd', kind: 'bytes', cells: 64, answer: seq },
  {
    ...asked,
    id: 'e',
    kind: 'order',
    items: [
      { label: 'one', event: seq },
      { label: 'two', event: seq },
      { label: 'three', event: seq },
    ],
  },
  { ...asked, id: 'f', kind: 'point', at: 'line', answer: seq },
];
const LESSON = lesson(
  QUESTIONS.map((question, at) =>
    step({
      seq: seq + at,
      title: `Step ${at + 1}`,
      body: [{ block: 'question', question }],
      notes: { minutes: 2, nodes: [p('Wait for hands.')] },
    }),
  ),
);
const opened = {
  parsed,
  lesson: LESSON,
  name: 'main',
  dropped: false,
  lost: undefined,
  close: () => undefined,
};
const show = () =>
  render(WorksheetPage, {
    slug: '01-a',
    sources: { openLesson: () => Promise.resolve(opened) },
  });

afterEach(() => delete document.documentElement.dataset['theme']);

test('every kind of question has room to be answered, and no answer', async () => {
  const { container } = await show();
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(container.querySelectorAll('.cells span')).toHaveLength(64);
  expect(container.querySelectorAll('.circle')).toHaveLength(2);
  expect(container.querySelectorAll('.box')).toHaveLength(3);
  expect(container.querySelectorAll('.line')).toHaveLength(3);
  expect(container.textContent).not.toContain('secret reason');
  expect(container.querySelector('img')).toBeNull();
});

test('there is a line for the name and the date', async () => {
  const { container } = await show();
  await expect.element(page.getByText('Name')).toBeVisible();
  expect(container.querySelector('.who')?.textContent).toMatch(/Name.*Date/);
});

test('the teacher’s notes come only when they are asked for', async () => {
  const { container } = await show();
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(container.textContent).not.toContain('Wait for hands.');
  await page.getByRole('checkbox', { name: /teacher/ }).click();
  expect(container.textContent).toContain('2 min. Wait for hands.');
});

test('a lesson that does not come is said', async () => {
  const sources = { openLesson: () => Promise.reject(new Error('There is no such lesson.')) };
  await render(WorksheetPage, { slug: '01-a', sources });
  await expect.element(page.getByRole('alert')).toHaveTextContent('There is no such lesson.');
});

test.each(['light', 'dark'])('axe finds nothing on a worksheet, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  const { container } = await show();
  await page.getByRole('checkbox', { name: /teacher/ }).click();
  const { violations } = await axe.run(container);
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});
