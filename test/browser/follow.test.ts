import axe from 'axe-core';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { QuestionState, RoomState, You } from '../../src/live/state.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import { Layout } from '../../src/views/player/layout.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import Follower from '../../src/views/room/Follower.svelte';
import { pageActions } from '../../src/views/shell/palette/page-actions.ts';
import { Settings } from '../../src/views/shell/settings.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { FOLLOWER } from '../support/fake-live.ts';
import { howMany, lesson, step } from '../support/lesson.ts';
import { classPage, grownTo, type ClassPage } from '../support/room.ts';

const NOW = '#/recording/now';
const ROOM: RoomState = {
  type: 'room',
  mode: 'network',
  followers: 1,
  presenting: true,
  clientsAllowed: false,
  names: [],
};
const bar = page.getByRole('region', { name: 'Class' });
const follows = bar.getByText('You follow the presenter.', { exact: true });
const own = bar.getByText(/^You look around on your own/);
const back = bar.getByRole('button', { name: /^Follow the presenter/ });
const button = (name: string) => page.getByRole('button', { name, exact: true });

let stop: () => void = () => undefined;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.setItem('wirestep.joined', '1');
  history.replaceState(undefined, '', '#/');
});
afterEach(() => stop());

/** A follower's page that stands where the presenter is. */
async function follow(link = `${NOW}?i=12`, now = false, seq = 30): Promise<ClassPage> {
  await page.viewport(1440, 900);
  const room = classPage(seq);
  room.sources.live.tell(FOLLOWER);
  room.sources.live.tell(ROOM);
  const go = (): void => void room.app.go(location.hash);
  window.addEventListener('hashchange', go);
  stop = () => window.removeEventListener('hashchange', go);
  await render(Follower, { app: room.app, live: room.live, settings: new Settings() });
  room.look(link, now);
  await expect.poll(() => room.app.opened).toBeDefined();
  return room;
}

async function showPlayer({ app }: ClassPage): Promise<void> {
  const { player, recording } = app.opened ?? {};
  if (player === undefined || recording === undefined) throw new Error('nothing is open');
  const { parsed } = recording;
  await render(Player, { player, parsed, dropped: false, highlighted: [] });
}

const seqOf = ({ app }: ClassPage): number | undefined => app.opened?.player.replay.event?.seq;

