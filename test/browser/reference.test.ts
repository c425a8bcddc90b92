import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ErrorEntry, GlossaryEntry } from '../../src/course/reference.ts';
import Pages from '../../src/views/reference/Pages.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

const WORDS: readonly GlossaryEntry[] = [
  {
    term: 'end of stream',
    also: ['EOF'],
    meaning: 'Nothing more comes.',
    at: { slug: '08-a', page: 4 },
  },
  { term: 'header', also: ['headers'], meaning: 'The 64 bytes before each message.' },
];
const ERRORS: readonly ErrorEntry[] = [
  {
    title: 'Connection refused',
    python: 'ConnectionRefusedError',
    also: [],
    says: [],
    meaning: 'No program listens on this port.',
    remedy: 'Start the server first.',
    linux: { number: 111, name: 'ECONNREFUSED', text: 'Connection refused' },
    windows: { number: 10061, name: 'WSAECONNREFUSED', text: 'No connection could be made' },
    at: { slug: '09-wrong-door', page: 2 },
  },
  {
    title: 'The length is negative',
    python: 'ValueError',
    also: [],
    says: ['negative buffersize in recv'],
    meaning: 'The header holds a number below 0.',
    remedy: 'Check the number.',
  },
];
const sources = {
  glossary: () => Promise.resolve(WORDS),
  errors: () => Promise.resolve(ERRORS),
  openLesson: () => Promise.reject(new Error('no lesson here')),
};

afterEach(() => delete document.documentElement.dataset['theme']);

describe('the glossary', () => {
  test('the word that the address asks for is marked, in sight and in focus', async () => {
    await render(Pages, { link: { page: 'glossary', term: 'end-of-stream' }, sources });
    await expect.element(page.getByText('Nothing more comes.')).toBeVisible();
    expect(document.activeElement?.textContent).toContain('Nothing more comes.');
    await expect
      .element(page.getByRole('link', { name: 'See it in lesson 8, page 4' }))
      .toHaveAttribute('href', '#/lesson/08-a/4');
  });

  test('typing leaves the words that hold it', async () => {
    await render(Pages, { link: { page: 'glossary' }, sources });
    await userEvent.type(page.getByRole('searchbox'), 'eof');
    await expect.element(page.getByText('Nothing more comes.')).toBeVisible();
    await expect.element(page.getByText(/before each message/)).not.toBeInTheDocument();
    await expect.element(page.getByRole('status')).toHaveTextContent('Words found: 1');
  });
});

describe('the error finder', () => {
  test('a pasted line finds its entry: meaning, remedy and a moment', async () => {
    await render(Pages, { link: { page: 'errors' }, sources });
    await page.getByRole('textbox').fill('OSError: [WinError 10061] whatever stands here');
    await expect.element(page.getByRole('status')).toHaveTextContent('Found 1 error by the number');
    await expect.element(page.getByText('Start the server first.')).toBeVisible();
    await expect.element(page.getByText('Windows’ words')).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: /lesson 9, page 2/ }))
      .toHaveAttribute('href', '#/lesson/09-wrong-door/2');
    await expect.element(page.getByText('The length is negative')).not.toBeInTheDocument();
  });

  test('with nothing pasted all errors are there; what is unknown says how to ask', async () => {
    await render(Pages, { link: { page: 'errors' }, sources });
    await expect.element(page.getByText('All 2 errors')).toBeVisible();
    await page.getByRole('textbox').fill('NameError: name');
    await expect.element(page.getByText('Nothing found.')).toBeVisible();
    await expect.element(page.getByText(/Paste the last line/).last()).toBeVisible();
  });

  test('an address can ask for an error', async () => {
    await render(Pages, { link: { page: 'errors', find: 'ECONNREFUSED' }, sources });
    await expect.element(page.getByRole('textbox')).toHaveValue('ECONNREFUSED');
    await expect.element(page.getByText('Start the server first.')).toBeVisible();
  });
});

test('another word is shown without asking for the glossary again', async () => {
  let asked = 0;
  const glossary = () => (asked++, Promise.resolve(WORDS));
  const given = { ...sources, glossary };
  const { rerender } = await render(Pages, { link: { page: 'glossary' }, sources: given });
  await expect.element(page.getByText('Nothing more comes.')).toBeVisible();
  await rerender({ link: { page: 'glossary', term: 'header' } });
  await expect.poll(() => document.activeElement?.textContent).toContain('before each message');
  expect(asked).toBe(1);
});

test('what does not come is said, and asked for again', async () => {
  let asked = 0;
  const errors = () =>
    asked++ === 0 ? Promise.reject(new Error('Nobody answers.')) : Promise.resolve(ERRORS);
  await render(Pages, { link: { page: 'errors' }, sources: { ...sources, errors } });
  await expect.element(page.getByRole('alert')).toHaveTextContent('Nobody answers.');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByText('All 2 errors')).toBeVisible();
});

test.each(['light', 'dark'])('axe finds nothing, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  for (const link of [{ page: 'errors' }, { page: 'glossary', term: 'header' }] as const) {
    const { container, unmount } = await render(Pages, { link, sources });
    await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
    const { violations } = await axe.run(container);
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await unmount();
  }
});
