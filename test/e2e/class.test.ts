/** A class: the presenter's browser and a follower's, on one running session. */
import { expect, test } from 'vitest';
import type { Page } from 'playwright';
import { connected, frame } from '../support/ports.ts';
import { openPage, PATIENCE, startClass, startIn, terminalLines, useBrowser } from './open-page.ts';

useBrowser();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const moment = async (page: Page): Promise<string> =>
  (await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext')) ?? '';
const eventAt = (text: string): number => Number(/event (\d+) of/.exec(text)?.[1]);
const eventsIn = (text: string): number => Number(/ of (\d+)/.exec(text)?.[1]);
/** Both pages show the same moment, of a recording that may still grow. */
const areTogether = async (one: Page, other: Page): Promise<boolean> =>
  (await moment(one)) === (await moment(other));
const bar = (page: Page) => page.getByRole('region', { name: 'Class' }).getByRole('status');

/** A class with the presenter at the live session. */
async function aClass() {
  const started = await startClass();
  const { page: presenter, complaints } = await openPage(`${started.address}#/live`);
  await expect.poll(() => terminalLines(presenter, 'server'), PATIENCE).toHaveLength(2);
  return { ...started, presenter, complaints };
}

/** A follower's page, which has come by the join link. */
async function follower(join: string, name = '') {
  const opened = await openPage(join, { stranger: true });
  const dialog = opened.page.getByRole('dialog', { name: 'You are in the class' });
  await dialog.getByRole('textbox', { name: /Your name/ }).fill(name);
  await dialog.getByRole('button', { name: 'Follow the presenter' }).click();
  return opened;
}

/** A client that says so much and is answered. */
async function talk(port: number, ...texts: readonly string[]): Promise<void> {
  const socket = await connected(port);
  for (const text of texts) {
    socket.write(frame(text));
    await new Promise((resolve) => socket.once('data', resolve));
  }
  socket.destroy();
}

test('a follower goes where the presenter goes, leaves with any step, and comes back with one key', async () => {
  const { presenter, join, port, complaints } = await aClass();
  await talk(port, 'Hello World!', '!DISCONNECT');
  const { page } = await follower(join);
  await expect.poll(() => areTogether(page, presenter), PATIENCE).toBe(true);

  await button(presenter, 'Back').click();
  await button(presenter, 'Back').click();
  await expect.poll(() => areTogether(page, presenter), PATIENCE).toBe(true);
  await presenter.keyboard.press('2');
  await expect.poll(() => page.url(), PATIENCE).toContain('th=2');

  await button(page, 'Back').click();
  const own = await moment(page);
  await expect.poll(() => bar(page).innerText(), PATIENCE).toMatch(/on your own/i);
  await button(presenter, 'Back').click();
  await button(presenter, 'Back').click();
  await talk(port, 'While it looks back');
  await expect
    .poll(async () => eventsIn(await moment(page)), PATIENCE)
    .toBeGreaterThan(eventsIn(own));
  expect(eventAt(await moment(page))).toBe(eventAt(own));

  await page.keyboard.press('f');
  await expect.poll(() => areTogether(page, presenter), PATIENCE).toBe(true);
  await button(presenter, 'Now').click();
  await talk(port, 'Live again');
  await expect
    .poll(() => terminalLines(page, 'server'), PATIENCE)
    .toContainEqual(expect.stringMatching(/Live again$/));
  expect(complaints).toEqual([]);
});

test('who joins late has the whole recording: every event once, from the first', async () => {
  const { presenter, join, port } = await aClass();
  await talk(port, ...Array.from({ length: 20 }, (_, n) => `message ${n}`), '!DISCONNECT');
  const { page } = await follower(join);
  await talk(port, 'and the rest', '!DISCONNECT');
  await expect
    .poll(() => terminalLines(presenter, 'server'), PATIENCE)
    .toContainEqual(expect.stringMatching(/and the rest$/));
  await expect.poll(() => areTogether(page, presenter), PATIENCE).toBe(true);
  // The two terminals are not equally high.
  const last = async (of: Page) => (await terminalLines(of, 'server')).slice(-10).join('\n');
  await expect.poll(() => last(page), PATIENCE).toMatch(/!DISCONNECT$/);
  await expect
    .poll(async () => (await last(page)) === (await last(presenter)), PATIENCE)
    .toBe(true);
  // A gap or an event that came twice would be told as damage.
  expect(await page.getByText(/events are missing|damaged/).count()).toBe(0);
});

test('a follower can neither hold a thread nor start a client, until clients are allowed', async () => {
  const { presenter, join } = await aClass();
  const { page } = await follower(join, 'Ada');
  await expect.poll(() => terminalLines(page, 'server'), PATIENCE).toHaveLength(2);
  expect(await button(page, 'Hold all').count()).toBe(0);
  expect(await button(page, 'New client').count()).toBe(0);

  await presenter.getByRole('button', { name: /^Class/ }).click();
  await presenter.getByRole('switch', { name: /client/ }).check();
  await presenter.keyboard.press('Escape');
  await button(page, 'New client').click();
  await page.getByRole('dialog', { name: 'New client' }).getByRole('button').first().click();
  // The presenter sees whose client it is, and holds its thread; the follower is told.
  await expect
    .poll(() => presenter.getByRole('region', { name: 'Threads and calls' }).innerText(), PATIENCE)
    .toContain('Ada');
  await presenter.getByRole('button', { name: 'Hold Thread-1' }).first().click();
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => bar(page).innerText(), PATIENCE)
    .toContain('The presenter is holding Thread-1');
});

