import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import Lanes from '../../src/views/lanes/Lanes.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { connected, type Conversation, oneMessage } from '../support/conversation.ts';

const T1 = { p: 1, th: 3 };

/** Seq of the nth event of a kind. */
function seqIn(player: PlayerState, kind: string, nth = 0): number {
  const { trace } = player.replay;
  const position = trace.ofKind(kind as Parameters<typeof trace.ofKind>[0])[nth];
  if (position === undefined) throw new Error(`no ${kind}`);
  return trace.seqs[position] as number;
}

async function open(talk: Conversation = oneMessage(), width = 1440) {
  await page.viewport(width, 900);
  const { trace } = parseTrace(talk.bytes());
  const player = new PlayerState(trace, undefined, undefined);
  player.replay.seek(trace.length - 1);
  await render(Lanes, { player });
  const boxes = () => document.querySelectorAll<HTMLElement>('button[data-box]');
  const found = (seq: number): HTMLElement => {
    const one = document.querySelector<HTMLElement>(`button[data-box="${seq}"]`);
    if (one === null) throw new Error(`no box of ${seq}`);
    return one;
  };
  return { player, boxes, found, seq: (kind: string, nth = 0) => seqIn(player, kind, nth) };
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const paths = (selector: string) => document.querySelectorAll(`svg ${selector}`).length;
const settled = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('two scales', () => {
  test('each event one column first; real time when asked for, and back', async () => {
    const { player } = await open();
    await expect.element(button('Step scale')).toHaveAttribute('aria-pressed', 'true');
    await button('Time scale').click();
    expect(player.scale).toBe('time');
    await expect.element(page.getByText(/ms in sight/)).toBeVisible();
    await expect.element(page.getByText('20 ms', { exact: true })).toBeVisible();
    await button('Step scale').click();
    expect(player.scale).toBe('step');
    await expect.element(page.getByText(/in sight/)).not.toBeInTheDocument();
  });

  test('zoom by buttons, and all of it again', async () => {
    const { player } = await open();
    player.scale = 'time';
    await button('Zoom in').click();
    const first = player.zoom;
    expect(first).toBeDefined();
    await button('Zoom in').click();
    const length = (zoom = player.zoom) => (zoom?.to ?? 0) - (zoom?.from ?? 0);
    expect(length()).toBeLessThan(length(first));
    await button('Zoom out').click();
    expect(length()).toBeCloseTo(length(first), -2);
    await button('Fit').click();
    expect(player.zoom).toBeUndefined();
  });

  test('zoom and pan by keys while the lanes have the focus', async () => {
    const { player } = await open();
    player.scale = 'time';
    await settled();
    document.querySelector<HTMLElement>('button[data-box][tabindex="0"]')?.focus();
    await userEvent.keyboard('+++');
    const before = player.zoom;
    expect(before).toBeDefined();
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(player.zoom?.from).toBeLessThan(before?.from ?? 0);
    await userEvent.keyboard('-');
    await userEvent.keyboard('0');
    expect(player.zoom).toBeUndefined();
    expect(document.activeElement?.closest('[data-track]')).not.toBe(null);
  });

  test('zoom by the wheel about the pointer, pan by the wheel sideways and by a drag', async () => {
    const { player } = await open();
    player.scale = 'time';
    await settled();
    const track = document.querySelector('[data-track]');
    if (track === null) throw new Error('no track');
    const { left, top, width } = track.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + 5, bubbles: true, cancelable: true };
    const wheel = (more: WheelEventInit) =>
      track.dispatchEvent(new WheelEvent('wheel', { ...at, ...more }));
    expect(wheel({ deltaY: -400 })).toBe(false);
    const near = player.zoom;
    expect(near).toBeDefined();
    wheel({ deltaX: 60 });
    const right = player.zoom;
    expect(right?.from).toBeGreaterThan(near?.from ?? 0);
    const pointer = (type: string, x: number) =>
      track.dispatchEvent(new PointerEvent(type, { ...at, clientX: x, pointerId: 1, button: 0 }));
    pointer('pointerdown', left + 100);
    pointer('pointermove', left + 160);
    pointer('pointerup', left + 160);
    expect(player.zoom?.from).toBeLessThan(right?.from ?? 0);
  });

  test('two fingers apart look closer', async () => {
    const { player } = await open();
    player.scale = 'time';
    await settled();
    const track = document.querySelector('[data-track]');
    if (track === null) throw new Error('no track');
    const { left, top } = track.getBoundingClientRect();
    const touch = (type: string, pointerId: number, x: number) =>
      track.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          clientX: left + x,
          clientY: top + 5,
          button: 0,
          bubbles: true,
        }),
      );
    touch('pointerdown', 1, 100);
    touch('pointerdown', 2, 200);
    touch('pointermove', 2, 400);
    expect(player.zoom).toBeDefined();
    touch('pointerup', 1, 100);
    touch('pointerup', 2, 400);
  });

  test('a plain wheel over the step scale is the page’s own', async () => {
    await open();
    const track = document.querySelector('[data-track]');
    const wheel = new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true });
    expect(track?.dispatchEvent(wheel)).toBe(true);
  });

  test('the playhead stays in sight: the zoom moves along with it', async () => {
    const { player, seq } = await open();
    player.scale = 'time';
    const { trace } = player.replay;
    const at = (of: number) => trace.ats[trace.positionOf(of)] as number;
    player.replay.seekSeq(seq('accept'));
    await settled();
    const from = at(seq('socket'));
    player.zoom = { from, to: from + 300_000 };
    player.replay.seekSeq(seq('recv.ret'));
    await settled();
    const now = at(seq('recv.ret'));
    expect(player.zoom.from).toBeLessThanOrEqual(now);
    expect(player.zoom.to).toBeGreaterThan(now);
    expect(player.zoom.to - player.zoom.from).toBe(300_000);
  });

  test('panned away on the step scale, a button leads back to the playhead', async () => {
    await open(oneMessage(), 700);
    const track = document.querySelector('[data-track]');
    const back = button('To the playhead');
    await expect.element(back).not.toBeInTheDocument();
    track?.dispatchEvent(
      new WheelEvent('wheel', { deltaX: -600, bubbles: true, cancelable: true }),
    );
    await back.click();
    await expect.element(back).not.toBeInTheDocument();
  });
});

