import { once } from 'node:events';
import { expect, test } from 'vitest';
import { LiveError } from '../../server/live/live-error.ts';
import type { HeldThread } from '../../src/live/state.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { begun } from '../support/live-session.ts';
import type { LiveSession } from '../support/live-session.ts';
import { frame } from '../support/ports.ts';
import { only } from '../support/trace.ts';

/** The server's main thread, and the first handlers, by their numbers in the trace. */
const MAIN = 1;
const FIRST = 2;
const SECOND = 3;

const isOf =
  (thread: number, kind: TraceEvent['kind']) =>
  (event: TraceEvent): boolean =>
    event.kind === kind && 'thread' in event && event.thread === thread;

/** Resolves once the holds say exactly this. */
async function holds(live: LiveSession, ...threads: HeldThread[]): Promise<void> {
  const wanted = JSON.stringify(threads);
  await live.happens(() => JSON.stringify(live.sessions.holds.threads) === wanted);
}

function stateOf(live: LiveSession, thread: number): HeldThread['state'] | undefined {
  return live.sessions.holds.threads.find((one) => one.thread === thread)?.state;
}

test('a thread blocked in a call is asked first, and held before its next call', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.hold(FIRST);
  expect(live.sessions.holds).toEqual({
    type: 'holds',
    all: false,
    threads: [{ thread: FIRST, state: 'asked' }],
  });
  client.write(frame('hello'));
  await live.stands(FIRST);
  expect(live.sessions.holds.threads).toEqual([{ thread: FIRST, state: 'held' }]);
  expect(live.ladder(FIRST).slice(-3)).toEqual(['recv ≤ 64', 'got 64', 'held before recv']);
});

test('bytes for a held thread wait in its queue; a step takes them, call by call', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.hold(FIRST);
  client.write(frame('hello'));
  await live.stands(FIRST, 1);
  live.sessions.step(FIRST);
  await live.stands(FIRST, 2);
  expect(only(live.events, 'recv').at(-1)).toMatchObject({ max: 5, queued: 5 });
  live.sessions.step(FIRST);
  const reply = once(client, 'data');
  await live.stands(FIRST, 3);
  expect(String(await reply)).toBe('Msg received');
  expect(live.ladder(FIRST).slice(2)).toEqual([
    ...['recv ≤ 64', 'got 64', 'held before recv', 'recv ≤ 5', 'got 5', 'out'],
    ...['held before send', 'send', 'send.ret', 'held before recv'],
  ]);
});

test('one held thread holds up no other', async () => {
  const live = await begun();
  const held = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  const other = await live.connect();
  await live.seen(isOf(SECOND, 'recv'));
  live.sessions.hold(FIRST);
  held.write(frame('waits'));
  other.write(frame('runs'));
  expect(String(await once(other, 'data'))).toBe('Msg received');
  await holds(live, { thread: FIRST, state: 'held' });
  live.sessions.resume(FIRST);
  expect(String(await once(held, 'data'))).toBe('Msg received');
  expect(live.sessions.holds.threads).toEqual([]);
});

test('all: every thread of the server is held, new ones too, until all are let go', async () => {
  const live = await begun();
  const first = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  await live.seen(isOf(MAIN, 'accept'), 2);
  live.sessions.hold('all');
  expect(live.sessions.holds.all).toBe(true);
  const second = await live.connect();
  // The accept was under way: it returns, and starts one more thread.
  await live.stands(SECOND);
  await live.stands(MAIN, 1);
  first.write(frame('one'));
  second.write(frame('two'));
  await live.stands(FIRST, 1);
  const held = [MAIN, FIRST, SECOND].map((thread) => ({ thread, state: 'held' as const }));
  await holds(live, ...held);
  expect(live.ladder(SECOND)).toEqual(['thread.run', 'out', 'held before recv']);
  live.sessions.resume('all');
  expect(live.sessions.holds).toEqual({ type: 'holds', all: false, threads: [] });
  const replies = await Promise.all([once(first, 'data'), once(second, 'data')]);
  expect(replies.map(String)).toEqual(['Msg received', 'Msg received']);
});

test('a step of all gives each held thread one call', async () => {
  const live = await begun();
  live.sessions.hold('all');
  const clients = [await live.connect(), await live.connect()];
  // The acceptor's own step lets the second in.
  await live.stands(MAIN, 1);
  await live.stands(FIRST, 1);
  live.sessions.step('all');
  await live.stands(MAIN, 2);
  await live.seen(isOf(FIRST, 'recv'));
  await live.stands(SECOND, 1);
  for (const client of clients) client.write(frame('x'));
  await live.stands(FIRST, 2);
  live.sessions.step('all');
  await live.seen(isOf(SECOND, 'recv.ret'));
  await live.seen(isOf(FIRST, 'recv'), 2);
  expect(live.ladder(FIRST).filter((step) => step.startsWith('recv'))).toEqual([
    'recv ≤ 64',
    'recv ≤ 1',
  ]);
});

