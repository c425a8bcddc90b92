import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { CuedStep } from '../../src/course/lesson.ts';
import type { GlossaryEntry } from '../../src/course/reference.ts';
import { parseLink } from '../../src/replay/link.ts';
import { Layout } from '../../src/views/player/layout.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { lesson, paragraph, step } from '../support/lesson.ts';
import { parsed, seqOf } from '../support/questions.ts';

const HEADER: GlossaryEntry = {
  term: 'header',
  also: ['headers'],
  meaning: 'The 64 bytes before each message.',
  at: { slug: '03-a', page: 2 },
};

beforeEach(() => localStorage.clear());

async function open(given: Partial<CuedStep>, layout = new Layout()) {
  await page.viewport(1440, 900);
  const course = lesson([
    step({ seq: seqOf('recv.ret'), title: 'The page', ...given }),
    step({ seq: seqOf('recv', 2), title: 'The next', notes: { minutes: 4, nodes: [] } }),
  ]);
  const player = new PlayerState(parsed.trace, course, parseLink('#/lesson/01-a/1'));
  const glossary = (): Promise<readonly GlossaryEntry[]> => Promise.resolve([HEADER]);
  await render(Player, { player, parsed, layout, dropped: false, highlighted: [], glossary });
  return player;
}
const region = (name: string) => page.getByRole('region', { name, exact: true });
const term = (name: string, words: string): CuedStep['body'][number] => ({
  block: 'text',
  node: { tag: 'p', children: ['The ', { tag: 'term', term: name, children: [words] }, '.'] },
});

describe('a term', () => {
  test('is explained where it stands, reached and left by the keyboard', async () => {
    await open({ body: [term('headers', 'headers')] });
    const word = page.getByRole('button', { name: 'headers' });
    word.element().focus();
    await userEvent.keyboard('{Enter}');
    const meaning = page.getByRole('dialog', { name: 'What “headers” means' });
    await expect.element(meaning).toHaveTextContent('header: The 64 bytes before each message.');
    await expect.element(meaning).toHaveFocus();
    expect((await axe.run(document.body)).violations.map(({ id }) => id)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(meaning).not.toBeInTheDocument();
    await expect.element(word).toHaveFocus();
  });

  test('leads to the glossary and to the lesson that shows it', async () => {
    await open({ body: [term('header', 'header')] });
    await page.getByRole('button', { name: 'header', exact: true }).click();
    await expect
      .element(page.getByRole('link', { name: 'In the glossary' }))
      .toHaveAttribute('href', '#/glossary/header');
    await expect
      .element(page.getByRole('link', { name: 'See it in lesson 3, page 2' }))
      .toHaveAttribute('href', '#/lesson/03-a/2');
  });

  test('that the glossary lacks says so', async () => {
    await open({ body: [term('wire', 'wire')] });
    await page.getByRole('button', { name: 'wire', exact: true }).click();
    await expect.element(page.getByText('The glossary does not have “wire”.')).toBeVisible();
  });
});

describe('the text of a page', () => {
  test('has its stage, and asides set apart', async () => {
    await open({
      stage: 'modify',
      body: [paragraph('Text.'), { block: 'aside', title: 'Newlines', nodes: [] }],
    });
    await expect.element(region('Lesson')).toHaveTextContent(/Modify\s*The page/);
    await expect.element(page.getByRole('complementary', { name: 'Newlines' })).toBeVisible();
  });

  test('leads into the lab and into comparisons', async () => {
    await open({
      body: [
        { block: 'lab', preset: 'split-header', label: 'Split it' },
        { block: 'runs', left: 'main', right: '08-b.reset', label: 'Compare' },
      ],
    });
    await expect
      .element(page.getByRole('link', { name: 'Split it' }))
      .toHaveAttribute('href', '#/lab?preset=split-header');
    await expect
      .element(page.getByRole('link', { name: 'Compare' }))
      .toHaveAttribute('href', '#/compare/lesson/01-a.main/lesson/08-b.reset');
  });
});

describe('what a page points at', () => {
  test('is outlined and selected, and the next page lets go of it', async () => {
    const player = await open({
      highlight: { view: 'bytes', byte: { way: 'up', offset: 1 }, thread: 'Thread-1' },
    });
    await expect
      .element(page.getByRole('button', { name: /^Byte 1:/ }))
      .toHaveAttribute('aria-current', 'true');
    expect(document.querySelector('.pane.pointed')?.id).toBe('pane-bytes');
    expect(player.replay.thread).toBe(3);
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(() => player.byte).toBeUndefined();
    expect(player.replay.thread).toBeUndefined();
    expect(document.querySelector('.pane.pointed')).toBeNull();
  });
});

describe('views that a page does not show', () => {
  test('are neither panes nor tabs', async () => {
    await open({ show: ['lesson', 'bytes', 'terminals'] });
    await expect.element(region('Bytes')).toBeVisible();
    await expect.element(region('Source')).not.toBeInTheDocument();
    await page.viewport(390, 844);
    const tabs = page.getByRole('group', { name: 'Views' }).getByRole('button');
    await expect
      .poll(() => tabs.elements().map((tab) => tab.textContent))
      .toEqual(['Lesson', 'Bytes', 'Terminals']);
  });
});

describe('the presenter’s notes', () => {
  const notes = { minutes: 3, nodes: [{ tag: 'p', children: ['Let them vote.'] }] } as const;

  test('are there at presenter scale only, closed until they are asked for', async () => {
    const layout = new Layout();
    await open({ notes }, layout);
    expect(page.getByRole('region', { name: 'Presenter’s notes' }).query()).toBeNull();
    layout.presenter = true;
    const shown = page.getByRole('region', { name: 'Presenter’s notes' });
    await expect.element(shown).toHaveTextContent('3 min, 3 of 7 min after this page');
    expect(document.body.textContent).not.toContain('Let them vote.');
    await shown.getByRole('button').click();
    await expect.element(page.getByText('Let them vote.')).toBeVisible();
    layout.presenter = false;
  });
});