describe('who follows', () => {
  test('stands at the presenter’s event, thread and view, and goes along', async () => {
    const room = await follow(`${NOW}?i=12&th=3&view=bytes`);
    await expect.poll(() => seqOf(room)).toBe(12);
    expect(room.app.opened?.player.look).toMatchObject({ thread: 3, view: 'bytes' });
    for (const seq of [13, 14, 20, 8]) {
      room.look(`${NOW}?i=${seq}&th=3&view=bytes`);
      await expect.poll(() => seqOf(room)).toBe(seq);
    }
    room.look(`${NOW}?i=8&byte=up.2`);
    await expect.poll(() => room.app.opened?.player.byte).toEqual({ way: 'up', offset: 2 });
    expect(room.app.opened?.player.replay.thread).toBeUndefined();
    await expect.element(follows).toBeVisible();
  });

  test('goes to another recording, and before the first event, with the presenter', async () => {
    const room = await follow();
    room.look('#/recording/other?i=5');
    await expect.poll(() => room.app.opened?.key).toBe('recording/other');
    await expect.poll(() => seqOf(room)).toBe(5);
    room.look('#/recording/other');
    await expect.poll(() => room.app.opened?.player.replay.position).toBe(-1);
    await expect.element(follows).toBeVisible();
  });

  test('says nothing to the server by following', async () => {
    const room = await follow();
    for (const seq of [13, 14, 15]) room.look(`${NOW}?i=${seq}`);
    await expect.poll(() => seqOf(room)).toBe(15);
    room.grow(40);
    flushSync();
    expect(room.sources.live.sent).toEqual([]);
  });

  test('shows the newest of many looks, though each takes a while', async () => {
    const room = await follow();
    room.look('#/recording/a?i=3');
    room.look('#/recording/b?i=4');
    room.look('#/recording/c?i=6');
    await expect.poll(() => room.app.opened?.key).toBe('recording/c');
    await expect.poll(() => seqOf(room)).toBe(6);
    await expect.element(follows).toBeVisible();
  });

  test('does not wait for what takes too long where the presenter is elsewhere already', async () => {
    const room = await follow();
    const { openRecording } = room.sources;
    room.sources.openRecording = (id, opening) =>
      id === 'slow'
        ? new Promise((_, reject) =>
            opening?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
          )
        : openRecording(id, opening);
    room.look('#/recording/slow?i=3');
    await expect.poll(() => room.app.opening.wanted?.name).toBe('slow');
    room.look('#/recording/slow?i=4');
    room.look('#/recording/quick?i=9');
    await expect.poll(() => room.app.opened?.key).toBe('recording/quick');
    await expect.poll(() => seqOf(room)).toBe(9);
    room.look('#/recording/quick?i=10');
    await expect.poll(() => seqOf(room)).toBe(10);
    await expect.element(follows).toBeVisible();
  });

  test('takes to the newest event what took a while to open', async () => {
    const room = await follow();
    const { openRecording } = room.sources;
    let let_: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (let_ = resolve));
    room.sources.openRecording = (id, opening) => waits.then(() => openRecording(id, opening));
    room.look('#/recording/slow?i=3');
    await expect.poll(() => room.app.opening.wanted?.name).toBe('slow');
    room.look('#/recording/slow?i=4');
    room.look('#/recording/slow?i=17');
    let_();
    await expect.poll(() => seqOf(room)).toBe(17);
    await expect.element(follows).toBeVisible();
  });

  test('stays at the end of its own recording while the presenter is at the end', async () => {
    const room = await follow(NOW, true);
    await expect.poll(() => seqOf(room)).toBe(30);
    for (const seq of [31, 33, 36]) {
      room.grow(seq);
      flushSync();
      expect(room.app.opened?.player.replay.atEnd).toBe(true);
    }
    await expect.element(follows).toBeVisible();
  });

  test('stays at the presenter’s event though its recording grows, also at its own end', async () => {
    const room = await follow(`${NOW}?i=30`);
    await expect.poll(() => seqOf(room)).toBe(30);
    room.grow(40);
    flushSync();
    expect(seqOf(room)).toBe(30);
    await expect.element(follows).toBeVisible();
  });

  test('waits for an event that has not arrived, as near as it can come', async () => {
    const room = await follow(`${NOW}?i=36`);
    await expect.poll(() => seqOf(room)).toBe(30);
    await expect.element(bar.getByText(/event 36: it is on its way/)).toBeVisible();
    room.grow(34);
    flushSync();
    expect(seqOf(room)).toBe(34);
    room.grow(40);
    flushSync();
    expect(seqOf(room)).toBe(36);
    await expect.element(follows).toBeVisible();
  });

  test('is not taken off by what a page selects by itself, nor by other clicks', async () => {
    const room = await follow();
    await expect.poll(() => seqOf(room)).toBe(12);
    const { player } = room.app.opened ?? {};
    if (player) player.byte = { way: 'up', offset: 1 };
    flushSync();
    await bar.getByText('You follow the presenter.').click();
    await userEvent.keyboard('{Tab}');
    await expect.element(follows).toBeVisible();
  });

  test('asks once for what cannot be opened, and is there with the next recording', async () => {
    const room = await follow();
    room.sources.failure = new Error('This recording is not for followers.');
    let asked = 0;
    const { openRecording } = room.sources;
    room.sources.openRecording = (...all) => (asked++, openRecording(...all));
    for (const seq of [1, 2, 3]) {
      room.look(`#/recording/mine?i=${seq}`);
      await expect.poll(() => room.app.opening.trouble).toBeDefined();
    }
    await expect.element(bar.getByText(/cannot be opened here/)).toBeVisible();
    expect(asked).toBe(1);
    room.sources.failure = undefined;
    room.look(`${NOW}?i=7`);
    await expect.poll(() => seqOf(room)).toBe(7);
    await expect.element(follows).toBeVisible();
  });
});

