import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import Home from '../../src/views/home/Home.svelte';
import Recordings from '../../src/views/home/Recordings.svelte';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { OpeningState } from '../../src/views/shell/opening.svelte.ts';
import Problem from '../../src/views/shell/Problem.svelte';
import Waiting from '../../src/views/shell/Waiting.svelte';
import type { Opening } from '../../src/sources/progress.ts';
import { oneMessage } from '../support/conversation.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

beforeEach(() => page.viewport(1366, 768));

const clean = async (container: Element) =>
  expect((await axe.run(container)).violations.map(({ id }) => id)).toEqual([]);

describe('while a large file opens', () => {
  /** An opening that goes on until the test says otherwise. */
  function slow() {
    const state = new OpeningState();
    let told: Opening = {};
    void state.run({ what: 'file', name: 'big.trace.jsonl' }, (opening) => {
      told = opening;
      return new Promise<{ close(): void }>(() => undefined);
    });
    return {
      state,
      tell: (...given: Parameters<NonNullable<Opening['onprogress']>>) =>
        told.onprogress?.(...given),
    };
  }

  test('nothing flashes where it is quick', async () => {
    const { state } = slow();
    const { container } = await render(Waiting, {
      opening: state,
      oncancel: () => undefined,
      after: 60_000,
    });
    expect(container.textContent?.trim()).toBe('');
  });

  test('it says how far it is: bytes first, then events', async () => {
    const { state, tell } = slow();
    const { container } = await render(Waiting, {
      opening: state,
      oncancel: () => undefined,
      after: 0,
    });
    const bar = page.getByRole('progressbar', { name: 'Opening' });
    await expect.element(bar).not.toHaveAttribute('aria-valuenow');
    tell({ doing: 'reading', fraction: 0.5, bytes: 10_000_000 });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '20');
    await expect.element(page.getByText('Loading: 10.0 MB of 20.0 MB')).toBeVisible();
    tell({ doing: 'parsing', fraction: 0.5, bytes: 20_000_000 });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '70');
    await clean(container);
  });

  test('it can be cancelled', async () => {
    let cancelled = false;
    const oncancel = (): void => void (cancelled = true);
    await render(Waiting, { opening: slow().state, oncancel, after: 0 });
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(cancelled).toBe(true);
  });
});

describe('a problem', () => {
  const given = { title: 'wirestep does not answer', text: 'No answer.', advice: 'Start it.' };

  test('says what, why and what to do, and offers to try again where that may help', async () => {
    let asked = 0;
    const { container } = await render(Problem, { ...given, onretry: () => void asked++ });
    await expect.element(page.getByRole('alert')).toHaveTextContent('No answer.');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(asked).toBe(1);
    await clean(container);
  });

  test('leads elsewhere where trying again is of no use', async () => {
    await render(Problem, given);
    await expect.element(page.getByRole('button')).not.toBeInTheDocument();
    await expect.element(page.getByRole('link', { name: 'To the recordings' })).toBeVisible();
  });

  test('shows what a file says of itself as text', async () => {
    await render(Problem, { ...given, text: '<b>\u202e' });
    await expect.element(page.getByRole('alert')).toHaveTextContent('<b>‹U+202E›');
  });
});

describe('a recording without an event', () => {
  const show = async (dropped: boolean) => {
    const [header = ''] = new TextDecoder().decode(oneMessage().bytes()).split('\n');
    const bytes = new TextEncoder().encode(`${header}\n`);
    const parsed = parseTrace(bytes);
    const player = new PlayerState(parsed.trace, undefined, undefined);
    return render(Player, { player, parsed, dropped, highlighted: [] });
  };

  test('that still grows waits for its first', async () => {
    const { container } = await show(false);
    await expect.element(page.getByText('Waiting for the first event')).toBeVisible();
    await clean(container);
  });

  test('that grows no more says that it is empty', async () => {
    await show(true);
    await expect.element(page.getByText('This recording is empty')).toBeVisible();
  });
});

describe('lists', () => {
  test('a file can be opened without a mouse to drop it', async () => {
    let opened = 0;
    const onopen = (): void => void opened++;
    await render(Recordings, { rows: [], onopen });
    await page.getByRole('button', { name: 'Open a file…' }).click();
    expect(opened).toBe(1);
  });

  test('what did not come can be asked for again', async () => {
    let asked = 0;
    const onretry = (): void => void asked++;
    await render(Recordings, { error: 'wirestep does not answer.', onretry });
    await page.getByRole('button', { name: 'Try again' }).click();
    const { unmount } = await render(Home, {
      lessons: Promise.reject(new Error('no answer')),
      status: Promise.resolve({ version: '1' }),
      progress: new Progress(),
      onretry,
    });
    await page.getByRole('button', { name: 'Try again' }).last().click();
    expect(asked).toBe(2);
    await unmount();
  });

  test.each(['light', 'dark'])(
    'empty, broken and live rows: nothing wrong for axe, %s',
    async (theme) => {
      document.documentElement.dataset['theme'] = theme;
      const row = { id: 'a', title: 'Mine', bytes: 900, started: '', live: true, ended: false };
      const broken = { ...row, id: 'b', live: false, problem: 'The first line is no header.' };
      const { container, unmount } = await render(Recordings, { rows: [row, broken] });
      await expect.element(page.getByText('The first line is no header.')).toBeVisible();
      await clean(container);
      await unmount();
      const empty = await render(Recordings, { rows: [] });
      await clean(empty.container);
      delete document.documentElement.dataset['theme'];
    },
  );
});