test('wirestep is killed and started again: the follower is told, the recording is kept, the presenter goes on', async () => {
  const { presenter, join, port, ui, data, command } = await aClass();
  await talk(port, 'before the crash');
  const { page } = await follower(join);
  await expect
    .poll(() => terminalLines(page, 'server'), PATIENCE)
    .toContainEqual(expect.stringMatching(/before the crash$/));
  const before = await moment(page);
  command.kill('SIGKILL');
  await command.ended;
  await expect.poll(() => bar(page).innerText(), PATIENCE).toMatch(/lost|reconnect/i);
  // What has been received is still there to be looked at.
  expect(eventsIn(await moment(page))).toBe(eventsIn(before));
  await button(page, 'First').click();
  await button(page, 'Forward').click();
  expect(eventAt(await moment(page))).toBe(1);

  const again = await startIn(data, ['--lan'], { ui, port });
  const { page: next } = await openPage(`${again.address}#/recordings`);
  await expect
    .poll(() => next.getByRole('link', { name: /Live session/ }).count(), PATIENCE)
    .toBe(2);
  await next
    .getByRole('link', { name: /Live session/ })
    .last()
    .click();
  await expect
    .poll(() => terminalLines(next, 'server'), PATIENCE)
    .toContainEqual(expect.stringMatching(/before the crash$/));
  await presenter.close();
});

test('the room is asked what comes next: it answers, the call is stepped, the recording decides', async () => {
  const { presenter, join, port } = await aClass();
  const { page } = await follower(join);
  await button(presenter, 'Hold all').click();
  const socket = await connected(port);
  await presenter.getByRole('button', { name: /^Class/ }).click();
  await presenter.getByRole('button', { name: /^Ask: Thread-1 .* Will it have to wait/ }).click();

  await page.getByRole('radio', { name: 'It will return without waiting' }).check();
  await button(page, 'Send my answer').click();
  await expect
    .poll(() => presenter.getByRole('region', { name: 'Class' }).innerText(), PATIENCE)
    .toMatch(/1 .*answer/);
  await presenter.getByRole('checkbox', { name: /Show the tally/ }).check();
  await presenter.getByRole('spinbutton', { name: 'Hands for It will have to wait' }).fill('7');
  await presenter.keyboard.press('Tab');
  expect(await page.getByRole('table', { name: 'Tally' }).count()).toBe(0);

  socket.write(frame('Hello World!'));
  await expect
    .poll(() => presenter.getByText(/76 bytes wait/).count(), PATIENCE)
    .toBeGreaterThan(0);
  await presenter.keyboard.press('Escape');
  await button(presenter, 'Step').click();
  const tally = page.getByRole('table', { name: 'Tally' });
  await expect
    .poll(
      () => tally.getByRole('row', { name: /It will return without waiting/ }).innerText(),
      PATIENCE,
    )
    .toMatch(/Recorded\s+1/);
  expect(await tally.getByRole('row', { name: /It will have to wait/ }).innerText()).toMatch(/7/);
  await expect
    .poll(() => page.getByRole('group', { name: /^Result/ }).innerText(), PATIENCE)
    .toMatch(/Your answer/);
  socket.destroy();
});

test('when the class has ended followers are strangers, and no name is left', async () => {
  const { presenter, join } = await aClass();
  const { page } = await follower(join, 'Ada');
  await presenter.getByRole('button', { name: /^Class/ }).click();
  const panel = presenter.getByRole('region', { name: 'Class' });
  await expect.poll(() => panel.innerText(), PATIENCE).toContain('Ada');
  await panel.getByRole('button', { name: 'End the class…' }).click();
  await presenter.getByRole('button', { name: 'End the class', exact: true }).click();
  await expect.poll(() => bar(page).innerText(), PATIENCE).toContain('The class has ended');
  await expect.poll(() => panel.innerText(), PATIENCE).not.toContain('Ada');
  const late = await openPage(join, { stranger: true });
  await expect
    .poll(() => late.page.getByRole('alert').filter({ hasText: /./ }).innerText(), PATIENCE)
    .toBe('There is no class to join now: ask the presenter.');
});

test('a link that is wrong, used or for another class lets nobody in, and the presenter hears of it', async () => {
  const { presenter, address } = await aClass();
  for (const wrong of ['#join=abcdefghij', `#presenter=${'A'.repeat(43)}`]) {
    const { page } = await openPage(`${address}${wrong}`, { stranger: true });
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).innerText(), PATIENCE)
      .toMatch(/does not work/);
    expect(page.url()).not.toContain('=');
    await page.close();
  }
  const { page: stranger } = await openPage(`${address}#/live`, { stranger: true });
  await expect.poll(() => stranger.getByRole('main').innerText(), PATIENCE).toMatch(/link/);
  expect(await stranger.getByRole('region', { name: 'Terminal: server' }).count()).toBe(0);

  await presenter.getByRole('button', { name: /^Class/ }).click();
  const panel = presenter.getByRole('region', { name: 'Class' });
  await expect.poll(() => panel.innerText(), PATIENCE).toMatch(/code|link|token/i);
  await expect.poll(() => panel.getByRole('listitem').count(), PATIENCE).toBeGreaterThan(0);
});