describe('the future', () => {
  test('is not drawn until it is asked for; then it is dotted and says so', async () => {
    const { player, seq, boxes } = await open();
    player.replay.seekSeq(seq('recv.ret'));
    await settled();
    const before = boxes().length;
    expect(document.querySelector('.later[data-box]')).toBe(null);
    await button('Show the future').click();
    expect(player.future).toBe(true);
    await expect.element(page.getByText(/dotted: not yet happened/)).toBeVisible();
    expect(boxes().length).toBeGreaterThan(before);
    const later = document.querySelector<HTMLElement>('.later[data-box]');
    expect(later && getComputedStyle(later).borderStyle).toBe('dotted');
  });

  test('after the entry of a call it is a question', async () => {
    const { player, seq } = await open();
    player.replay.seekSeq(seq('recv'));
    await expect.element(page.getByText('?', { exact: true })).toBeVisible();
    player.replay.seekSeq(seq('send.ret'));
    await expect.element(page.getByText('?', { exact: true })).not.toBeInTheDocument();
  });
});

describe('what is drawn', () => {
  test('an arrow for each send and recv, once it has returned', async () => {
    const { player, seq } = await open();
    const arrows = () => paths('g > .head');
    expect(arrows()).toBe(3);
    player.replay.seekSeq(seq('recv.ret', 0) - 1);
    await settled();
    expect(arrows()).toBe(0);
    player.replay.forward();
    await settled();
    expect(arrows()).toBe(1);
  });

  test('the two ends of the byte that is followed stand out, and its arrow', async () => {
    const { player, found, seq } = await open();
    player.byte = { way: 'up', offset: 70 };
    await settled();
    expect(found(seq('send', 1)).classList).toContain('followed');
    expect(found(seq('recv.ret', 1)).classList).toContain('followed');
    expect(document.querySelectorAll('.box.followed')).toHaveLength(2);
    expect(paths('g.followed')).toBe(1);
  });

  test('a birth joins two lanes; a death by exception has its mark and name', async () => {
    const talk = oneMessage();
    talk.add('thread.err', { ...T1, name: 'ValueError', message: 'bad', f: 1, l: 9 });
    await open(talk);
    expect(paths('path.birth')).toBe(1);
    expect(paths('path.died')).toBe(1);
    await expect.element(page.getByText('died: ValueError')).toBeVisible();
    await expect.element(page.getByText('✕ ValueError')).toBeVisible();
  });
});

