import { describe, expect, test } from 'vitest';
import { Replay } from '../../src/replay/replay.svelte.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { LiveState } from '../../src/views/live/live-state.svelte.ts';
import { runLiveCommand } from '../../src/views/live/run-live-command.ts';
import { SessionForm } from '../../src/views/live/session-form.svelte.ts';
import { Stepping } from '../../src/views/live/stepping.svelte.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { connected } from '../support/conversation.ts';
import { fakeLive, FOLLOWER, PRESENTER, runningSession } from '../support/fake-live.ts';
import { HANDLER, heldTalk, holdsOf, MAIN_THREAD } from '../support/live-talk.ts';

function open(talk = connected(), you = PRESENTER) {
  const server = fakeLive();
  const live = new LiveState(server);
  live.watch();
  server.tell(you);
  server.tell(runningSession());
  const player = new PlayerState(parseTrace(talk.bytes()).trace, undefined, undefined);
  player.live = live;
  return { server, live, player, stepping: new Stepping(() => player) };
}

describe('the presenter', () => {
  test('holds the thread that the buttons are about, which stays the one', async () => {
    const { server, player, stepping } = open();
    await stepping.hold();
    expect(server.sent).toEqual([{ type: 'hold', thread: HANDLER }]);
    expect(player.replay.thread).toBe(HANDLER);
  });

  test('holds another thread without losing sight of the chosen one', async () => {
    const { server, player, stepping } = open();
    player.replay.thread = HANDLER;
    await stepping.hold(MAIN_THREAD);
    expect(server.sent).toEqual([{ type: 'hold', thread: MAIN_THREAD }]);
    expect(player.replay.thread).toBe(HANDLER);
  });

  test('steps a held thread, and is told why another cannot be stepped', async () => {
    const { server, live, stepping } = open();
    await stepping.step();
    expect(server.sent).toEqual([]);
    expect(live.problem).toBe('Thread-1 is not held now: hold it first, then step.');
    const held = open(heldTalk());
    await held.stepping.step();
    expect(held.server.sent).toEqual([{ type: 'step', thread: HANDLER }]);
    // Source and lanes show the thread that is stepped.
    expect(held.player.focus).toBe(HANDLER);
  });

  test('acts on what goes on now, wherever the playhead stands', async () => {
    const { server, player, stepping } = open(heldTalk());
    player.replay.first();
    await stepping.step();
    expect(server.sent).toEqual([{ type: 'step', thread: HANDLER }]);
    expect(player.replay.position).toBe(-1);
  });

  test('reads why the server refused', async () => {
    const { server, live, stepping } = open();
    server.refuse = 'Thread-1 has ended.';
    await stepping.run('message');
    expect(server.sent).toEqual([{ type: 'run', thread: HANDLER, until: 'message' }]);
    expect(live.problem).toBe('Thread-1 has ended.');
    server.refuse = undefined;
    await stepping.resume();
    expect(live.problem).toBeUndefined();
  });

  test('ends one thread, or all whose client is gone', async () => {
    const { server, stepping } = open();
    await stepping.end(HANDLER);
    await stepping.end('gone');
    expect(server.sent.map((command) => 'thread' in command && command.thread)).toEqual([
      HANDLER,
      'gone',
    ]);
  });
});

describe('a key', () => {
  test('holds and lets go: one thread, or all', async () => {
    const { server, player } = open();
    await runLiveCommand('hold', player);
    server.tell(holdsOf([{ thread: HANDLER, state: 'asked' }]));
    await runLiveCommand('hold', player);
    await runLiveCommand('hold-all', player);
    server.tell(holdsOf([], true));
    await runLiveCommand('hold-all', player);
    expect(server.sent).toEqual([
      { type: 'hold', thread: HANDLER },
      { type: 'resume', thread: HANDLER },
      { type: 'hold', thread: 'all' },
      { type: 'resume', thread: 'all' },
    ]);
  });

  test('runs to the next return or message', async () => {
    const { server, player } = open();
    await runLiveCommand('run-return', player);
    await runLiveCommand('run-message', player);
    expect(server.sent.map((command) => 'until' in command && command.until)).toEqual([
      'return',
      'message',
    ]);
  });

  test('leads a follower to now, and does nothing else for it', async () => {
    const { server, live, player } = open(heldTalk(), FOLLOWER);
    for (const command of ['hold', 'hold-all', 'step', 'run-return', 'run-message'] as const)
      await runLiveCommand(command, player);
    expect([server.sent, live.problem]).toEqual([[], undefined]);
    await runLiveCommand('now', player);
    expect(player.replay.rank).toBe(player.replay.count);
  });
});

test('play waits at the end of what goes on: it does not begin again', () => {
  const { trace } = parseTrace(connected().bytes());
  const replay = new Replay(trace, { request: () => 0, cancel: () => undefined });
  replay.last();
  replay.grows = true;
  replay.play();
  expect([replay.rank, replay.playing]).toEqual([replay.count, false]);
  replay.grows = false;
  replay.play();
  expect(replay.playing).toBe(true);
  replay.pause();
});

describe('start and stop', () => {
  const form = (clients: number) => {
    const { server, live } = open();
    return {
      server,
      form: new SessionForm(
        () => live,
        () => clients,
      ),
    };
  };

  test('begin with what runs, and send what was chosen', async () => {
    const { server, form: one } = form(0);
    expect([one.program, one.port, one.title]).toEqual(['course', '5050', 'Monday']);
    one.program = 'fixed';
    one.port = '0';
    one.title = `  ${'x'.repeat(130)}`;
    expect(await one.start()).toBe(true);
    const [sent] = server.sent;
    expect(sent).toMatchObject({ type: 'session-start', program: 'fixed', port: 0 });
    expect(sent?.type === 'session-start' && sent.title.length).toBe(120);
  });

  test.each(['', '65536', '50 50', '-1', '5e3', 'http'])('take no port “%s”', async (port) => {
    const { server, form: one } = form(0);
    one.port = port;
    expect(one.portProblem).toContain('1 to 65535');
    expect(await one.start()).toBe(false);
    expect(server.sent).toEqual([]);
  });

  test('ask first while clients are connected; no is no', async () => {
    const { server, form: one } = form(2);
    expect(await one.stop()).toBe(false);
    expect([one.asks, server.sent]).toEqual(['stop', []]);
    expect(await one.answer(false)).toBe(false);
    expect([one.asks, server.sent]).toEqual([undefined, []]);
    await one.start();
    expect(one.asks).toBe('restart');
    expect(await one.answer(true)).toBe(true);
    expect(server.sent.map(({ type }) => type)).toEqual(['session-start']);
  });

  test('say nothing is done where the server refuses, and can be tried again', async () => {
    const { server, form: one } = form(0);
    server.refuse = 'Port 80 needs more rights.';
    expect([await one.start(), one.busy]).toEqual([false, false]);
    server.refuse = undefined;
    expect(await one.start()).toBe(true);
  });
});
