import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LiveError } from '../../server/live/live-error.ts';
import type { ClientState } from '../../src/live/state.ts';
import { begun } from '../support/live-session.ts';
import type { LiveSession } from '../support/live-session.ts';
import { only, printed } from '../support/trace.ts';
import { until } from '../support/until.ts';

/** The client's program number: the server's is 1. */
const CLIENT = 2;

function client(live: LiveSession, name = 'client-1'): ClientState | undefined {
  return live.sessions.state.clients.find((one) => one.name === name);
}

test('a client runs its real program: typed lines are messages, the end of the input ends it', async () => {
  const live = await begun();
  expect(live.sessions.startClient('lines', 7)).toBe('client-1');
  expect(live.sessions.state.clients).toEqual([
    { name: 'client-1', program: 'lines', participant: 7, running: true },
  ]);
  live.sessions.typeLine('client-1', 'Hi é!');
  live.sessions.typeLine('client-1', 'again');
  await live.happens(() => printed(live.events, CLIENT).split('Msg received\n').length === 3);
  expect(printed(live.events, 1)).toMatch(/\] Hi é!\n.*\] again\n/);
  live.sessions.typeLine('client-1', undefined);
  await live.happens(() => client(live)?.running === false);
  await live.seen(({ kind }) => kind === 'prog.exit');
  expect(only(live.events, 'prog.exit')).toMatchObject([{ program: CLIENT, code: 0 }]);
});

test('Ctrl-C ends it as it ends a Python client: with its traceback, without a goodbye', async () => {
  const live = await begun();
  live.sessions.startClient('lines');
  await live.seen(({ kind }) => kind === 'input');
  await live.sessions.interrupt('client-1');
  expect(client(live)).toMatchObject({ running: false });
  await live.seen(({ kind }) => kind === 'prog.exit');
  expect(only(live.events, 'prog.exit')).toMatchObject([{ program: CLIENT, code: 130 }]);
  expect(printed(live.events, CLIENT, 'stderr')).toMatch(/KeyboardInterrupt\n$/);
  expect(readFileSync(live.file, 'utf8')).not.toContain('"!DISCONNECT"}');
});

test('closing its terminal ends it without a word, and takes it off the list', async () => {
  const live = await begun();
  live.sessions.startClient('lines');
  live.sessions.startClient('hello');
  await live.seen(({ kind }) => kind === 'input', 2);
  await live.sessions.closeClient('client-1');
  expect(live.sessions.state.clients.map(({ name }) => name)).toEqual(['client-2']);
  await live.seen(({ kind }) => kind === 'prog.exit');
  expect(only(live.events, 'prog.exit')).toMatchObject([{ program: CLIENT, code: 129 }]);
  expect(printed(live.events, CLIENT, 'stderr')).toBe('');
});

test('an ended client stays on the list until its terminal is closed', async () => {
  const live = await begun();
  live.sessions.startClient('lines');
  live.sessions.typeLine('client-1', undefined);
  await live.happens(() => client(live)?.running === false);
  expect(() => live.sessions.typeLine('client-1', 'x')).toThrow(
    new LiveError('client-1 has ended: start another client.'),
  );
  await expect(live.sessions.interrupt('client-1')).rejects.toThrow(/^client-1 has ended/);
  await live.sessions.closeClient('client-1');
  expect(live.sessions.state.clients).toEqual([]);
});

test('a client that the session does not have is refused', async () => {
  const live = await begun();
  const there = 'There is no client client-9 in this session.';
  expect(() => live.sessions.typeLine('client-9', 'x')).toThrow(new LiveError(there));
  await expect(live.sessions.interrupt('client-9')).rejects.toThrow(there);
  await expect(live.sessions.closeClient('client-9')).rejects.toThrow(there);
});

test('so many may run at once, and no more; an ended one makes room', async () => {
  const live = await begun({ maxThreads: 2 });
  for (let n = 0; n < 8; n++) live.sessions.startClient('lines');
  expect(() => live.sessions.startClient('lines')).toThrow(/^8 clients run already/);
  await live.sessions.closeClient('client-1');
  expect(live.sessions.startClient('lines')).toBe('client-9');
});

test('as many clients as the server serves at once: each is started, and served', async () => {
  const live = await begun({ maxThreads: 24 });
  const names = Array.from({ length: 24 }, () => live.sessions.startClient('hello'));
  // Two threads for each are made: on a busy machine that takes its time.
  await until(() => only(live.events, 'input').length === 24, 60_000);
  for (const name of names) live.sessions.typeLine(name, '');
  await until(() => live.sessions.state.clients.every(({ running }) => !running), 60_000);
}, 120_000);

test('what is typed ahead is bounded', async () => {
  const live = await begun();
  live.sessions.startClient('lines');
  await live.seen(({ kind }) => kind === 'input');
  const { thread } = only(live.events, 'input')[0] ?? { thread: 0 };
  live.sessions.hold(thread);
  const type = (): void => live.sessions.typeLine('client-1', 'x');
  for (let n = 0; n < 101; n++) type();
  expect(type).toThrow(/^client-1 has 100 lines to read already/);
});

test('each client is a thread on the wall: several at once are served at once', async () => {
  const live = await begun();
  const names = Array.from({ length: 6 }, () => live.sessions.startClient('three'));
  expect(names).toEqual(['client-1', 'client-2', 'client-3', 'client-4', 'client-5', 'client-6']);
  for (const name of names) for (const line of ['', '', '']) live.sessions.typeLine(name, line);
  await live.happens(() => live.sessions.state.clients.every(({ running }) => !running));
  await live.seen((event) => event.kind === 'thread.exit' && event.program === 1, 6);
  for (const [n] of names.entries()) {
    expect(printed(live.events, n + CLIENT)).toBe('Msg received\n'.repeat(4));
  }
});

test('the server on all addresses is reached by this machine’s own', async () => {
  const live = await begun({ host: '0.0.0.0' });
  live.sessions.startClient('hello');
  await live.seen(({ kind }) => kind === 'connect.ret');
  expect(only(live.events, 'connect')[0]?.address).toEqual(['127.0.0.1', live.port]);
});
