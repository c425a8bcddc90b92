import axe from 'axe-core';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { AuditState, PeopleState, RoomState } from '../../src/live/state.ts';
import AskRoom from '../../src/views/room/AskRoom.svelte';
import Presenter from '../../src/views/room/Presenter.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { PRESENTER, runningSession } from '../support/fake-live.ts';
import { classPage, type ClassPage } from '../support/room.ts';

const JOIN = 'http://192.168.1.5:8000/#join=abcd-efgh';
const ROOM: RoomState = {
  type: 'room',
  followers: 0,
  presenting: true,
  clientsAllowed: false,
  names: [],
};
const PEOPLE: PeopleState = {
  type: 'people',
  people: [],
  join: [JOIN],
  exposed: { page: true, server: true },
  tallies: [],
};
const opens = page.getByRole('button', { name: 'Class', exact: true });
const panel = page.getByRole('region', { name: 'Class', exact: true });
const button = (name: string | RegExp) => panel.getByRole('button', { name });

afterEach(() => vi.restoreAllMocks());
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(undefined, '', '#/');
});

async function presents(room: Partial<RoomState> = {}, people: Partial<PeopleState> = {}) {
  await page.viewport(1440, 900);
  const shown = classPage();
  const { tell } = shown.sources.live;
  for (const message of [PRESENTER, { ...ROOM, ...room }, { ...PEOPLE, ...people }]) tell(message);
  const { app, live, sources } = shown;
  await render(Presenter, { app, live, sources });
  return shown;
}

async function openPanel(room: Partial<RoomState> = {}, people: Partial<PeopleState> = {}) {
  const shown = await presents(room, people);
  await opens.click();
  await expect.element(panel).toBeVisible();
  return shown;
}

const sent = ({ sources }: ClassPage) => sources.live.sent.filter(({ type }) => type !== 'look');

async function accessible(): Promise<void> {
  const { violations } = await axe.run(panel.element(), { resultTypes: ['violations'] });
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))).toEqual(
    [],
  );
}

describe('the presenter’s looks', () => {
  const looks = ({ sources }: ClassPage) =>
    sources.live.sent.flatMap((command) => (command.type === 'look' ? [command] : []));

  test('say the moment, and at the end of the live recording that it is now', async () => {
    const shown = await presents();
    await shown.app.go('#/recording/now?i=12&th=3');
    await expect
      .poll(() => looks(shown).at(-1))
      .toEqual({ type: 'look', link: '#/recording/now?i=12&th=3', now: false });
    shown.app.opened?.player.replay.last();
    await expect
      .poll(() => looks(shown).at(-1))
      .toEqual({ type: 'look', link: '#/recording/now?th=3', now: true });
  });

  test('are not said again as the recording grows, nor when the server tells them', async () => {
    const shown = await presents();
    await shown.app.go('#/recording/now');
    shown.app.opened?.player.replay.last();
    await expect.poll(() => looks(shown).at(-1)?.now).toBe(true);
    const { length } = looks(shown);
    for (const seq of [31, 33, 36]) {
      shown.grow(seq);
      flushSync();
    }
    shown.look('#/recording/now?i=3');
    flushSync();
    expect(looks(shown)).toHaveLength(length);
    expect(shown.app.opened?.player.replay.atEnd).toBe(true);
  });

  test('come at most ten a second, the last one always', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const shown = classPage();
      shown.sources.live.tell(PRESENTER);
      await shown.app.go('#/recording/now?i=2');
      const { app, live, sources } = shown;
      await render(Presenter, { app, live, sources });
      flushSync();
      for (let seq = 3; seq <= 22; seq++) {
        app.opened?.player.seek(seq);
        flushSync();
        vi.advanceTimersByTime(10);
      }
      vi.advanceTimersByTime(500);
      const links = looks(shown).map(({ link }) => link);
      expect(links.length).toBeLessThanOrEqual(4);
      expect(links[0]).toBe('#/recording/now?i=2');
      expect(links.at(-1)).toBe('#/recording/now?i=22');
    } finally {
      vi.useRealTimers();
    }
  });

  test('are said again to a server that comes back', async () => {
    const shown = await presents();
    await shown.app.go('#/recording/now?i=12');
    await expect.poll(() => looks(shown).length).toBe(1);
    shown.sources.live.tell({ type: 'online', online: false });
    flushSync();
    shown.sources.live.tell({ type: 'online', online: true });
    await expect.poll(() => looks(shown).length).toBe(2);
  });

  test('leave out what is the presenter’s own: lists, the lab, a file of this tab', async () => {
    const shown = await presents();
    await shown.app.go('#/recording/now?i=12');
    await expect.poll(() => looks(shown).length).toBe(1);
    await shown.app.go('#/recordings');
    await shown.app.go('#/lab');
    await shown.app.drop(new File(['x'], 'own.trace.jsonl'));
    flushSync();
    expect(looks(shown)).toHaveLength(1);
  });

  test('a refused look says nothing on the page', async () => {
    const shown = await presents();
    shown.live.problem = 'Another thing was refused.';
    shown.sources.live.refuse = 'Too many messages.';
    await shown.app.go('#/recording/now?i=12');
    await expect.poll(() => looks(shown).length).toBe(1);
    expect(shown.live.problem).toBe('Another thing was refused.');
  });
});

