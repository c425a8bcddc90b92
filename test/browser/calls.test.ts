import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { OWN } from '../../src/trace/limits.ts';
import Calls from '../../src/views/calls/Calls.svelte';
import { callListOf } from '../../src/views/calls/call-list.svelte.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { connected, oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());

/** A client that only sends: two rows of calls for each, as many as asked for. */
function manyCalls(rows: number): Trace {
  const talk = connected();
  const who = { p: 2, th: 2, s: 2, fd: 22 };
  for (let n = 0; n < rows; n++) {
    const call = talk.add('send', { ...who, len: 1, off: n, u: n % 50_000 === 4321 ? '!' : 'x' });
    talk.add('send.ret', { ...who, re: call, n: 1 });
  }
  return parseTrace(talk.bytes(), OWN).trace;
}

/** The panel, as wide and as high as it is on a common screen, with the playhead at the end. */
async function open(of: Trace = trace, width = 320) {
  const player = new PlayerState(of, undefined, undefined);
  player.replay.last();
  const { container, unmount } = await render(Calls, { player });
  container.style.cssText = `display: flex; width: ${width}px; height: 220px; background: var(--panel)`;
  return { player, container, unmount };
}

const rows = () => page.getByRole('listitem');
const search = () => page.getByRole('searchbox', { name: 'Search the calls' });

describe('filter', () => {
  test('by kind of call, and back to all', async () => {
    await open();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('checkbox', { name: 'send', exact: true }).click();
    await expect.poll(() => rows().elements().length).toBe(3);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => rows().elements().length).toBeGreaterThan(9);
  });

  test('by thread and by connection, chosen by their names', async () => {
    await open();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabelText('Thread').selectOptions('T1 Thread-1 (handle_client)');
    await expect.poll(() => rows().elements().length).toBe(3);
    await page.getByLabelText('Thread').selectOptions('all');
    await page.getByLabelText('Connection').selectOptions('1: 127.0.0.1:58994');
    await expect.poll(() => rows().elements().length).toBe(9);
  });
});

describe('search', () => {
  test('a text leaves the calls that gave or took it', async () => {
    await open();
    await search().fill('Hello');
    await expect.poll(() => rows().elements().length).toBe(2);
    await expect.element(page.getByText('text: 2 so far')).toBeVisible();
  });

  test('bytes are searched as bytes', async () => {
    await open();
    await search().fill('0x21');
    await expect.element(page.getByText('bytes 21: 2 so far')).toBeVisible();
  });

  test('what is found after the playhead is not listed; Enter goes there', async () => {
    const { player } = await open();
    player.replay.seekRank(1);
    await search().fill('Hello');
    await expect.element(page.getByText('text: none so far')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => player.replay.event).toMatchObject({ kind: 'send', len: 12 });
    await expect.poll(() => rows().elements().length).toBe(1);
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await expect.element(page.getByText('No earlier match.').first()).toBeInTheDocument();
  });

  test('what is searched for is what a link brings back', async () => {
    const { player } = await open();
    await search().fill('recv');
    expect(player.look.find).toBe('recv');
    await userEvent.keyboard('{Escape}');
    expect(player.find).toBe('');
  });
});

test('a jump goes to the recv that returned less than asked', async () => {
  const { player } = await open();
  player.replay.seekRank(1);
  await page.getByRole('button', { name: 'Jump to' }).click();
  await page.getByRole('button', { name: 'Next recv that returned less than asked' }).click();
  expect(player.replay.event).toMatchObject({ kind: 'recv.ret', n: 12 });
  const current = document.querySelector('[aria-current="step"]');
  expect(current?.textContent).toContain('recv(22, ≤2048)');
});

