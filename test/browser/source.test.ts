import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import Locals from '../../src/views/source/Locals.svelte';
import Source from '../../src/views/source/Source.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { Conversation, oneMessage } from '../support/conversation.ts';

/** Two handler threads of one loop: T1 runs lines 1 2 1 2 1, T2 runs line 2. */
function loop(): Trace {
  const talk = new Conversation();
  const source = ['while True:', '    msg = recv()', '    print(msg)'].join('\n');
  talk.add('file', { p: 1, f: 1, path: 'loop.py', language: 'python', source });
  talk.add('prog.start', { p: 1, name: 'server', role: 'server', argv: [] });
  const run = (th: number, l: number, locals?: object) =>
    talk.add('line', { p: 1, th, f: 1, l, fn: 'loop', locals });
  for (const th of [1, 2]) talk.add('thread.run', { p: 1, th, name: `Thread-${th}`, tid: th });
  run(1, 1);
  run(1, 2, { msg: "'one'" });
  run(2, 2);
  run(1, 1, { msg: `'12${' '.repeat(62)}'` });
  run(1, 2, { msg: '12', n: '1' });
  run(1, 1);
  return parseTrace(talk.bytes()).trace;
}

async function open(trace: Trace, thread?: number) {
  await page.viewport(800, 600);
  const player = new PlayerState(trace, undefined, undefined);
  player.replay.thread = thread;
  player.replay.last();
  const { container } = await render(Source, { player, highlighted: [] });
  container.style.cssText = 'display: flex; flex-direction: column; width: 440px; height: 260px';
  return player;
}
const lines = page.getByRole('region', { name: 'Source' }).getByRole('listitem');
const line = (number: number) =>
  lines
    .nth(number - 1)
    .getByRole('button')
    .first();
const seqs = (trace: Trace, thread: number, wanted: number) =>
  [...trace.ofThread(thread)]
    .filter((position) => trace.siteAt(position)?.line === wanted)
    .map((position) => trace.seqs[position]);

describe('a click on a line', () => {
  test('goes to its next run by the selected thread, with Shift to the one before', async () => {
    const trace = loop();
    const { replay } = await open(trace, 1);
    const [first, second, third] = seqs(trace, 1, 1);
    replay.seekRank(2);
    await line(1).click();
    expect(replay.event?.seq).toBe(first);
    await line(1).click();
    expect(replay.event?.seq).toBe(second);
    await line(1).click();
    expect(replay.event?.seq).toBe(third);
    await line(1).click({ modifiers: ['Shift'] });
    expect(replay.event?.seq).toBe(second);
  });

  test('after the last run stays where it is', async () => {
    const trace = loop();
    const { replay } = await open(trace, 1);
    await line(1).click();
    expect(replay.event?.seq).toBe(seqs(trace, 1, 1).at(-1));
  });

  test('with no thread selected goes to a run by any', async () => {
    const trace = loop();
    const { replay } = await open(trace);
    replay.seekSeq(seqs(trace, 1, 2)[0] ?? 0);
    await line(2).click();
    expect(replay.event).toMatchObject({ thread: 2, line: 2 });
  });
});

describe('lines', () => {
  test('that were never run are not offered', async () => {
    await open(loop(), 1);
    await expect.element(line(1)).toBeVisible();
    await expect.element(lines.nth(2)).toHaveTextContent('print(msg)');
    await expect.element(lines.nth(2).getByRole('button')).not.toBeInTheDocument();
  });

  test('are reached by Tab once, then by arrows; Enter jumps, Shift+Enter back', async () => {
    const trace = loop();
    const { replay } = await open(trace, 1);
    await expect.element(line(1)).toHaveAttribute('tabindex', '0');
    await expect.element(line(2)).toHaveAttribute('tabindex', '-1');
    line(1).element().focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(line(2)).toHaveFocus();
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    expect(replay.event?.seq).toBe(seqs(trace, 1, 2)[1]);
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    expect(replay.event?.seq).toBe(seqs(trace, 1, 2)[0]);
    await userEvent.keyboard('{Enter}');
    expect(replay.event?.seq).toBe(seqs(trace, 1, 2)[1]);
    await expect.element(line(2)).toHaveFocus();
  });

  test('tell on focus and on hover how often they run', async () => {
    const { replay } = await open(loop(), 1);
    line(1).element().focus();
    await expect.element(line(1)).toHaveAccessibleDescription('runs 3 times, this is the 3rd');
    await line(2).hover();
    await expect.element(lines.nth(1)).toHaveTextContent(/2 runs, before/);
    replay.seekRank(2);
    await expect.element(lines.nth(1)).toHaveTextContent(/2 runs, later/);
  });

  test('have a second way back and forth beside them', async () => {
    const trace = loop();
    const { replay } = await open(trace, 1);
    await line(2).hover();
    await expect.element(page.getByRole('button', { name: 'Next run of line 2' })).toBeDisabled();
    await page.getByRole('button', { name: 'Previous run of line 2' }).click();
    expect(replay.event?.seq).toBe(seqs(trace, 1, 2)[1]);
  });
});

