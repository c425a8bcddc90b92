import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { SessionState } from '../../src/live/state.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Lanes from '../../src/views/lanes/Lanes.svelte';
import LiveBars from '../../src/views/live/LiveBars.svelte';
import LivePage from '../../src/views/live/LivePage.svelte';
import { LiveState } from '../../src/views/live/live-state.svelte.ts';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import Transport from '../../src/views/transport/Transport.svelte';
import type { Conversation } from '../support/conversation.ts';
import { connected } from '../support/conversation.ts';
import { fakeLive, FOLLOWER, PRESENTER, runningSession } from '../support/fake-live.ts';
import { fakeSources } from '../support/fake-sources.ts';
import { HANDLER, heldTalk, holdsOf, MAIN_THREAD } from '../support/live-talk.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const bar = page.getByRole('region', { name: 'Live session' });

beforeEach(async () => {
  history.replaceState(undefined, '', '#/');
  await page.viewport(1440, 900);
});

/** The page on a recording, `now` unless said otherwise, and the live server. */
async function open(talk: Conversation = connected(), you = PRESENTER, id = 'now') {
  const server = fakeLive();
  const live = new LiveState(server);
  const unwatch = live.watch();
  server.tell(you);
  server.tell(runningSession());
  const sources = fakeSources();
  const { trace } = parseTrace(talk.bytes());
  const parsed = { ...parseTrace(talk.bytes()), trace };
  const recording = { parsed, lesson: undefined, dropped: false, lost: undefined };
  sources.openRecording = () => Promise.resolve({ ...recording, close: () => undefined });
  const app = new AppState(sources);
  await app.go(`#/recording/${id}`);
  const player = app.opened?.player;
  if (player === undefined) throw new Error('nothing is open');
  player.replay.last();
  const { container, unmount } = await render(LiveBars, { live, app });
  return { server, live, app, player, container, unmount, unwatch };
}
const clean = async (container: Element) =>
  expect((await axe.run(container)).violations.map(({ id }) => id)).toEqual([]);

describe('the bar of the live session', () => {
  test('stands above its recording only, and is the presenter’s', async () => {
    const { unmount, player } = await open();
    await expect.element(bar).toBeVisible();
    expect(player.live).toBeDefined();
    await unmount();
    const other = await open(connected(), PRESENTER, 'another');
    await expect.element(bar).not.toBeInTheDocument();
    expect(other.player.live).toBeUndefined();
    await other.unmount();
    const follower = await open(connected(), FOLLOWER);
    await expect.element(bar).not.toBeInTheDocument();
    expect(follower.player.live).toBe(follower.live);
  });

  test('holds, steps and resumes the thread in focus', async () => {
    const { server } = await open();
    await button('Hold').click();
    server.tell(holdsOf([{ thread: HANDLER, state: 'held' }]));
    await button('Step').click();
    await button('Resume').click();
    expect(server.sent).toEqual([
      { type: 'hold', thread: HANDLER },
      { type: 'step', thread: HANDLER },
      { type: 'resume', thread: HANDLER },
    ]);
  });

  test('says of the thread whether it is blocked, asked to hold, or held and by whom', async () => {
    const { server } = await open();
    await expect.element(bar).toHaveTextContent('blocked in recv, in the kernel');
    await expect.element(button('Resume')).toHaveAttribute('aria-disabled', 'true');
    server.tell(holdsOf([{ thread: HANDLER, state: 'asked' }]));
    await expect.element(bar).toHaveTextContent('will be held before its next call');
    server.tell(holdsOf([{ thread: HANDLER, state: 'held' }]));
    await expect.element(bar).toHaveTextContent('held before its next call by the presenter');
    await expect.element(button('Hold')).toHaveAttribute('aria-disabled', 'true');
    await expect
      .element(bar.getByRole('status').first())
      .toHaveTextContent('Thread-1: held before its next call, by the presenter');
  });

  test('its buttons stay where they are while what they say of the thread changes', async () => {
    const { server } = await open();
    const places = () =>
      ['Hold', 'Step', 'Run to', 'Resume'].map((name) =>
        button(name).element().getBoundingClientRect().left.toFixed(1),
      );
    const before = places();
    server.tell(holdsOf([{ thread: HANDLER, state: 'running', until: 'ready-recv' }]));
    await expect.element(bar).toHaveTextContent('runs to the next recv that found bytes waiting');
    expect(places()).toEqual(before);
  });

  test('runs the thread to what is chosen', async () => {
    const { server } = await open();
    await button('Run to').click();
    await page.getByRole('button', { name: 'end of stream' }).click();
    expect(server.sent).toEqual([{ type: 'run', thread: HANDLER, until: 'end' }]);
    await expect
      .element(page.getByRole('button', { name: 'end of stream' }))
      .not.toBeInTheDocument();
  });

  test('holds all, and lets all go', async () => {
    const { server } = await open();
    await button('Hold all').click();
    server.tell(holdsOf([{ thread: HANDLER, state: 'asked' }], true));
    await button('Resume all').click();
    expect(server.sent.map(({ type }) => type)).toEqual(['hold', 'resume']);
    expect(server.sent.every((one) => 'thread' in one && one.thread === 'all')).toBe(true);
  });

  test('shows why the server refused, until that is read', async () => {
    const { server } = await open();
    server.refuse = 'Thread-1 has ended\u202e.';
    await button('Hold').click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Thread-1 has ended‹U+202E›.');
    await button('Close this refusal').click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('');
  });

  test('says that the connection is lost', async () => {
    const { server } = await open();
    server.tell({ type: 'online', online: false });
    await expect.element(page.getByText(/Connection lost/)).toBeVisible();
    server.tell({ type: 'online', online: true });
    await expect.element(page.getByText(/Connection lost/)).not.toBeInTheDocument();
  });
});