describe('own navigation', () => {
  const ways: readonly (readonly [string, () => Promise<void>])[] = [
    ['a button', () => button('Back').click()],
    [
      'the slider',
      async () => {
        await page.getByRole('slider', { name: 'Playhead' }).click();
        await userEvent.keyboard('{ArrowLeft}');
      },
    ],
    [
      'a thread',
      () =>
        page
          .getByRole('button', { name: /client-1/ })
          .first()
          .click(),
    ],
    ['play', () => button('Play').click()],
    ['practice', () => button('Practise with this recording').click()],
  ];

  test.each(ways)(
    '%s takes the page off, and the presenter’s looks leave it there',
    async (_, act) => {
      const room = await follow(`${NOW}?i=24`);
      await showPlayer(room);
      await expect.element(follows).toBeVisible();
      await act();
      await expect.element(own).toBeVisible();
      room.app.opened?.player.replay.pause();
      const there = seqOf(room);
      room.look(`${NOW}?i=5`);
      room.grow(40);
      flushSync();
      expect(seqOf(room)).toBe(there);
      await expect.element(back).toBeVisible();
    },
  );

  test('a link takes it off', async () => {
    const room = await follow();
    await expect.element(follows).toBeVisible();
    location.hash = '#/recordings';
    await expect.element(own).toBeVisible();
    room.look(`${NOW}?i=14`);
    flushSync();
    expect(room.app.link?.page).toBe('recordings');
  });

  test('a step back at the end takes it off, and so it stays as events arrive', async () => {
    const room = await follow(NOW, true);
    await showPlayer(room);
    await button('Back').click();
    await expect.element(own).toBeVisible();
    const there = seqOf(room);
    for (const seq of [33, 36, 40]) room.grow(seq);
    flushSync();
    expect(seqOf(room)).toBe(there);
  });

  test('never leads past what has happened', async () => {
    const room = await follow(`${NOW}?i=28`);
    await showPlayer(room);
    for (let n = 0; n < 4; n++) await button('Forward').click();
    expect(seqOf(room)).toBe(30);
    await expect.element(own).toBeVisible();
  });

  test.each([
    ['the button', () => back.click()],
    ['the f key', () => userEvent.keyboard('f')],
  ])('%s brings it back to the presenter at once', async (_, act) => {
    const room = await follow(`${NOW}?i=24&th=3`);
    await showPlayer(room);
    await button('First').click();
    await expect.element(own).toBeVisible();
    room.look(`${NOW}?i=18&th=2`);
    await act();
    await expect.poll(() => seqOf(room)).toBe(18);
    expect(room.app.opened?.player.replay.thread).toBe(2);
    await expect.element(follows).toBeVisible();
    room.look(`${NOW}?i=19`);
    await expect.poll(() => seqOf(room)).toBe(19);
  });

  test('the list of commands has the way back, while there is one', async () => {
    const room = await follow();
    const { app, live } = room;
    const layout = new Layout();
    const ignore = (): void => undefined;
    const settings = new Settings();
    const reach = { app, live, settings, layout, openFile: ignore, share: undefined, show: ignore };
    const way = () => pageActions(reach).find(({ id }) => id === 'follow');
    location.hash = '#/recordings';
    await expect.element(own).toBeVisible();
    way()?.run();
    await expect.element(follows).toBeVisible();
    await expect.poll(() => seqOf(room)).toBe(12);
    room.sources.live.tell({ ...FOLLOWER, role: 'none' });
    flushSync();
    expect(way()).toBeUndefined();
  });

  test('coming back ends practice, which hides what follows', async () => {
    const room = await follow(`${NOW}?i=28`);
    await showPlayer(room);
    await button('Practise with this recording').click();
    await expect.element(own).toBeVisible();
    await back.click();
    await expect.poll(() => seqOf(room)).toBe(28);
    expect(room.app.opened?.player.practice).toBeUndefined();
    await expect.element(follows).toBeVisible();
  });
});

