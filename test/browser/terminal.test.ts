import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import Terminals from '../../src/views/terminal/Terminals.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { Conversation } from '../support/conversation.ts';

/** A server that prints `lines` lines, and clients that print one each. */
function printing(lines: number, clients = 1, text = (n: number) => `line ${n} of many`): Trace {
  const talk = new Conversation();
  talk.add('prog.start', { p: 1, name: 'server', role: 'server', argv: [] });
  const out = { p: 1, th: 1, stream: 'stdout' };
  for (let n = 1; n <= lines; n++) talk.add('out', { ...out, text: `${text(n)}\n` });
  for (let n = 2; n < clients + 2; n++) {
    talk.add('prog.start', { p: n, name: `client-${n - 1}`, role: 'client', argv: [] });
    talk.add('out', { p: n, th: n, stream: 'stdout', text: `I am client ${n - 1}\n` });
  }
  return parseTrace(talk.bytes()).trace;
}

async function open(trace: Trace, size: readonly [number, number] = [1440, 900]) {
  await page.viewport(...size);
  const player = new PlayerState(trace, undefined, undefined);
  player.replay.last();
  const { container } = await render(Terminals, { player });
  container.style.cssText = 'display: flex; flex-direction: column; width: 360px; height: 700px';
  return player;
}
const terminal = (name: string) => page.getByRole('region', { name: `Terminal: ${name}` });
/** What the eye sees: the rows as they are drawn. */
const drawn = (name: string) => rows(name)?.textContent ?? '';
const rows = (name: string) => terminal(name).element().querySelector('.xterm-rows');
/** The emulator is loaded when it is first wanted. */
const PATIENCE = { timeout: 10_000 };
const settled = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('at every playhead', () => {
  test('the terminal shows just what was on it, forwards and backwards', async () => {
    const { replay } = await open(printing(8, 0));
    for (const rank of [9, 3, 6, 5, 2, 9]) {
      replay.seekRank(rank);
      const last = () =>
        drawn('server')
          .match(/line \d+ of many/g)
          ?.at(-1);
      await expect.poll(last, PATIENCE).toBe(`line ${rank - 1} of many`);
    }
  });

  test('going back never shows an empty terminal, not for one frame', async () => {
    const { replay } = await open(printing(30, 0));
    await expect.poll(() => drawn('server'), PATIENCE).toContain('line 30 of many');
    const seen: string[] = [];
    // After every task that drew: more often than there are frames.
    const watcher = new MutationObserver(() => seen.push(drawn('server')));
    const element = rows('server');
    if (element === null) throw new Error('no rows');
    watcher.observe(element, { childList: true, subtree: true, characterData: true });
    for (let n = 0; n < 15; n++) {
      replay.back();
      await settled();
    }
    await expect.poll(() => drawn('server'), PATIENCE).not.toContain('line 16 of many');
    watcher.disconnect();
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((text) => !/line \d+ of many/.test(text))).toEqual([]);
  });

  test('of five megabytes only the end is handed over, and that is said', async () => {
    const { replay } = await open(printing(50, 0, (n) => `${n} ${'x'.repeat(100_000)}`));
    await expect
      .element(terminal('server'))
      .toHaveTextContent(/The first 4,\d{3},\d{3} characters are not shown\./);
    replay.back();
    const held = () => {
      const row = terminal('server').element().querySelector('[aria-setsize]');
      return Number(row?.getAttribute('aria-setsize'));
    };
    await expect.poll(held, PATIENCE).toBeGreaterThan(100);
    expect(held()).toBeLessThan(1500);
    await terminal('server').getByRole('button', { name: 'Show more' }).click();
    await expect.element(terminal('server')).toHaveTextContent(/The first 3,\d{3},\d{3} char/);
    replay.first();
    await expect.element(terminal('server')).not.toHaveTextContent(/are not shown/);
  });
});

describe('the keyboard', () => {
  async function focused() {
    const player = await open(printing(100, 0));
    await expect.poll(() => drawn('server'), PATIENCE).toContain('line 100 of many');
    const field = terminal('server').getByRole('textbox', { name: /^server, not taking input/ });
    field.element().focus();
    return { player, field };
  }

  test('reaches the terminal with Tab, and leaves with it', async () => {
    const { field } = await focused();
    await userEvent.keyboard('{Tab}');
    await expect.element(field).not.toHaveFocus();
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    await expect.element(page.getByRole('button', { name: 'Find in server' })).toHaveFocus();
  });

  test('selects all of it, or row by row, and copies', async () => {
    await focused();
    const copied = () => {
      const data = new DataTransfer();
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
      );
      return data.getData('text/plain');
    };
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
    expect(copied().trimEnd()).toBe('line 99 of many\nline 100 of many');
    await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(copied().trimEnd()).toBe('line 100 of many');
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(copied()).toMatch(/^line 1 of many\nline 2 of many\n[^]*line 100 of many/);
  });
});