describe('the list of threads', () => {
  test('names each with what it does, and acts on each', async () => {
    const talk = heldTalk();
    const { server } = await open(talk);
    server.tell(holdsOf([{ thread: HANDLER, state: 'held' }]));
    await button(/^Threads of the server/).click();
    const rows = page.getByRole('list', { name: 'Threads now' });
    await expect
      .element(rows.getByRole('listitem').filter({ hasText: 'Thread-1' }))
      .toHaveTextContent('held before recv, by the presenter');
    await rows.getByRole('button', { name: 'Step Thread-1' }).click();
    await rows.getByRole('button', { name: 'Hold MainThread' }).click();
    await rows.getByRole('button', { name: 'End Thread-1' }).click();
    expect(server.sent).toEqual([
      { type: 'step', thread: HANDLER },
      { type: 'hold', thread: MAIN_THREAD },
      { type: 'end-thread', thread: HANDLER },
    ]);
    await expect
      .element(rows.getByRole('button', { name: 'End MainThread' }))
      .not.toBeInTheDocument();
  });

  test('offers to end those whose client is gone', async () => {
    const talk = connected();
    const end = { re: 25, s: 3, fd: 24, n: 0, off: 0, queued: 0, u: '' };
    talk.add('recv.ret', { p: 1, th: HANDLER, ...end });
    const { server } = await open(talk);
    await button(/^Threads of the server/).click();
    await expect.element(page.getByText(/its client is gone/)).toBeVisible();
    await button('End the thread whose client is gone').click();
    expect(server.sent).toEqual([{ type: 'end-thread', thread: 'gone' }]);
  });
});