describe('a question to the room', () => {
  const asked = (number: number, revealed = false): QuestionState => ({
    type: 'question',
    number,
    revealed,
    answers: 0,
  });
  const none: QuestionState = { type: 'question', revealed: false, answers: 0 };
  const asks = bar.getByText(/^The presenter asks the room a question/);

  test('takes the page off; after the reveal it follows again by itself', async () => {
    const room = await follow(`${NOW}?i=20`);
    await expect.poll(() => seqOf(room)).toBe(20);
    room.sources.live.tell(asked(1));
    await expect.element(asks).toBeVisible();
    room.look(`${NOW}?i=25`);
    flushSync();
    expect(seqOf(room)).toBe(20);
    room.sources.live.tell(asked(1, true));
    await expect.poll(() => seqOf(room)).toBe(25);
    await expect.element(follows).toBeVisible();
  });

  test('is hidden behind nothing: who comes back before the reveal is not taken off again', async () => {
    const room = await follow(`${NOW}?i=20`);
    room.sources.live.tell(asked(1));
    await back.click();
    await expect.element(follows).toBeVisible();
    room.sources.live.tell({ ...asked(1), answers: 4 });
    flushSync();
    await expect.element(follows).toBeVisible();
    room.sources.live.tell(asked(2));
    await expect.element(asks).toBeVisible();
  });

  test('leaves who has gone elsewhere meanwhile', async () => {
    const room = await follow(`${NOW}?i=20`);
    await showPlayer(room);
    room.sources.live.tell(asked(1));
    await expect.element(asks).toBeVisible();
    await button('Back').click();
    await expect.element(own).toBeVisible();
    room.sources.live.tell(none);
    room.look(`${NOW}?i=25`);
    flushSync();
    expect(seqOf(room)).toBeLessThan(20);
  });

  test('finds a page that comes late where the presenter is', async () => {
    const room = classPage();
    for (const message of [FOLLOWER, ROOM, asked(3)]) room.sources.live.tell(message);
    room.look(`${NOW}?i=11`);
    await render(Follower, { app: room.app, live: room.live, settings: new Settings() });
    await expect.poll(() => seqOf(room)).toBe(11);
    await expect.element(asks).toBeVisible();
  });
});

describe('a lesson', () => {
  const steps = [step({ seq: 4 }), step({ seq: 20, body: [howMany('q', 24)] }), step({ seq: 32 })];

  /** The presenter has answered its question; the follower has not. */
  async function inLesson(seq: number): Promise<ClassPage> {
    const room = await follow();
    const parsed = grownTo(40);
    room.sources.openLesson = async () => ({
      parsed,
      lesson: lesson(steps),
      name: 'main',
      dropped: false,
      lost: undefined,
      close: () => undefined,
    });
    room.look(`#/lesson/01-a/3?i=${seq}`);
    await expect.poll(() => room.app.opened?.key).toBe('lesson/01-a');
    return room;
  }

  test('is followed up to its open question, and on from there once that is answered', async () => {
    const room = await inLesson(32);
    await expect.poll(() => seqOf(room)).toBe(20);
    await expect.element(follows).toBeVisible();
    const { player } = room.app.opened ?? {};
    const [question] = player?.lesson?.steps.flatMap((one) => questionOf(one) ?? []) ?? [];
    if (question) player?.skip(question);
    await expect.poll(() => seqOf(room)).toBe(32);
    await expect.element(follows).toBeVisible();
  });

  test('is followed page by page, also as its pages point at things', async () => {
    const room = await inLesson(5);
    await expect.poll(() => seqOf(room)).toBe(5);
    await showPlayer(room);
    for (const seq of [8, 20, 6]) {
      room.look(`#/lesson/01-a/1?i=${seq}`);
      await expect.poll(() => seqOf(room)).toBe(seq);
    }
    await expect.element(follows).toBeVisible();
  });
});

