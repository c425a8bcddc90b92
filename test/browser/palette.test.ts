import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { LiveState } from '../../src/views/live/live-state.svelte.ts';
import { Layout } from '../../src/views/player/layout.svelte.ts';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import Help from '../../src/views/shell/help/Help.svelte';
import type { Reach } from '../../src/views/shell/palette/page-actions.ts';
import Palette from '../../src/views/shell/palette/Palette.svelte';
import { Settings } from '../../src/views/shell/settings.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { fakeLive } from '../support/fake-live.ts';
import { fakeSources } from '../support/fake-sources.ts';
import { entry } from '../support/lesson.ts';

const ID = 'a'.repeat(22);
const lesson = entry({ title: 'Hello', summary: 'First.' });
const row = { id: 'b'.repeat(22), title: 'Other', bytes: 9, started: '', live: false, ended: true };

async function open(hash = `#/recording/${ID}?i=20`) {
  const app = new AppState(fakeSources({ lessons: [lesson], rows: [row] }));
  await app.go(hash);
  await app.news.askRows();
  const asked: string[] = [];
  const reach: Reach = {
    app,
    live: new LiveState(fakeLive()),
    settings: new Settings(),
    layout: new Layout(),
    show: (which) => asked.push(which),
    openFile: () => asked.push('file'),
    share: () => asked.push('share'),
  };
  const { unmount } = await render(Palette, { reach, onclose: () => asked.push('closed') });
  return { app, reach, asked, unmount, replay: app.opened?.player.replay };
}

const query = page.getByRole('combobox', { name: 'Find a command' });
const front = () => document.querySelector('[aria-selected="true"] .title')?.textContent;

beforeEach(() => {
  localStorage.clear();
  history.replaceState(undefined, '', '#/');
});
afterEach(() => {
  localStorage.clear();
  delete document.documentElement.dataset['scale'];
  delete document.documentElement.dataset['theme'];
});

describe('the palette, by keyboard alone', () => {
  test('has the focus when it opens, and Enter takes the best answer', async () => {
    const { replay, asked } = await open();
    await expect.element(query).toHaveFocus();
    await userEvent.keyboard('last ev{Enter}');
    expect(replay?.rank).toBe(replay?.count);
    await expect.poll(() => asked).toEqual(['closed']);
  });

  test('arrows choose; the chosen one is told to screen readers', async () => {
    await open();
    await userEvent.keyboard('theme{ArrowDown}{ArrowDown}');
    expect(front()).toBe('Theme: dark');
    const chosen = document.querySelector('[aria-selected="true"]');
    await expect.element(query).toHaveAttribute('aria-activedescendant', chosen?.id ?? '?');
    await userEvent.keyboard('{ArrowDown}');
    expect(front()).toBe('Theme: system');
  });

  test('Escape closes it and does nothing; the focus is where it was', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const { replay, asked } = await open();
    const rank = replay?.rank;
    await userEvent.keyboard('last{Escape}');
    await expect.poll(() => asked).toEqual(['closed']);
    expect(replay?.rank).toBe(rank);
    expect(document.activeElement).toBe(button);
    button.remove();
  });

  test('what nothing is called is said', async () => {
    await open();
    await userEvent.keyboard('xyzzy');
    await expect.element(page.getByText('Nothing is called “xyzzy”.')).toBeVisible();
  });
});

describe('what it can do', () => {
  test('an event by its rank', async () => {
    const { replay } = await open();
    await userEvent.keyboard('event 5{Enter}');
    expect(replay?.rank).toBe(5);
  });

  test('a moment: the last event that has happened by then', async () => {
    const { replay } = await open();
    await userEvent.keyboard('0.2 ms{Enter}');
    expect(replay?.event?.at).toBeLessThanOrEqual(200_000);
    replay?.forward('event');
    expect(replay?.event?.at).toBeGreaterThan(200_000);
  });

  test('#31 goes to the event of that number', async () => {
    const { replay } = await open();
    await userEvent.keyboard('#31{Enter}');
    expect(replay?.event?.seq).toBe(31);
  });

  test('a thread by its name', async () => {
    const { replay } = await open();
    await userEvent.keyboard('select thread-1{Enter}');
    expect(replay?.thread).toBe(3);
  });

  test('a ready-made jump', async () => {
    const { replay } = await open();
    await userEvent.keyboard('next less than asked{Enter}');
    expect(replay?.event?.kind).toBe('recv.ret');
  });

  test('scale, language, presenter scale, theme', async () => {
    const { app, reach, unmount } = await open();
    const run = async (name: string) => {
      await query.fill(name);
      await userEvent.keyboard('{Enter}');
      document.querySelector('dialog')?.showModal();
    };
    await run('real time');
    await run('source in typescript');
    await run('presenter scale');
    await run('theme dark');
    expect(app.opened?.player.look).toMatchObject({ scale: 'time', language: 'typescript' });
    expect([reach.layout.presenter, reach.settings.theme]).toEqual([true, 'dark']);
    await unmount();
  });

  test('lessons, recordings, help, export, share, a file', async () => {
    const { asked, app } = await open();
    for (const name of ['help', 'export', 'share', 'open a file']) {
      await query.fill(name);
      await userEvent.keyboard('{Enter}');
      document.querySelector('dialog')?.showModal();
    }
    expect(asked.filter((one) => one !== 'closed')).toEqual(['help', 'export', 'share', 'file']);
    await query.fill('open other');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => app.opened?.key).toBe(`recording/${row.id}`);
  });

  test('without a recording it offers no steps', async () => {
    await open('#/');
    await userEvent.keyboard('one event');
    expect(front()).not.toBe('One event forward');
    await query.fill('lesson 1');
    expect(front()).toBe('Lesson 1: Hello');
  });
});

test.each(['light', 'dark'])('nothing is wrong for axe, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  await open();
  await userEvent.keyboard('e');
  const { violations } = await axe.run(document.querySelector('dialog') ?? document);
  expect(violations.map(({ id }) => id)).toEqual([]);
});

describe('the help', () => {
  const show = () => {
    const settings = new Settings();
    return render(Help, { settings, onclose: () => undefined }).then(() => settings);
  };

  test('names keys, what the lanes and bytes show, and the three marks', async () => {
    await show();
    for (const text of [/one event back/, /Blocked: the kernel/, /Dashed: sent/, /Nobody measured/])
      await expect.element(page.getByText(text)).toBeVisible();
  });

  test('switches single-key shortcuts off, and that is remembered', async () => {
    const settings = await show();
    await page.getByRole('checkbox', { name: /Single-key/ }).click();
    expect(settings.singleKeys).toBe(false);
    expect(new Settings().singleKeys).toBe(false);
  });

  test.each(['light', 'dark'])('nothing is wrong for axe, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await show();
    const { violations } = await axe.run(document.querySelector('dialog') ?? document);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