describe('the session', () => {
  test('is started again with another program and port', async () => {
    const { server } = await open(heldTalk());
    server.tell(runningSession({ clients: [] }));
    await button(/^Session/).click();
    await page.getByRole('radio', { name: /The fixed server/i }).click();
    await page.getByRole('textbox', { name: 'Port' }).fill('5051');
    await button('Restart').click();
    await button('Restart it').click();
    expect(server.sent).toEqual([
      { type: 'session-start', program: 'fixed', port: 5051, title: 'Monday' },
    ]);
    await expect.element(button('Restart')).not.toBeInTheDocument();
  });

  test('is not stopped under a connected client without a yes', async () => {
    const { server } = await open();
    await button(/^Session/).click();
    await button('Stop').click();
    const sure = page.getByRole('alertdialog');
    await expect.element(sure).toHaveTextContent('1 client is connected.');
    await button('Let it run').click();
    await expect.element(sure).not.toBeInTheDocument();
    expect(server.sent).toEqual([]);
    await button('Stop').click();
    await button('Stop it').click();
    expect(server.sent).toEqual([{ type: 'session-stop' }]);
  });

  test('keeps what is typed while the server tells more of it', async () => {
    const { server } = await open();
    await button(/^Session/).click();
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('Tuesday');
    server.tell(runningSession({ title: 'Changed elsewhere' }));
    await expect.element(title).toHaveValue('Tuesday');
    await page.getByRole('textbox', { name: 'Port' }).fill('99999');
    await expect.element(button('Restart')).toBeDisabled();
    await expect.element(page.getByText(/A port is a number/)).toBeVisible();
  });

  test('says what disturbs it, and that it set SO_REUSEADDR, once', async () => {
    const { server } = await open();
    server.tell(runningSession({ notice: 'The disk is full.', reused: true }));
    await expect.element(page.getByText('The disk is full.')).toBeVisible();
    await expect.element(page.getByText(/course’s program does not set it/)).toBeVisible();
    await button('Close this note').click();
    await expect.element(page.getByText(/SO_REUSEADDR/)).not.toBeInTheDocument();
    server.tell(runningSession({ recording: 'next', reused: true }));
    await expect.element(page.getByText(/SO_REUSEADDR/)).toBeVisible();
  });
});

describe('a new session', () => {
  const begin = (more: Partial<SessionState> = {}) =>
    runningSession({ recording: 'next', ...more });
  const shown = (app: AppState) => app.opened?.key;

  test('is gone along to by who stood at the end of the last', async () => {
    const { server, app } = await open(connected(), FOLLOWER);
    server.tell(begin({ state: 'starting' }));
    server.tell(begin());
    await expect.poll(() => shown(app)).toBe('recording/next');
    await expect.poll(() => app.opened?.player.live).toBeDefined();
    expect(location.hash).toBe('#/recording/next');
  });

  test('takes no follower away who looks at something earlier, nor anybody elsewhere', async () => {
    const { server, app, player } = await open(connected(), FOLLOWER);
    player.replay.back();
    server.tell(begin());
    await expect.poll(() => player.live).toBeUndefined();
    expect(shown(app)).toBe('recording/now');
  });

  test('is not gone along to before it runs', async () => {
    const { server, app, player } = await open();
    server.tell(begin({ state: 'starting' }));
    await expect.poll(() => player.live).toBeUndefined();
    server.tell(begin({ state: 'stopped', recording: undefined, notice: 'Port 80 is taken.' }));
    await expect.element(page.getByText('Port 80 is taken.')).toBeVisible();
    expect(shown(app)).toBe('recording/now');
  });
});

describe('the page Live', () => {
  function show(session?: SessionState, you = PRESENTER) {
    const server = fakeLive();
    const live = new LiveState(server);
    live.watch();
    server.tell(you);
    if (session) server.tell(session);
    return { server, shown: render(LivePage, { live }) };
  }

  test('leads to the recording, and the way back does not lead here again', async () => {
    const steps = history.length;
    await show(runningSession()).shown;
    await expect.poll(() => location.hash).toBe('#/recording/now');
    expect(history.length).toBe(steps);
  });

  test('offers the presenter to start one, on another port', async () => {
    const { server } = show(runningSession({ state: 'stopped' }));
    await page.getByRole('textbox', { name: 'Port' }).fill('5055');
    await button('Start').click();
    expect(server.sent).toMatchObject([{ type: 'session-start', port: 5055 }]);
    expect(location.hash).toBe('#/');
    server.tell(runningSession({ recording: 'next', port: 5055 }));
    await expect.poll(() => location.hash).toBe('#/recording/next');
  });

  test('has nothing to start for a follower', async () => {
    await show(runningSession({ state: 'stopped' }), FOLLOWER).shown;
    await expect.element(page.getByText(/presenter can start one/)).toBeVisible();
    await expect.element(button('Start')).not.toBeInTheDocument();
  });
});