describe('the class', () => {
  test('begins with how the room is connected', async () => {
    const shown = await openPanel();
    await panel.getByRole('radio', { name: /^Room network/ }).click();
    await button('Begin the class').click();
    expect(sent(shown)).toEqual([{ type: 'room', mode: 'network' }]);
    shown.sources.live.tell({ ...ROOM, mode: 'network', followers: 12 });
    await expect.element(panel.getByText('Room network · 12 follow')).toBeVisible();
    await expect.element(button('Begin the class')).not.toBeInTheDocument();
  });

  test.each([
    [/^Room network/, /start it with --lan/],
    [/^Hosted/, /start it with --public-url/],
  ])('%s says what is missing, and does not begin', async (name, words) => {
    await openPanel({}, { exposed: { page: false, server: false } });
    await panel.getByRole('radio', { name }).click();
    await expect.element(panel.getByText(words)).toBeVisible();
    await expect.element(button('Begin the class')).toBeDisabled();
    await panel.getByRole('radio', { name: /^Projector only/ }).click();
    await expect.element(button('Begin the class')).toBeEnabled();
  });

  test('shows how to join, what is exposed, and whether another device got here', async () => {
    const shown = await openPanel({ mode: 'network' });
    await expect.element(panel.getByRole('textbox', { name: 'Join link' })).toHaveValue(JOIN);
    await expect.element(panel.getByRole('img', { name: /QR code/ })).toBeVisible();
    await expect.element(panel.getByText(/Nothing is encrypted/)).toBeVisible();
    await expect
      .element(panel.getByText(/No other device has reached this page yet/))
      .toBeVisible();
    const reached = new Date(2026, 9, 1, 10, 3).toISOString();
    shown.sources.live.tell({ ...PEOPLE, reached });
    await expect
      .element(panel.getByText('Another device reached this page at 10:03.'))
      .toBeVisible();
  });

  test('of several networks shows the link and the QR code of the one that is chosen', async () => {
    const other = 'http://10.0.0.2:8000/#join=abcd-efgh';
    await openPanel({ mode: 'network' }, { join: [JOIN, other] });
    const path = () => panel.getByRole('img').element().querySelector('path')?.getAttribute('d');
    const before = path();
    await panel.getByRole('combobox', { name: 'Network' }).selectOptions('10.0.0.2:8000');
    await expect.element(panel.getByRole('textbox', { name: 'Join link' })).toHaveValue(other);
    expect(path()).not.toBe(before);
  });

  test('with a projector only neither lets anybody join nor lists followers', async () => {
    await openPanel({ mode: 'projector' });
    await expect.element(panel.getByText('Projector only')).toBeVisible();
    await expect.element(panel.getByRole('textbox', { name: 'Join link' })).not.toBeInTheDocument();
    await expect.element(panel.getByRole('switch')).not.toBeInTheDocument();
  });

  test('names who is there, as text, and lets followers run clients', async () => {
    const shown = await openPanel(
      { mode: 'network', followers: 3 },
      {
        people: [
          { participant: 1, name: '<i>Ada</i>', connected: true, clients: 1 },
          { participant: 2, connected: true, clients: 0 },
          { participant: 3, name: 'Gone', connected: false, clients: 0 },
        ],
      },
    );
    const names = panel.getByRole('list', { name: 'Names' });
    await expect.element(names.getByText('<i>Ada</i>')).toBeVisible();
    await expect.element(names.getByText('Gone')).not.toBeInTheDocument();
    await expect.element(panel.getByText('1 without a name')).toBeVisible();
    await panel.getByRole('switch', { name: /run a client in their browser/ }).click();
    expect(sent(shown)).toEqual([{ type: 'allow-clients', allowed: true }]);
  });

  test('is handed over by a link that is asked for', async () => {
    const shown = await openPanel({ mode: 'network' });
    const link = 'http://192.168.1.5:8000/#presenter=token';
    shown.sources.live.reply = { link };
    await button('Make a link…').click();
    await expect
      .element(panel.getByRole('textbox', { name: 'Presenter’s link' }))
      .toHaveValue(link);
    expect(sent(shown)).toEqual([{ type: 'hand-over' }]);
    await button('Hide it').click();
    await expect.element(panel.getByText(link)).not.toBeInTheDocument();
    // The button has gone with the link.
    await expect.element(panel).toHaveFocus();
  });

  test('lists refused attempts, the newest first', async () => {
    const shown = await openPanel();
    const at = new Date(2026, 9, 1, 9, 5).toISOString();
    const audit: AuditState = {
      type: 'audit',
      lines: [
        { at, from: '192.168.1.9', what: 'A wrong token was shown.', times: 3 },
        { at, from: '192.168.1.8', what: 'A page of another origin.', times: 1 },
      ],
    };
    shown.sources.live.tell(audit);
    const lines = panel.getByRole('listitem');
    await expect
      .element(lines.first())
      .toHaveTextContent('09:05 from 192.168.1.8: A page of another origin.');
    await expect
      .element(lines.last())
      .toHaveTextContent('09:05 from 192.168.1.9, 3 times: A wrong token was shown.');
  });

  test('ends when that is asked twice', async () => {
    const shown = await openPanel({ mode: 'network', followers: 2 });
    await button('End the class…').click();
    await expect.element(panel.getByRole('group', { name: 'End the class' })).toHaveFocus();
    await button('Go on').click();
    expect(sent(shown)).toEqual([]);
    await button('End the class…').click();
    await button('End the class').click();
    expect(sent(shown)).toEqual([{ type: 'end-class' }]);
  });

  test('gives its tallies and recordings as files', async () => {
    const files: string[] = [];
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      files.push(this.download);
    });
    try {
      const question = JSON.stringify({ prompt: [{ tag: 'p', children: ['How many?'] }] });
      const given = JSON.stringify({ kind: 'text', value: 'two' });
      const shown = await openPanel(
        { mode: 'network' },
        { tallies: [{ question, rows: [{ given, count: 2, hands: 0 }] }] },
      );
      shown.sources.live.tell(runningSession({ recording: 'next' }));
      await button('Tallies as CSV').click();
      await button('Tallies as JSON').click();
      await button('The recording').first().click();
      await button('The recording before (1)').click();
      await expect
        .poll(() => files)
        .toEqual([
          'class-tallies.csv',
          'class-tallies.json',
          'next.trace.jsonl',
          'now.trace.jsonl',
        ]);
      shown.sources.failure = new Error('The recording is gone.');
      await button('The recording before (1)').click();
      await expect.element(panel.getByText('The recording is gone.')).toBeVisible();
    } finally {
      click.mockRestore();
    }
  });

  test('says why something was refused', async () => {
    const shown = await openPanel();
    shown.sources.live.refuse = '2 follow on an own screen: end the class first.';
    await button('Begin the class').click();
    await expect.element(panel.getByText(/end the class first/)).toBeVisible();
  });
});

