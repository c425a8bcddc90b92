/** A live session: stepped by the presenter, with a real Python client at the other end. */
import { expect, test } from 'vitest';
import type { Page } from 'playwright';
import { PythonProgram } from '../interop/python-program.ts';
import { until } from '../support/until.ts';
import { openPage, PATIENCE, startWirestep, terminalLines, useBrowser } from './open-page.ts';

useBrowser();

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const moment = async (page: Page): Promise<string> =>
  (await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext')) ?? '';
const sentence = (page: Page) =>
  page.getByRole('group', { name: 'Transport' }).getByRole('status').first().innerText();
/** What the bar of the live session says of the thread that its buttons are about. */
const stepping = (page: Page) =>
  page.getByRole('region', { name: 'Live session' }).getByRole('status').first().innerText();
/** `sent`, `taken`, `waiting here`, `on the way` of the direction to the server. */
async function toServer(page: Page): Promise<readonly string[]> {
  const row = page.getByRole('row').filter({ hasText: /^to server/ });
  const cells = await row.getByRole('cell').allInnerTexts();
  return cells.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** The presenter's page on the running session of a wirestep of its own. */
async function live() {
  const started = await startWirestep();
  const opened = await openPage(`${started.address}#/live`);
  await expect.poll(() => terminalLines(opened.page, 'server'), PATIENCE).toHaveLength(2);
  return { ...started, ...opened };
}

/** Sends one message and prints what comes back, each time that Enter is pressed. */
const TALKS = `import socket
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", PORT))
print("connected")
while True:
    msg = input().encode("utf-8")
    client.send(str(len(msg)).encode("utf-8").ljust(64))
    client.send(msg)
    print("sent")
    print(client.recv(2048).decode("utf-8"))
`;
const talkingClient = (port: number): PythonProgram =>
  new PythonProgram('talks.py', port, {}, TALKS.replace('PORT', String(port)));

test('a thread is held before recv: what Python sends waits in the queue, and is taken with the step', async () => {
  const { page, port, complaints } = await live();
  await button(page, 'Hold all').click();
  const python = talkingClient(port);
  await until(() => python.stdout === 'connected\n');
  // The acceptor is held before its call too: it was in it when the hold came.
  await expect.poll(() => stepping(page), PATIENCE).toMatch(/^Thread-1: held before recv/);

  python.type('Hello World!');
  await until(() => python.stdout === 'connected\nsent\n');
  await expect.poll(() => toServer(page), PATIENCE).toContainEqual(expect.stringMatching(/^76/));
  expect(await sentence(page)).toContain('Meanwhile 76 bytes wait in its queue.');
  expect(await page.getByRole('button', { name: /^Byte \d+:.*taken/ }).count()).toBe(0);

  await button(page, 'Step').click();
  await expect.poll(() => sentence(page), PATIENCE).toMatch(/Thread-1 is held before recv/);
  await button(page, 'Back').click();
  // 64 of them are taken by the one recv that was let through; the payload waits on.
  await expect
    .poll(() => page.getByRole('button', { name: /^Byte \d+:.*taken by recv/ }).count(), PATIENCE)
    .toBe(64);
  expect(python.stdout).toBe('connected\nsent\n');

  await button(page, 'Now').click();
  await button(page, 'Resume all').click();
  await until(() => python.stdout === 'connected\nsent\nMsg received\n');
  await expect
    .poll(() => terminalLines(page, 'server'), PATIENCE)
    .toContainEqual(expect.stringMatching(/\] Hello World!$/));
  await python.kill();
  expect(complaints).toEqual([]);
});

test('one chosen thread is held while the others run', async () => {
  const { page, port } = await live();
  const [one, two] = [talkingClient(port), talkingClient(port)];
  await until(() => one.stdout === 'connected\n' && two.stdout === 'connected\n');
  await button(page, /^Threads of the server/).click();
  const threads = page.getByRole('list', { name: 'Threads now' });
  await threads.getByRole('button', { name: 'Hold Thread-1' }).click();
  await page.keyboard.press('Escape');
  one.type('from one');
  two.type('from two');
  // Which of the two has Thread-1 is the kernel's to say: one is answered, the other waits.
  await until(() => [one, two].some(({ stdout }) => stdout.endsWith('Msg received\n')));
  await expect.poll(() => stepping(page), PATIENCE).toMatch(/^Thread-1: held before recv/);
  const answered = [one, two].filter(({ stdout }) => stdout.endsWith('Msg received\n'));
  expect(answered).toHaveLength(1);
  await button(page, /^Resume/)
    .first()
    .click();
  await until(() => [one, two].every(({ stdout }) => stdout.endsWith('Msg received\n')));
  await Promise.all([one.kill(), two.kill()]);
});

test('the playhead stays where it was put while events arrive, and one key leads to now', async () => {
  const { page, port } = await live();
  await button(page, 'First').click();
  await button(page, 'Forward').click();
  const before = await moment(page);
  const python = talkingClient(port);
  await until(() => python.stdout === 'connected\n');
  python.type('Hello World!');
  await until(() => python.stdout.endsWith('Msg received\n'));
  const rank = (text: string): number => Number(/event (\d+) of/.exec(text)?.[1]);
  const all = (text: string): number => Number(/ of (\d+)/.exec(text)?.[1]);
  await expect.poll(async () => all(await moment(page)), PATIENCE).toBeGreaterThan(all(before));
  expect(rank(await moment(page))).toBe(1);
  await page.keyboard.press('l');
  await expect.poll(() => terminalLines(page, 'server'), PATIENCE).toHaveLength(5);
  await python.kill();
});

test('what is typed on the page is a message; Ctrl-C ends the client as Python ends it, without a goodbye', async () => {
  const { page } = await live();
  await button(page, 'New client').click();
  const offers = page.getByRole('dialog', { name: 'New client' });
  await offers
    .getByRole('button', { name: /^What I type/ })
    .first()
    .click();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.ariaLabel), PATIENCE)
    .toMatch(/^client-1, takes a line/);
  await page.keyboard.type('Hello World!');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => terminalLines(page, 'client-1'), PATIENCE)
    .toEqual(['Hello World!', 'Msg received']);
  await expect
    .poll(() => terminalLines(page, 'server'), PATIENCE)
    .toContainEqual(expect.stringMatching(/\] Hello World!$/));

  await page.keyboard.press('Control+c');
  await expect
    .poll(async () => (await terminalLines(page, 'client-1')).at(-1), PATIENCE)
    .toBe('KeyboardInterrupt');
  await expect.poll(() => page.getByText(/exit code 130/).count(), PATIENCE).toBeGreaterThan(0);
  // Its thread spins on the end of the stream: the presenter ends it.
  await button(page, /^Threads of the server/).click();
  await button(page, 'End the thread whose client is gone').click();
  await expect
    .poll(() => page.getByRole('list', { name: 'Threads now' }).innerText(), PATIENCE)
    .not.toContain('Thread-1');
  await page.keyboard.press('Escape');
  expect(await terminalLines(page, 'server')).not.toContainEqual(
    expect.stringMatching(/\] !DISCONNECT$/),
  );
});