describe('on the lanes', () => {
  async function lanes(talk: Conversation, you = PRESENTER) {
    const opened = await open(talk, you);
    await expect.poll(() => opened.player.live).toBeDefined();
    await render(Lanes, { player: opened.player });
    return opened;
  }

  test('a held thread is told from a blocked one: by its words, its pattern and who holds it', async () => {
    await lanes(heldTalk());
    const name = page.getByRole('button', { name: /^T1 Thread-1/ });
    await expect.element(name).toHaveTextContent('held before recv');
    await expect.element(name).toHaveAttribute('title', expect.stringMatching(/by the presenter$/));
    await expect.element(page.getByText(/dots: held by the presenter/)).toBeVisible();
    expect(document.querySelectorAll('.box.held')).toHaveLength(1);
    expect(document.querySelectorAll('.box.wait').length).toBeGreaterThan(0);
  });

  test('the presenter holds, steps and resumes a thread; one that is to be held is marked', async () => {
    const { server } = await lanes(connected());
    const row = page.getByRole('list', { name: 'Lanes' });
    await row.getByRole('button', { name: 'Hold Thread-1' }).click();
    server.tell(holdsOf([{ thread: HANDLER, state: 'asked' }]));
    await expect.element(row.getByText('will be held', { exact: true })).toBeInTheDocument();
    await row.getByRole('button', { name: 'Resume Thread-1' }).click();
    expect(server.sent.map(({ type }) => type)).toEqual(['hold', 'resume']);
  });

  test('a follower has nothing to hold there', async () => {
    await lanes(connected(), FOLLOWER);
    await expect.element(page.getByRole('button', { name: 'Pin Thread-1' })).toBeInTheDocument();
    await expect
      .element(page.getByRole('button', { name: 'Hold Thread-1' }))
      .not.toBeInTheDocument();
  });
});

test('Now says whether the playhead stays at the end, and leads there', async () => {
  const { player } = await open();
  await render(Transport, { player });
  await expect.element(button('Now')).toHaveAttribute('aria-pressed', 'true');
  player.replay.back();
  player.replay.back();
  await expect.element(button('Now')).toHaveAttribute('aria-pressed', 'false');
  await expect.element(page.getByText('2 behind')).toBeVisible();
  await button('Now').click();
  expect(player.replay.rank).toBe(player.replay.count);
});

test('the bar is worked by keys alone', async () => {
  const { server } = await open();
  (button('Hold').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  server.tell(holdsOf([{ thread: HANDLER, state: 'held' }]));
  await userEvent.keyboard('{Tab}{Enter}');
  expect(server.sent.map(({ type }) => type)).toEqual(['hold', 'step']);
  // A button that can do nothing now keeps the focus.
  server.tell(holdsOf([{ thread: HANDLER, state: 'asked' }]));
  await expect.element(button('Step')).toHaveAttribute('aria-disabled', 'true');
  expect(document.activeElement).toBe(button('Step').element());
});

test.each(['light', 'dark'])('axe finds nothing, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  const { container, server } = await open(heldTalk());
  server.tell(holdsOf([{ thread: HANDLER, state: 'held' }]));
  server.tell(runningSession({ notice: 'The disk is full.', reused: true }));
  await expect.element(bar).toHaveTextContent('held before recv');
  await clean(container);
  for (const name of [/^Session/, /^Threads of the server/, 'Run to']) {
    await button(name).click();
    await clean(container);
    await userEvent.keyboard('{Escape}');
  }
  delete document.documentElement.dataset['theme'];
});

test('on a phone nothing is wider than the page', async () => {
  await page.viewport(390, 844);
  const { server } = await open(heldTalk());
  server.tell(holdsOf([{ thread: HANDLER, state: 'running', until: 'ready-recv' }]));
  await expect.element(bar).toHaveTextContent('runs to the next recv that found bytes waiting');
  expect(bar.element().scrollWidth).toBeLessThanOrEqual(390);
  await expect.element(button('Hold all')).toBeVisible();
});