describe('the list', () => {
  test('a hundred thousand calls are few elements, and the last is reached', async () => {
    const { player } = await open(manyCalls(100_000));
    const count = callListOf(player).count;
    expect(count).toBeGreaterThan(100_000);
    await expect.poll(() => rows().elements().length).toBeLessThan(40);
    await expect.element(rows().last()).toHaveAttribute('aria-posinset', String(count));
    player.replay.seekRank(40);
    await expect.element(rows().last()).toHaveTextContent(/send\(22, 1 bytes\)/);
  });

  test('a search of a hundred thousand calls finds the two that match', async () => {
    const { player } = await open(manyCalls(100_000));
    await search().fill('0x21');
    await expect.element(page.getByText('bytes 21: 2 so far')).toBeVisible();
    player.replay.seekRank(1);
    await expect.element(page.getByText('bytes 21: none so far')).toBeVisible();
  });

  test('that is gone does not mind the scrolling that the browser tells of later', async () => {
    const { unmount } = await open();
    const list = page.getByRole('group', { name: 'List of calls' }).element();
    await unmount();
    let wrong: unknown;
    const note = (event: ErrorEvent) => (wrong = event.error);
    window.addEventListener('error', note);
    list.dispatchEvent(new Event('scroll'));
    window.removeEventListener('error', note);
    expect(wrong).toBeUndefined();
  });

  test('arrow keys move between rows, Enter seeks', async () => {
    const { player } = await open();
    const last = rows().last().getByRole('button');
    (last.element() as HTMLElement).focus();
    await userEvent.keyboard('{Home}');
    await expect.element(rows().first().getByRole('button')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(player.replay.event?.kind).toBe('bind');
  });

  test('End and Home reach both ends of a long list, with the focus', async () => {
    await open(manyCalls(2000));
    await expect.element(rows().last()).toHaveAttribute('aria-posinset', '2008');
    await expect.poll(() => rows().elements().length).toBeLessThan(30);
    (rows().last().getByRole('button').element() as HTMLElement).focus();
    await userEvent.keyboard('{Home}');
    await expect.poll(() => document.activeElement?.textContent).toContain('socket()');
    await userEvent.keyboard('{End}');
    await expect.poll(() => document.activeElement?.textContent).toContain('send(');
  });

  test('Tab stops at one row only', async () => {
    const { container } = await open();
    expect(container.querySelectorAll('li button[tabindex="0"]')).toHaveLength(1);
  });

  test('a long call keeps its result and its time in sight', async () => {
    const talk = connected();
    const address = ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', 58_994];
    const who = { p: 2, th: 2, s: 2, fd: 22 };
    const call = talk.add('connect', { ...who, address });
    const why = { name: 'ECONNREFUSED', number: 111, message: 'Connection refused' };
    talk.add('connect.err', { ...who, re: call, ...why }, 123_456);
    const { container } = await open(parseTrace(talk.bytes()).trace, 290);
    const row = container.querySelector('li:last-child button') as HTMLElement;
    const took = row.querySelector('.took') as HTMLElement;
    expect(took.textContent).toBe('123.5 ms');
    expect(took.getBoundingClientRect().right).toBeLessThanOrEqual(
      row.getBoundingClientRect().right,
    );
    expect(row.textContent).toContain(':58994)');
    await expect.element(page.getByText('ECONNREFUSED')).toBeVisible();
  });

  test('a wait is marked, and says how it is known', async () => {
    const { container } = await open();
    const row = container.querySelector('li:has(.waited)') as HTMLElement;
    expect(row.textContent).toMatch(/waited .* derived/);
  });

  test('with the future shown, what has not happened is listed as such', async () => {
    const { player } = await open();
    player.replay.seekRank(1);
    await expect.poll(() => rows().elements().length).toBe(0);
    player.future = true;
    await expect.poll(() => rows().elements().length).toBeGreaterThan(9);
    await expect.element(rows().first()).toHaveTextContent(/not yet/);
  });
});

test.each(['light', 'dark'])('nothing hinders assistive technology (%s)', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  const { player, container } = await open();
  player.find = 'recv';
  await expect.element(page.getByText('text: 3 so far')).toBeVisible();
  expect((await axe.run(container)).violations).toEqual([]);
  await page.getByRole('button', { name: 'Filter' }).click();
  expect((await axe.run(container)).violations).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: 'Jump to' }).click();
  expect((await axe.run(container)).violations).toEqual([]);
});
