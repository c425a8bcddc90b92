import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { LessonEntry } from '../../src/course/lesson.ts';
import type { Saving } from '../../src/views/home/home-state.svelte.ts';
import type { StatusReply } from '../../src/live/api.ts';
import { PLACE } from '../../src/export/page-file.ts';
import Home from '../../src/views/home/Home.svelte';
import { Keeping } from '../../src/views/home/keeping.svelte.ts';
import LiveCard from '../../src/views/home/LiveCard.svelte';
import Recordings from '../../src/views/home/Recordings.svelte';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { fakeSources } from '../support/fake-sources.ts';
import * as made from '../support/lesson.ts';

const lesson = (number: number, more: Partial<LessonEntry> = {}): LessonEntry =>
  made.entry({
    slug: `0${number}-a`,
    number,
    title: `About ${number}`,
    minutes: 15,
    steps: 4,
    short: number === 1,
    questions: 2,
    words: number === 2 ? 'a header of 64 bytes' : '',
    ...more,
  });
const COURSE = [lesson(1), lesson(2)];
const row = {
  id: 'a'.repeat(22),
  title: 'Mine',
  bytes: 900,
  started: '',
  live: false,
  ended: true,
};
const version = '0.1.0';

const status = Promise.resolve({ version, unavailable: 'koffi cannot load.' });
const show = (entries: readonly LessonEntry[] = COURSE, more: { readonly saving?: Saving } = {}) =>
  render(Home, { lessons: Promise.resolve(entries), status, progress: new Progress(), ...more });

const lessonParts = (slug: string) =>
  Promise.resolve({ template: PLACE, lesson: made.lesson([], { slug }), recordings: [] });

beforeEach(() => localStorage.clear());
afterEach(() => delete document.documentElement.dataset['theme']);

test('a newcomer begins lesson 1 with one click, on the one clear button', async () => {
  const { container } = await show();
  const link = page.getByRole('link', { name: /Start lesson 1/ });
  await expect.element(link).toHaveAttribute('href', '#/lesson/01-a/1');
  expect(container.querySelectorAll('.button.primary')).toHaveLength(1);
  await expect.element(page.getByText('koffi cannot load.')).toBeVisible();
});

test('a returning student sees where they left off, and how far they are in each lesson', async () => {
  const progress = new Progress();
  progress.visited('02-a', 3);
  progress.answer('02-a', 'how-many', { kind: 'number', value: 64 }, true);
  await show();
  await expect
    .element(page.getByRole('link', { name: 'Continue lesson 2, page 3' }))
    .toHaveAttribute('href', '#/lesson/02-a/3');
  await expect.element(page.getByText('3 of 4 pages seen, 1 of 2 answers right')).toBeVisible();
  await expect.element(page.getByText(/3 of 8 pages seen, 1 of 4 answers right/)).toBeVisible();
});

test('the short path is offered beside the whole course, and the choice is kept', async () => {
  const { unmount } = await show();
  await expect.element(page.getByRole('heading', { name: /About 2/ })).toBeVisible();
  await page.getByRole('radio', { name: /Short path.*1 lesson, 15 minutes/ }).click();
  await expect.element(page.getByRole('heading', { name: /About 2/ })).not.toBeInTheDocument();
  await unmount();
  await show();
  await expect.element(page.getByRole('radio', { name: /Short path/ })).toBeChecked();
});

test('a search goes through titles and text, and leads to the lesson', async () => {
  await show();
  await userEvent.type(page.getByRole('searchbox', { name: 'Search the lessons' }), 'header');
  await expect.element(page.getByText('1 lesson found', { exact: false })).toBeVisible();
  await expect
    .element(page.getByRole('link', { name: 'About 2', exact: true }))
    .toHaveAttribute('href', '#/lesson/02-a/1');
  await expect.element(page.getByRole('heading', { name: /About 1/ })).not.toBeInTheDocument();
});

test('own lessons stand apart; one that cannot be shown says why and is no link', async () => {
  const problem = 'lesson.md:3: a step needs a ::cue{…}';
  await show([
    ...COURSE,
    lesson(1, { slug: '01-mine', title: 'Mine', own: true }),
    lesson(2, { slug: '02-broken', title: 'Broken', own: true, problem }),
  ]);
  const own = page.getByRole('region', { name: 'Your own lessons' });
  await expect.element(own.getByRole('link', { name: 'Mine', exact: true })).toBeVisible();
  await expect.element(own.getByText(problem)).toBeVisible();
  await expect.element(own.getByRole('link', { name: /Broken/ })).not.toBeInTheDocument();
});

test('a lesson prints, and saves as one file where that can be done', async () => {
  const { unmount } = await show();
  await expect
    .element(page.getByRole('link', { name: /Print.*About 1/ }))
    .toHaveAttribute('href', '#/worksheet/01-a');
  await expect.element(page.getByRole('button', { name: /Save as/ })).not.toBeInTheDocument();
  await unmount();
  const saving = { ...fakeSources({ lessons: COURSE }), lessonParts };
  await show(COURSE, { saving });
  await page.getByRole('button', { name: /Save as one file.*About 2/ }).click();
  await expect
    .element(page.getByText('Saved as wirestep-02-a.html.', { exact: false }))
    .toBeVisible();
});

test('what cannot be saved is said', async () => {
  const refused = () => Promise.reject(new Error('This copy does not hold the page.'));
  await show(COURSE, { saving: { ...fakeSources({ lessons: COURSE }), lessonParts: refused } });
  await page.getByRole('button', { name: /Save as one file.*About 1/ }).click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('This copy does not hold');
});

