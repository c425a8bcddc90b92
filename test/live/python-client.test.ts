/** The session as a class uses it: the presenter steps, a Python client of a student's sends. */
import { expect, onTestFinished, test } from 'vitest';
import { PythonProgram } from '../interop/python-program.ts';
import { begun } from '../support/live-session.ts';
import type { LiveSession } from '../support/live-session.ts';
import { only } from '../support/trace.ts';

const HANDLER = 2;

function python(live: LiveSession): PythonProgram {
  const client = new PythonProgram('client_three.py', live.port);
  onTestFinished(() => client.kill());
  return client;
}

test('hold before recv, send from Python, see bytes wait, step, see them taken', async () => {
  const live = await begun();
  live.sessions.hold('all');
  const client = python(live);
  await live.stands(HANDLER, 1);
  // The acceptor is let go: only the handler is of interest.
  live.sessions.resume(1);
  live.sessions.step(HANDLER);
  await live.stands(HANDLER, 2);
  // Its 12 bytes have come, and the thread has not asked for them.
  expect(only(live.events, 'recv').map(({ max }) => max)).toEqual([64]);
  expect(client.stdout).toBe('');
  live.sessions.step(HANDLER);
  await live.stands(HANDLER, 3);
  const taken = only(live.events, 'recv').find(({ max }) => max === 12);
  expect(taken).toMatchObject({ thread: HANDLER, queued: 12 });
  live.sessions.step(HANDLER);
  await live.happens(() => client.stdout === 'Msg received\n');
});

test('run to the next message, then let go: the Python client gets every reply and its goodbye', async () => {
  const live = await begun();
  live.sessions.hold('all');
  const client = python(live);
  await live.stands(HANDLER, 1);
  for (const [nth, text] of ['Hello World!', 'Hello World Second'].entries()) {
    live.sessions.run('all', 'message');
    if (nth > 0) client.pressEnter();
    await live.happens(() => live.sessions.holds.threads.every(({ state }) => state !== 'running'));
    await live.seen((event) => event.kind === 'recv.ret' && event.n === 64, nth + 1);
    const printed = only(live.events, 'out').filter((event) => event.thread === HANDLER);
    expect(printed.some((event) => event.text.includes(`] ${text}`))).toBe(false);
  }
  live.sessions.resume('all');
  client.pressEnter();
  expect(await client.exit()).toBe(0);
  expect(client.stdout).toBe('Msg received\n'.repeat(4));
  await live.seen((event) => event.kind === 'thread.exit' && event.thread === HANDLER);
  const told = only(live.events, 'out').filter((event) => event.text.startsWith('[('));
  expect(told.map(({ text }) => text.split('] ')[1])).toEqual([
    'Hello World!\n',
    'Hello World Second Message!\n',
    'Hello World Third Message!\n',
    '!DISCONNECT\n',
  ]);
});

test('a Python client whose thread is ended sees the end of its connection', async () => {
  const live = await begun();
  const client = python(live);
  await live.happens(() => client.stdout === 'Msg received\n');
  live.sessions.endThread(HANDLER);
  await live.seen((event) => event.kind === 'thread.exit' && event.thread === HANDLER);
  client.pressEnter();
  client.endInput();
  expect(await client.exit()).not.toBe(0);
});