test('a restart is a recording of its own, and says what it does that the course does not', async () => {
  const { page, port, ui } = await live();
  const python = talkingClient(port);
  await until(() => python.stdout === 'connected\n');
  const first = new URL(page.url()).hash.split('?')[0];
  const session = page.getByRole('dialog', { name: 'Session' });
  await button(page, /^Session/).click();
  await session.getByRole('button', { name: 'Restart' }).click();
  await session.getByRole('button', { name: 'Restart it' }).click();
  await expect.poll(() => new URL(page.url()).hash.split('?')[0], PATIENCE).not.toBe(first);
  await expect.poll(() => terminalLines(page, 'server'), PATIENCE).toHaveLength(2);
  await expect.poll(() => page.getByText(/set SO_REUSEADDR/).count(), PATIENCE).toBe(1);

  // The page's own port is in use: that is said, and the session before it is whole.
  await button(page, /^Session/).click();
  await session.getByRole('textbox', { name: 'Port' }).fill(String(ui));
  await session.getByRole('button', { name: 'Restart' }).click();
  await expect.poll(() => page.getByText(`Port ${ui}`).count(), PATIENCE).toBeGreaterThan(0);
  await page.goto(`${new URL(page.url()).origin}/#/recordings`);
  await expect
    .poll(() => page.getByRole('link', { name: /Live session/ }).count(), PATIENCE)
    .toBe(2);
  await python.kill();
});