test('byte lab, error finder and glossary are one click away', async () => {
  await show();
  for (const [name, href] of [
    [/^Byte lab/, '#/lab'],
    [/^Error finder/, '#/errors'],
    [/^Glossary/, '#/glossary'],
  ] as const) {
    await expect.element(page.getByRole('link', { name })).toHaveAttribute('href', href);
  }
});

describe('progress', () => {
  test('is forgotten only when that is asked and agreed to, and comes back', async () => {
    new Progress().visited('01-a', 2);
    await show();
    await page.getByRole('button', { name: /Save, load or reset/ }).click();
    await page.getByRole('button', { name: 'Reset…', exact: true }).click();
    await page.getByRole('button', { name: 'Keep them' }).click();
    expect(new Progress().seenOf('01-a')).toBe(2);
    await page.getByRole('button', { name: 'Reset…', exact: true }).click();
    await page.getByRole('button', { name: 'Forget everything' }).click();
    expect(new Progress().seenOf('01-a')).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(new Progress().seenOf('01-a')).toBe(2);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  test('a file of it is loaded; one that holds none is refused in words and changes nothing', async () => {
    const other = new Progress();
    other.visited('01-a', 3);
    const file = new Blob([other.toFile()]);
    localStorage.clear();
    const progress = new Progress();
    const keeping = new Keeping(progress);
    await keeping.load(new Blob(['holiday']));
    expect(keeping.failed).toBe('This file holds no progress of wirestep.');
    expect(progress.last).toBeUndefined();
    await keeping.load(file);
    expect([keeping.failed, progress.seenOf('01-a')]).toEqual(['', 3]);
  });

  test('the file that is saved can be loaded again', async () => {
    const saved: Blob[] = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (content) => (saved.push(content as Blob), create(content));
    try {
      const progress = new Progress();
      progress.visited('01-a', 3);
      new Keeping(progress).save();
      localStorage.clear();
      const again = new Progress();
      expect(again.fromFile((await saved[0]?.text()) ?? '')).toBeUndefined();
      expect(again.last).toEqual({ slug: '01-a', page: 3 });
    } finally {
      URL.createObjectURL = create;
    }
  });
});

test.each(['light', 'dark'])('axe finds nothing on the start page, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  new Progress().visited('01-a', 2);
  const own = lesson(2, { slug: '02-b', own: true, problem: 'No cue.' });
  // axe looks at the colours of words, and one digit is none.
  const { container } = await show([...COURSE, lesson(12), own], {
    saving: { ...fakeSources(), lessonParts },
  });
  await page.getByRole('button', { name: /Save, load or reset/ }).click();
  await page.getByRole('button', { name: 'Reset…', exact: true }).click();
  for (const part of [document.querySelector('dialog'), container]) {
    if (part === null) throw new Error('no dialog');
    const { violations } = await axe.run(part as HTMLElement);
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    document.querySelector('dialog')?.close();
  }
});

test('a missing list of lessons says why', async () => {
  const lessons = Promise.reject(new Error('wirestep does not answer.'));
  await render(Home, { lessons, status: Promise.resolve({ version }), progress: new Progress() });
  await expect.element(page.getByRole('alert')).toHaveTextContent('wirestep does not answer.');
});

test('no recordings yet: says how to make one', async () => {
  await render(Recordings, { rows: [] });
  await expect.element(page.getByText(/None yet/)).toBeVisible();
});

test('a static copy without recordings promises none', async () => {
  await render(Recordings, { rows: [], fixed: true });
  await expect.element(page.getByText('This copy holds no recordings')).toBeVisible();
  await expect.element(page.getByText(/None yet/)).not.toBeInTheDocument();
});

test('a live recording is marked, one that cannot be opened is no link', async () => {
  const rows = [
    { ...row, live: true },
    { ...row, id: 'b'.repeat(22), title: 'Broken', problem: 'No header.' },
  ];
  await render(Recordings, { rows });
  await expect.element(page.getByRole('link', { name: /Mine live/ })).toBeVisible();
  await expect.element(page.getByRole('link', { name: /Broken/ })).not.toBeInTheDocument();
});

test('titles are text, whatever they hold', async () => {
  await render(Recordings, { rows: [{ ...row, title: '<img src=x onerror=alert(1)>\u202e' }] });
  await expect.element(page.getByText('<img src=x onerror=alert(1)>‹U+202E›')).toBeVisible();
});

describe('the card of the live server', () => {
  const show = (status: Partial<StatusReply>) =>
    render(LiveCard, { status: Promise.resolve({ version, ...status }) });

  test('leads to what runs, as far as this page may see it', async () => {
    const live = { host: '127.0.0.1', port: 5050, title: 'Mine', recording: 'now' };
    await show({ role: 'presenter', live });
    await expect.element(page.getByText('127.0.0.1:5050')).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: 'Open Live' }))
      .toHaveAttribute('href', '#/live');
  });

  test('tells a stranger how to get in, and who may start it that nothing runs', async () => {
    const { unmount } = await show({ role: 'none' });
    await expect.element(page.getByText(/address that wirestep printed/)).toBeVisible();
    await unmount();
    await show({ role: 'presenter' });
    await expect.element(page.getByText('No server runs now.')).toBeVisible();
  });

  test('says why no server can run here', async () => {
    await show({ role: 'presenter', unavailable: 'No sockets on this machine.' });
    await expect.element(page.getByText('No sockets on this machine.')).toBeVisible();
    await expect.element(page.getByRole('link')).not.toBeInTheDocument();
  });
});