test('while all are held one can be let go, and stays free', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  await live.seen(isOf(MAIN, 'accept'), 2);
  live.sessions.hold('all');
  live.sessions.resume(FIRST);
  client.write(frame('one'));
  await once(client, 'data');
  client.write(frame('two'));
  await once(client, 'data');
  expect(only(live.events, 'held').filter(({ thread }) => thread === FIRST)).toEqual([]);
  expect(live.sessions.holds).toMatchObject({
    all: true,
    threads: [{ thread: MAIN, state: 'asked' }],
  });
});

test('a step of a thread that runs holds it; one inside a call that waits is refused', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.step(FIRST);
  expect(stateOf(live, FIRST)).toBe('asked');
  await live.happens(() => live.sessions.engine?.gates.states()[1]?.at === 'kernel');
  expect(() => live.sessions.step(FIRST)).toThrow(/^This thread waits in a call/);
  client.write(frame('hello'));
  await live.stands(FIRST, 1);
  // The refused step has left no ticket behind.
  expect(live.ladder(FIRST).slice(-2)).toEqual(['got 64', 'held before recv']);
});

test('what cannot be asked is refused with a sentence', async () => {
  const live = await begun();
  const { sessions } = live;
  const ended = 'This thread has ended.';
  for (const ask of [() => sessions.hold(99), () => sessions.step(99), () => sessions.resume(99)]) {
    expect(ask).toThrow(new LiveError(ended));
  }
  expect(() => sessions.run(99, 'return')).toThrow(ended);
  expect(() => sessions.run(MAIN, 'dance')).toThrow('There is no “dance” to run until.');
  expect(() => sessions.step('all')).toThrow('No thread is held: hold them first.');
  expect(() => sessions.endThread('gone')).toThrow(/there is none to end/);
  expect(() => sessions.endThread(MAIN)).toThrow(/^Only a running thread that serves a client/);
  expect(sessions.holds.threads).toEqual([]);
});

test('the hold of a thread that ends disappears, whoever ends it', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.hold(FIRST);
  client.write(frame('!DISCONNECT'));
  // recv, send and close: after that it has nothing more to call.
  for (const nth of [1, 2, 3]) {
    await live.stands(FIRST, nth);
    live.sessions.step(FIRST);
  }
  await live.seen(isOf(FIRST, 'thread.exit'));
  await holds(live);
  await live.seen(isOf(MAIN, 'accept'), 2);
  live.sessions.hold('all');
  await live.connect();
  await live.stands(SECOND, 1);
  live.sessions.endThread(SECOND);
  await live.happens(() => stateOf(live, SECOND) === undefined);
  await live.seen(isOf(SECOND, 'thread.exit'));
});

test('a client of the session can be held too; letting all go lets it go', async () => {
  const live = await begun();
  live.sessions.startClient('lines');
  await live.seen((event) => event.kind === 'input');
  const { thread } = only(live.events, 'input')[0] ?? { thread: 0 };
  live.sessions.hold(thread);
  live.sessions.typeLine('client-1', 'Hi');
  await live.stands(thread, 1);
  expect(live.ladder(thread).at(-1)).toBe('held before send');
  live.sessions.resume('all');
  await live.seen((event) => event.kind === 'out' && event.text === 'Msg received\n');
});

test('a thread can be ended: as wirestep’s act, with a note, and the others go on', async () => {
  const live = await begun();
  const client = await live.connect();
  const other = await live.connect();
  await live.seen(({ kind }) => kind === 'recv', 2);
  live.sessions.endThread(FIRST);
  client.resume();
  await once(client, 'end');
  await live.seen(isOf(FIRST, 'thread.exit'));
  expect(only(live.events, 'recv.err')).toMatchObject([{ thread: FIRST, name: 'STOPPED' }]);
  expect(only(live.events, 'close')).toMatchObject([{ thread: FIRST, by: 'wirestep' }]);
  expect(only(live.events, 'note').map(({ text }) => text)).toEqual([
    'The presenter ended Thread-1.',
  ]);
  other.write(frame('still here'));
  expect(String(await once(other, 'data'))).toBe('Msg received');
});

test('all whose client is gone are ended at once, and only those', async () => {
  const live = await begun();
  const clients = [await live.connect(), await live.connect(), await live.connect()];
  await live.seen(({ kind }) => kind === 'recv', 3);
  for (const client of clients.slice(0, 2)) client.destroy();
  await live.happens(() => live.sessions.engine?.goneThreads().length === 2);
  live.sessions.endThread('gone');
  await live.seen(({ kind }) => kind === 'thread.exit', 2);
  expect(
    only(live.events, 'thread.exit')
      .map(({ thread }) => thread)
      .sort(),
  ).toEqual([2, 3]);
  clients[2]?.write(frame('here'));
  await once(clients[2] as NonNullable<(typeof clients)[2]>, 'data');
});

test('a change of the holds is told once for each', async () => {
  const live = await begun();
  await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  const told: string[] = [];
  let before = '';
  live.sessions.onChange(() => {
    const now = live.sessions.holds.threads.map(({ state }) => state).join(' ');
    told.push(now);
    expect(now).not.toBe(before);
    before = now;
  });
  live.sessions.hold(FIRST);
  live.sessions.hold(FIRST);
  live.sessions.resume(FIRST);
  expect(told).toEqual(['asked', '']);
});