describe('the gutter', () => {
  test('has the badges of the other threads of the file', async () => {
    await open(loop(), 1);
    await expect.element(lines.nth(0)).toHaveTextContent(/at this line: T1/);
    await expect.element(lines.nth(1)).toHaveTextContent(/at this line: T2/);
    await expect.element(lines.nth(1)).not.toHaveAttribute('aria-current');
    await expect.element(lines.nth(0)).toHaveAttribute('aria-current', 'step');
  });

  test('shows nobody before their first line', async () => {
    const { replay } = await open(loop(), 1);
    replay.seekRank(2);
    await expect.element(page.getByText('T1 has not run a line yet.')).toBeVisible();
    await expect.element(lines.nth(0)).not.toHaveTextContent(/at this line/);
  });
});

test('the Python line of a TypeScript program is marked as derived, its own as measured', async () => {
  const talk = oneMessage();
  const source = { p: 1, language: 'typescript', source: 'a\nb', path: 'server.ts' };
  talk.add('file', { ...source, f: 2, twin: 1, twin_lines: [7, 10] });
  talk.add('line', { p: 1, th: 3, f: 2, l: 2, fn: 'handle_client' });
  const player = await open(parseTrace(talk.bytes()).trace, 3);
  await expect.element(page.getByRole('button', { name: 'derived' })).toBeVisible();
  await expect.element(lines.nth(9)).toHaveAttribute('aria-current', 'step');
  await page.getByRole('button', { name: 'TypeScript' }).click();
  expect(player.language).toBe('typescript');
  await expect.element(page.getByRole('button', { name: 'measured' })).toBeVisible();
  await expect.element(lines.nth(1)).toHaveAttribute('aria-current', 'step');
});

test('a recording of calls says that it has no lines, and still shows the program', async () => {
  const text = new TextDecoder().decode(oneMessage().bytes());
  const calls = text
    .replace('"detail":"lines"', '"detail":"calls"')
    .split('\n')
    .filter((one) => !one.includes('"k":"line"'));
  const { trace } = parseTrace(new TextEncoder().encode(calls.join('\n')));
  await open(trace, 3);
  await expect
    .element(page.getByText('This recording holds calls only: no lines, no locals.'))
    .toBeVisible();
  await expect.element(lines.nth(0)).toHaveTextContent('import socket');
  await expect.element(page.getByRole('button', { name: /msg_length/ })).not.toBeInTheDocument();
});

describe('locals', () => {
  async function openLocals() {
    const player = new PlayerState(loop(), undefined, undefined);
    player.replay.thread = 1;
    await render(Locals, { player });
    return player;
  }
  const region = page.getByRole('region', { name: 'Locals' });

  test('say what they were, and which are new', async () => {
    const { replay } = await openLocals();
    replay.last();
    replay.back();
    await expect.element(region).toHaveTextContent(/msg\s*12\s*was '12' \+ 62 spaces/);
    await expect.element(region).toHaveTextContent(/n\s*1\s*new/);
  });

  test('are read in full by a click or by Enter', async () => {
    const { replay } = await openLocals();
    replay.last();
    replay.back();
    const value = region.getByRole('button', { name: /^12/ });
    await expect.element(value).toHaveAttribute('aria-expanded', 'false');
    value.element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(value).toHaveAttribute('aria-expanded', 'true');
    expect(value.element().textContent).toContain(`'12${' '.repeat(62)}'`);
  });
});

test('has no accessibility violations', async () => {
  await open(loop(), 1);
  await line(2).hover();
  const { violations } = await axe.run(page.getByRole('region', { name: 'Source' }).element());
  expect(violations).toEqual([]);
});