describe('searching', () => {
  const count = () => terminal('server').getByRole('status');

  test('opens by Ctrl+F, counts, goes on and back, closes by Escape', async () => {
    await open(printing(12, 0));
    await expect.poll(() => drawn('server'), PATIENCE).toContain('line 12 of many');
    const field = terminal('server').getByRole('textbox', { name: /^server, not taking input/ });
    field.element().focus();
    await userEvent.keyboard('{Control>}f{/Control}');
    const input = terminal('server').getByRole('textbox', { name: 'Find in server' });
    await expect.element(input).toHaveFocus();
    await userEvent.keyboard('line 1');
    await expect.element(count()).toHaveTextContent(/^\d of 4$/);
    const at = () => Number(/^\d/.exec(count().element().textContent ?? '')?.[0]);
    const first = at();
    await userEvent.keyboard('{Enter}');
    await expect.element(count()).toHaveTextContent(`${(first % 4) + 1} of 4`);
    await terminal('server').getByRole('button', { name: 'Previous match' }).click();
    await expect.element(count()).toHaveTextContent(`${first} of 4`);
    await input.fill('nothing like it');
    await expect.element(count()).toHaveTextContent('not found');
    await userEvent.keyboard('{Escape}');
    await expect.element(input).not.toBeInTheDocument();
    await expect.element(field).toHaveFocus();
  });
});

describe('many programs', () => {
  test('with room for two, the server stays above and one client is below', async () => {
    await open(printing(3, 3));
    await expect.poll(() => drawn('client-3'), PATIENCE).toContain('I am client 3');
    expect(drawn('server')).toContain('line 3 of many');
    await page.getByRole('button', { name: 'client-1' }).click();
    await expect.poll(() => drawn('client-1'), PATIENCE).toContain('I am client 1');
    expect(drawn('client-1')).not.toContain('I am client 3');
    await expect.element(terminal('client-3')).not.toBeInTheDocument();
  });

  test('what was picked stays in front, and a tab that is written on says so', async () => {
    const { replay } = await open(printing(3, 2), [1366, 768]);
    await page.getByRole('button', { name: 'client-1' }).click();
    replay.seekRank(3);
    await expect.poll(() => drawn('client-1'), PATIENCE).not.toContain('I am client 1');
    await expect
      .element(page.getByRole('button', { name: /^server.*has just been written on/ }))
      .toBeVisible();
    replay.thread = 1;
    await expect.poll(() => drawn('server'), PATIENCE).toContain('line 2 of many');
  });

  test('more than six clients are chosen from a list', async () => {
    await open(printing(1, 9));
    const list = page.getByRole('combobox', { name: 'Terminals of clients' });
    await list.selectOptions('client-7');
    await expect.poll(() => drawn('client-7'), PATIENCE).toContain('I am client 7');
  });

  test('with room for one, that of the program that wrote last is in front', async () => {
    const { replay } = await open(printing(3, 2), [1366, 768]);
    await expect.poll(() => drawn('client-2'), PATIENCE).toContain('I am client 2');
    replay.seekRank(3);
    await expect.poll(() => drawn('server'), PATIENCE).toContain('line 2 of many');
    await expect.element(terminal('client-2')).not.toBeInTheDocument();
  });
});

test('the tree for screen readers has the rows; nothing is called out beside the sentence', async () => {
  await open(printing(3, 0));
  const list = terminal('server').getByRole('list');
  await expect.element(list).toHaveTextContent(/line 3 of many/);
  const live = terminal('server').element().querySelector('.live-region');
  expect(live?.getAttribute('aria-live')).toBe('off');
});

test('has no accessibility violations, searching or not', async () => {
  await open(printing(3, 9));
  await expect.poll(() => drawn('server'), PATIENCE).toContain('line 3 of many');
  await page.getByRole('button', { name: 'Find in server' }).click();
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations).toEqual([]);
});