describe('where nobody has said how the room is connected', () => {
  const asks = page.getByRole('group', { name: 'How is the room connected?' });

  async function ask(people: Partial<PeopleState> = {}) {
    const shown = classPage();
    for (const message of [PRESENTER, ROOM, { ...PEOPLE, ...people }])
      shown.sources.live.tell(message);
    await render(AskRoom, { live: shown.live });
    return shown;
  }

  test('the presenter is asked, until there is a class', async () => {
    const shown = await ask();
    await asks.getByRole('button', { name: 'Room network' }).click();
    expect(sent(shown)).toEqual([{ type: 'room', mode: 'network' }]);
    shown.sources.live.tell({ ...ROOM, mode: 'network' });
    await expect.element(asks).not.toBeInTheDocument();
  });

  test('a way that cannot work yet says why', async () => {
    const shown = await ask({ exposed: { page: false, server: false }, join: [] });
    await asks.getByRole('button', { name: 'Room network' }).click();
    await expect.element(asks.getByText(/start it with --lan/)).toBeVisible();
    await asks.getByRole('button', { name: 'Projector only' }).click();
    expect(sent(shown)).toEqual([{ type: 'room', mode: 'projector' }]);
  });

  test('who has no class is asked once in a tab', async () => {
    await ask();
    await asks.getByRole('button', { name: 'There is no class' }).click();
    await expect.element(asks).not.toBeInTheDocument();
    await ask();
    await expect.element(asks).not.toBeInTheDocument();
  });
});