describe('the bar', () => {
  test('says that the connection is lost, and goes on from the presenter when it is back', async () => {
    const room = await follow();
    room.sources.live.tell({ type: 'online', online: false });
    await expect.element(bar.getByText(/The connection is lost. Reconnecting…/)).toBeVisible();
    room.sources.live.tell({ type: 'online', online: true });
    room.look(`${NOW}?i=17`);
    await expect.element(follows).toBeVisible();
    await expect.poll(() => seqOf(room)).toBe(17);
  });

  test('says that the presenter’s page is gone, and stays where it was', async () => {
    const room = await follow();
    room.sources.live.tell({ ...ROOM, presenting: false });
    await expect.element(bar.getByText(/presenter’s page is not connected/)).toBeVisible();
    await expect.poll(() => seqOf(room)).toBe(12);
  });

  test('says that the presenter holds the thread of the own client', async () => {
    const room = await follow();
    const { player } = room.app.opened ?? {};
    if (player) player.live = room.live;
    room.sources.live.tell({ ...FOLLOWER, clients: ['client-1'] });
    room.sources.live.tell({
      type: 'holds',
      all: false,
      threads: [{ thread: 3, state: 'held' }],
    });
    await expect
      .element(
        bar.getByText('The presenter is holding Thread-1: your client waits, no byte is lost.'),
      )
      .toBeVisible();
    room.sources.live.tell({ type: 'holds', all: false, threads: [] });
    await expect.element(bar.getByText(/is holding/)).not.toBeInTheDocument();
  });

  test('says that the class has ended; what was open stays', async () => {
    const room = await follow();
    const ended: You = {
      type: 'you',
      role: 'none',
      clients: [],
      notice: 'The class has ended.',
    };
    room.sources.live.tell(ended);
    await expect.element(bar.getByText('The class has ended.')).toBeVisible();
    room.look(`${NOW}?i=20`);
    flushSync();
    expect(seqOf(room)).toBe(12);
    await bar.getByRole('button', { name: 'Close' }).click();
    await expect.element(bar).not.toBeInTheDocument();
  });

  test.each(['dark', 'light'])('is accessible, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    const room = await follow();
    await expect.element(follows).toBeVisible();
    room.sources.live.tell({ type: 'online', online: false });
    await expect.element(bar.getByText(/Reconnecting/)).toBeVisible();
    location.hash = '#/recordings';
    await expect.element(back).toBeVisible();
    const { violations } = await axe.run(bar.element(), { resultTypes: ['violations'] });
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))).toEqual(
      [],
    );
    delete document.documentElement.dataset['theme'];
  });
});

describe('who has just joined', () => {
  const dialog = page.getByRole('dialog', { name: 'You are in the class' });

  test('is greeted once, and may give a name', async () => {
    sessionStorage.clear();
    const room = await follow();
    await expect.element(dialog).toBeVisible();
    await dialog.getByRole('textbox', { name: /^Your name/ }).fill('  Ada ');
    await dialog.getByRole('button', { name: 'Follow the presenter' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(room.sources.live.sent).toEqual([{ type: 'name', name: 'Ada' }]);
    await expect.element(follows).toBeVisible();
    room.sources.live.tell({ ...FOLLOWER, name: 'Ada' });
    await expect.element(bar.getByRole('button', { name: 'You are Ada' })).toBeVisible();
    expect(sessionStorage.getItem('wirestep.joined')).toBe('1');
  });

  test('says nothing of a name that was not given, and reads why one is refused', async () => {
    sessionStorage.clear();
    const room = await follow();
    await dialog.getByRole('button', { name: 'Follow the presenter' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(room.sources.live.sent).toEqual([]);
    await bar.getByRole('button', { name: 'Your name' }).click();
    room.sources.live.refuse = 'Names are not taken now.';
    await dialog.getByRole('textbox').fill('Bob');
    await dialog.getByRole('button', { name: 'Follow the presenter' }).click();
    await expect.element(dialog.getByText('Names are not taken now.')).toBeVisible();
    const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))).toEqual(
      [],
    );
  });

  test('sees a name as text, whatever is in it', async () => {
    const room = await follow();
    room.sources.live.tell({ ...FOLLOWER, name: '<b>Eve</b>\u001b[31m' });
    await expect.element(bar.getByRole('button', { name: /^You are <b>Eve<\/b>/ })).toBeVisible();
    expect(bar.element().querySelector('b')).toBeNull();
  });
});