describe('a box', () => {
  test('says its sentence when it is pointed at, and Escape hides it', async () => {
    const { found, seq } = await open();
    const recv = found(seq('recv'));
    await userEvent.hover(recv);
    const tip = page.getByRole('tooltip');
    await expect.element(tip).toHaveTextContent(/Thread-1 asks the kernel for up to 64 bytes/);
    await expect.element(tip).toHaveTextContent(/took 360 µs/);
    document.querySelector<HTMLElement>('button[data-box]')?.focus();
    await userEvent.keyboard('{Escape}');
    await expect.element(tip).not.toBeInTheDocument();
  });

  test('a click seeks, and the boxes stay where they are', async () => {
    const { player, found, seq } = await open(oneMessage(), 900);
    const got = seq('recv.ret', 1);
    const before = found(got).offsetLeft;
    await userEvent.click(found(got));
    expect(player.replay.event?.seq).toBe(got);
    expect(found(got).offsetLeft).toBe(before);
    expect(found(got).getAttribute('aria-current')).toBe('step');
  });

  test('a click of the mouse leaves the page’s keys alone: the focus does not move', async () => {
    const { found, seq } = await open();
    await userEvent.click(found(seq('recv.ret', 1)));
    expect(document.activeElement).not.toBe(found(seq('recv.ret', 1)));
  });

  test('arrow keys move inside a lane and between lanes; Enter seeks', async () => {
    const { player, found, seq } = await open();
    const { rank } = player.replay;
    found(seq('recv')).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(found(seq('recv.ret')));
    const got = page.getByRole('button', { name: 'got 64' });
    await expect.element(got).toHaveFocus();
    await expect.element(got).toHaveAccessibleDescription(/^Thread-1 got 64 bytes/);
    await userEvent.keyboard('{ArrowUp}');
    const track = () => document.activeElement?.closest('[data-track]')?.getAttribute('aria-label');
    expect(track()).toBe('Events of MainThread');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Home}');
    expect(track()).toBe('Events of Thread-1');
    expect(player.replay.rank).toBe(rank);
    await userEvent.keyboard('{Enter}');
    expect(player.replay.event).toMatchObject({ kind: 'thread.run', thread: 3 });
  });

  test('each lane is one stop of Tab', async () => {
    await open();
    for (const track of document.querySelectorAll('[data-track]'))
      expect(track.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });
});

describe('many threads', () => {
  function crowd(talk = oneMessage()): Conversation {
    for (let n = 2; n < 40; n++) {
      const name = `Thread-${n} (handle_client)`;
      talk.add('thread.start', { p: 1, th: 1, child: n + 2, name });
      talk.add('thread.run', { p: 1, th: n + 2, name, tid: 200 + n });
      talk.add('recv', { p: 1, th: n + 2, s: 90 + n, fd: 90 + n, max: 64, queued: 0 });
    }
    return talk;
  }

  test('six have a lane, the others are counted and found by name', async () => {
    const { player } = await open(crowd());
    expect(document.querySelectorAll('[data-track]')).toHaveLength(6);
    await button(/^35 more: /).click();
    await page.getByRole('searchbox', { name: 'Find a thread' }).fill('thread-17');
    await button(/Thread-17 blocked in recv/).click();
    expect(player.replay.thread).toBe(19);
    await expect.element(page.getByRole('toolbar', { name: 'Events of Thread-17' })).toBeVisible();
  });

  test('the search for a lane ends with Escape, back on its button', async () => {
    await open(crowd());
    await button(/^35 more: /).click();
    const search = page.getByRole('searchbox', { name: 'Find a thread' });
    await expect.element(search).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(search).not.toBeInTheDocument();
    await expect.element(button(/^35 more: /)).toHaveFocus();
  });

  test('a pinned lane stays', async () => {
    const { player } = await open(crowd());
    player.replay.thread = 10;
    await button('Pin Thread-8').click();
    expect(player.pins).toEqual([10]);
    player.replay.thread = undefined;
    player.replay.first();
    player.replay.last();
    await expect.element(button('Pin Thread-8')).toHaveAttribute('aria-pressed', 'true');
    await button('Pin Thread-8').click();
    expect(player.pins).toEqual([]);
  });

  test('an arrow from a folded lane ends in a stub that says so', async () => {
    const talk = crowd(connected());
    const C1 = { p: 2, th: 2, s: 2, fd: 22 };
    const asked = 25;
    const sent = talk.add('send', { ...C1, len: 5, off: 0, u: 'hello' });
    talk.add('send.ret', { ...C1, re: sent, n: 5 });
    talk.add('recv.ret', { ...T1, s: 3, fd: 24, re: asked, n: 5, off: 0, u: 'hello' });
    const { player } = await open(talk);
    player.pins = [1, 30, 31, 32, 33, 34];
    await settled();
    expect(document.querySelector('svg text')?.textContent).toBe('from C1');
    player.replay.thread = 2;
    await settled();
    expect(document.querySelector('svg text')?.textContent).toBe('to T1');
  });
});

describe.each(['light', 'dark'])('in %s', (theme) => {
  test.each([1440, 390])('axe finds nothing, %i pixels wide', async (width) => {
    document.documentElement.dataset['theme'] = theme;
    document.body.style.background = 'var(--background)';
    document.title = 'wirestep';
    document.documentElement.lang = 'en';
    const talk = oneMessage();
    talk.add('thread.err', { ...T1, name: 'ValueError', message: 'bad', f: 1, l: 9 });
    const { player, seq } = await open(talk, width);
    const check = async () => {
      await settled();
      const { violations } = await axe.run(document.body, {
        rules: { region: { enabled: false } },
      });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    };
    expect(await check()).toEqual([]);
    player.replay.seekSeq(seq('recv.ret'));
    player.future = true;
    expect(await check()).toEqual([]);
    player.scale = 'time';
    expect(await check()).toEqual([]);
    delete document.documentElement.dataset['theme'];
  });
});