describe('a presenter’s page that is loaded again', () => {
  /** As a browser tells it. */
  async function load(link: string, type: 'navigate' | 'reload') {
    const entry = { type } as unknown as PerformanceEntry;
    vi.spyOn(performance, 'getEntriesByType').mockReturnValue([entry]);
    const shown = classPage();
    shown.sources.live.tell(PRESENTER);
    await shown.app.go(link);
    const { app, live, sources } = shown;
    const { unmount } = await render(Presenter, { app, live, sources });
    flushSync();
    return { shown, unmount };
  }
  const seqOf = ({ app }: ClassPage) => app.opened?.player.replay.event?.seq;

  test('stands at the end again where it stood at the end', async () => {
    const before = await load('#/recording/now', 'navigate');
    expect(seqOf(before.shown)).toBe(30);
    await before.unmount();
    const { shown, unmount } = await load('#/recording/now?i=24', 'reload');
    expect(seqOf(shown)).toBe(30);
    shown.app.opened?.player.seek(12);
    flushSync();
    await unmount();
    const again = await load('#/recording/now?i=12', 'reload');
    expect(seqOf(again.shown)).toBe(12);
  });

  test('goes where a link leads that was opened, not loaded again', async () => {
    const before = await load('#/recording/now', 'navigate');
    await before.unmount();
    const { shown } = await load('#/recording/now?i=24', 'navigate');
    expect(seqOf(shown)).toBe(24);
  });
});

describe('the panel', () => {
  test('opens and closes by key and button, and gives the focus back', async () => {
    await openPanel();
    await expect.element(panel).toHaveFocus();
    await expect.element(opens).toHaveAttribute('aria-expanded', 'true');
    await userEvent.keyboard('{Escape}');
    await expect.element(panel).not.toBeInTheDocument();
    await expect.element(opens).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await button('Close the class panel').click();
    await expect.element(opens).toHaveFocus();
  });

  test.each(['dark', 'light'])('is accessible before, during and at the end, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    const shown = await openPanel();
    await accessible();
    shown.sources.live.tell({ ...ROOM, mode: 'network', followers: 1 });
    await button('End the class…').click();
    await accessible();
    delete document.documentElement.dataset['theme'];
  });

  test('fits a phone', async () => {
    await openPanel({ mode: 'network' });
    await page.viewport(390, 844);
    expect(panel.element().scrollWidth).toBeLessThanOrEqual(390);
    expect(panel.element().getBoundingClientRect().left).toBeGreaterThanOrEqual(0);
  });
});
