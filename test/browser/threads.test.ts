import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import Inspector from '../../src/views/thread/Inspector.svelte';
import { connected, oneMessage } from '../support/conversation.ts';

const T1 = 3;
const waits = connected();
const asked = { p: 1, th: T1, state: 'S', syscall: 'recvfrom', args: ['24', '0x7f', '64'] };
waits.add('kernel', { ...asked, re: 25 }, 20_000);

async function open(bytes = oneMessage().bytes(), thread: number | undefined = T1) {
  await page.viewport(800, 700);
  const player = new PlayerState(parseTrace(bytes).trace, undefined, undefined);
  player.replay.thread = thread;
  player.replay.last();
  const { container } = await render(Inspector, { player });
  container.style.cssText = 'display: flex; flex-direction: column; width: 330px; height: 600px';
  await page.getByRole('button', { name: 'Thread', exact: true }).click();
  await expect.element(region).toBeVisible();
  return player;
}
const region = page.getByRole('region', { name: 'Thread' });
const lit = () =>
  [...region.element().querySelectorAll('g.now')].map(
    (node) => (node as SVGElement).dataset['state'],
  );

describe('the picture of a thread’s states', () => {
  test('lights the state at the playhead, and counts', async () => {
    const { replay } = await open(waits.bytes());
    await expect
      .element(region)
      .toHaveTextContent(/State now: blocked\. So far running once, blocked once/);
    expect(lit()).toEqual(['blocked']);
    replay.seekSeq(24);
    await expect
      .element(region)
      .toHaveTextContent(/State now: running\. So far running once, blocked 0 times/);
    expect(lit()).toEqual(['running']);
    replay.seekSeq(19);
    await expect.element(region).toHaveTextContent(/State now: new/);
  });

  test('the state is not told by colour alone: its frame is thicker and its words are bold', async () => {
    await open(waits.bytes());
    await expect.poll(lit).toEqual(['blocked']);
    const look = (which: string) => {
      const node = region.element().querySelector(which) as SVGElement;
      return {
        frame: parseFloat(getComputedStyle(node.querySelector('rect') as Element).strokeWidth),
        words: Number(getComputedStyle(node.querySelector('text') as Element).fontWeight),
      };
    };
    const [now, other] = [look('g.now'), look('g:not(.now)')];
    expect(now.frame).toBeGreaterThan(other.frame);
    expect(now.words).toBeGreaterThan(other.words);
  });

  test('adds up the time in calls, measured', async () => {
    await open();
    await expect.element(region).toHaveTextContent(/In calls\s*41\.\d ms so far/);
    await expect.element(region.getByRole('button', { name: 'measured' }).first()).toBeVisible();
  });
});

describe('a thread that waits', () => {
  test('has the kernel’s own word beside it', async () => {
    await open(waits.bytes());
    await expect.element(region).toHaveTextContent('The kernel says: S in recvfrom(24, …, 64)');
  });

  test('has none before the kernel was asked', async () => {
    const { replay } = await open(waits.bytes());
    replay.seekSeq(25);
    await expect.element(region).toHaveTextContent(/In recv/);
    await expect.element(region).not.toHaveTextContent(/The kernel says/);
  });

  test('says who it is and what it uses', async () => {
    await open(waits.bytes());
    await expect
      .element(region)
      .toHaveTextContent(/Thread-1 \(handle_client\) of server, kernel’s number 103/);
    await expect.element(region).toHaveTextContent('socket 24, connection 1 with 127.0.0.1:58994');
  });
});

describe('stepping one thread only', () => {
  test('goes to its next event and back, and leaves the others out', async () => {
    const { replay } = await open();
    const { trace } = replay;
    replay.seekSeq(19);
    const own = [...trace.ofThread(T1)].map((position) => trace.seqs[position]);
    const walked: (number | undefined)[] = [];
    for (let n = 0; n < 4; n++) {
      await page.getByRole('button', { name: 'Next event of T1' }).click();
      walked.push(replay.event?.seq);
    }
    expect(walked).toEqual(own.slice(0, 4));
    await page.getByRole('button', { name: 'Previous event of T1' }).click();
    expect(replay.event?.seq).toBe(own[2]);
  });

  test('"Only this thread": Forward and Back of the transport stay with it', async () => {
    const { replay } = await open();
    const only = page.getByRole('button', { name: 'Only this thread' });
    await only.click();
    await expect.element(only).toHaveAttribute('aria-pressed', 'true');
    replay.first();
    const threads = new Set<number | undefined>();
    for (let n = 0; n < 6; n++) {
      replay.forward();
      threads.add(replay.trace.threads[replay.position]);
    }
    replay.back();
    threads.add(replay.trace.threads[replay.position]);
    expect([...threads]).toEqual([T1]);
    await only.click();
    expect(replay.onlyThread).toBe(false);
  });

  test('at its ends there is no further', async () => {
    const { replay } = await open();
    replay.seekSeq(19);
    await expect.element(page.getByRole('button', { name: 'Previous event of T1' })).toBeDisabled();
    replay.last();
    await expect.element(page.getByRole('button', { name: 'Next event of T1' })).toBeDisabled();
  });
});

test('a thread is pinned, and let go again', async () => {
  const player = await open();
  const pin = page.getByRole('button', { name: 'Pin' });
  await pin.click();
  expect(player.pins).toEqual([T1]);
  await expect.element(pin).toHaveAttribute('aria-pressed', 'true');
  await pin.click();
  expect(player.pins).toEqual([]);
});

test('its connection is followed, and no longer; a listening thread has none', async () => {
  const { replay } = await open();
  const follow = page.getByRole('button', { name: 'Follow its connection' });
  await follow.click();
  expect(replay.connection).toBe(1);
  await follow.click();
  expect(replay.connection).toBeUndefined();
  replay.thread = 1;
  await expect.element(region).toHaveTextContent(/listening on port 5050/);
  await expect.element(follow).not.toBeInTheDocument();
});

test('the locals are the other tab, with the line that changed them', async () => {
  const { replay } = await open();
  replay.last();
  await page.getByRole('button', { name: 'Locals', exact: true }).click();
  await expect
    .element(page.getByRole('region', { name: 'Locals' }))
    .toHaveTextContent(/msg_length/);
  await expect.element(page.getByText('changed by line 7')).toBeVisible();
});

test('has no accessibility violations', async () => {
  await open(waits.bytes());
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations).toEqual([]);
});
