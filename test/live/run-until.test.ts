import { once } from 'node:events';
import { expect, test } from 'vitest';
import { hasHappened, isKnownUntil } from '../../server/live/run-until.ts';
import { PREDICATES } from '../../src/analysis/find.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { begun } from '../support/live-session.ts';
import type { LiveSession } from '../support/live-session.ts';
import { frame } from '../support/ports.ts';
import { only, readTrace } from '../support/trace.ts';

const MAIN = 1;
const FIRST = 2;
const SECOND = 3;

const isOf =
  (thread: number, kind: TraceEvent['kind']) =>
  (event: TraceEvent): boolean =>
    event.kind === kind && 'thread' in event && event.thread === thread;

function stateOf(live: LiveSession, thread: number): string | undefined {
  const found = live.sessions.holds.threads.find((one) => one.thread === thread);
  return found?.state;
}

/** A session with one client whose handler is held before its first recv of a payload. */
async function heldBeforePayload(text: string): Promise<LiveSession> {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.hold(FIRST);
  client.write(frame(text));
  await live.stands(FIRST);
  return live;
}

test('until return: exactly one call more', async () => {
  const live = await heldBeforePayload('hello');
  const before = live.ladder(FIRST).length;
  live.sessions.run(FIRST, 'return');
  expect(live.sessions.holds.threads).toEqual([
    { thread: FIRST, state: 'running', until: 'return' },
  ]);
  await live.stands(FIRST);
  expect(live.ladder(FIRST).slice(before)).toEqual([
    'recv ≤ 5',
    'got 5',
    'out',
    'held before send',
  ]);
});

test('until message: stops before the call after the next header was taken', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.hold(FIRST);
  for (const text of ['one', 'two', 'three']) client.write(frame(text));
  await live.stands(FIRST);
  for (const [text, size] of [
    ['one', 3],
    ['two', 5],
  ] as const) {
    live.sessions.run(FIRST, 'message');
    await live.stands(FIRST);
    expect(live.ladder(FIRST).slice(-3)).toEqual(['recv ≤ 64', 'got 64', 'held before recv']);
    const printed = only(live.events, 'out').filter(({ thread }) => thread === FIRST);
    expect(printed.at(-1)?.text.endsWith(`] ${text}\n`)).toBe(true);
    live.sessions.step(FIRST);
    await live.seen((event) => event.kind === 'recv' && event.max === size);
    await live.stands(FIRST);
  }
});

test('what happened before the command does not count', async () => {
  const live = await heldBeforePayload('hello');
  // A message has begun already: the next one is meant, and there is none.
  live.sessions.run(FIRST, 'message');
  await live.seen(isOf(FIRST, 'recv'), 3);
  expect(stateOf(live, FIRST)).toBe('running');
  live.sessions.hold(FIRST);
  expect(stateOf(live, FIRST)).toBe('asked');
});

test('a thread that waits in a call runs on when it returns, and stops where it is reached', async () => {
  const live = await begun();
  const client = await live.connect();
  await live.seen(isOf(FIRST, 'recv'));
  live.sessions.run(FIRST, 'output');
  client.write(frame('hello'));
  await live.stands(FIRST);
  expect(live.ladder(FIRST).slice(-3)).toEqual(['got 5', 'out', 'held before send']);
});

test('a run ends when its thread is let go; it then runs freely', async () => {
  const live = await heldBeforePayload('hello');
  live.sessions.run(FIRST, 'died');
  live.sessions.resume(FIRST);
  expect(live.sessions.holds.threads).toEqual([]);
  await live.seen(isOf(FIRST, 'recv'), 3);
  expect(live.sessions.holds.threads).toEqual([]);
});

test('a thread that ends while it runs leaves no hold behind', async () => {
  const live = await heldBeforePayload('!DISCONNECT');
  live.sessions.run(FIRST, 'short-send');
  await live.seen(isOf(FIRST, 'thread.exit'));
  await live.happens(() => live.sessions.holds.threads.length === 0);
});

test('all: the first to get there holds everybody', async () => {
  const live = await begun();
  const [first, second] = [await live.connect(), await live.connect()];
  await live.seen(({ kind }) => kind === 'recv', 2);
  live.sessions.run('all', 'output');
  expect(live.sessions.holds).toMatchObject({ all: true });
  second.write(frame('I am first'));
  await live.stands(SECOND);
  await live.happens(() => stateOf(live, FIRST) === 'asked');
  first.write(frame('too late'));
  await live.stands(FIRST);
  expect(live.ladder(SECOND).at(-2)).toBe('out');
  expect(live.ladder(FIRST).slice(-2)).toEqual(['got 64', 'held before recv']);
});

test('all: threads that begin meanwhile run too', async () => {
  const live = await begun();
  await live.seen(isOf(MAIN, 'accept'));
  live.sessions.run('all', 'message');
  const client = await live.connect();
  client.write(frame('hello'));
  await live.stands(FIRST);
  expect(live.ladder(FIRST).slice(-3)).toEqual(['recv ≤ 64', 'got 64', 'held before recv']);
  expect(stateOf(live, MAIN)).not.toBe('running');
});

test('the acceptor runs until it has started a thread', async () => {
  const live = await begun();
  await live.seen(isOf(MAIN, 'accept'));
  live.sessions.run(MAIN, 'thread');
  const client = await live.connect();
  await live.stands(MAIN);
  expect(live.ladder(MAIN).slice(-3)).toEqual(['thread.start', 'out', 'held before accept']);
  client.write(frame('free'));
  expect(String(await once(client, 'data'))).toBe('Msg received');
});

test('a step, or a hold of all, ends a run', async () => {
  const live = await heldBeforePayload('hello');
  live.sessions.run(FIRST, 'died');
  live.sessions.hold('all');
  await live.stands(FIRST);
  live.sessions.run('all', 'died');
  live.sessions.resume('all');
  expect(live.sessions.holds).toEqual({ type: 'holds', all: false, threads: [] });
});

test('every predicate can be run until, and a call that has returned', () => {
  for (const { id } of PREDICATES) expect(isKnownUntil(id)).toBe(true);
  expect(isKnownUntil('return')).toBe(true);
  expect(isKnownUntil('constructor')).toBe(false);
});

test('has happened: in this thread, after this position', () => {
  const { trace } = readTrace('test/recordings/three.trace.jsonl');
  const rets = [...trace.ofKind('recv.ret')].filter((at) => trace.threads[at] === 2);
  const [last = 0, before = 0] = [rets.at(-1), rets.at(-2)];
  const after = (position: number, until: string, thread = 2) =>
    hasHappened(trace, until, thread, position);
  expect(rets.length).toBeGreaterThan(1);
  expect([after(before, 'short-recv', 99), after(last, 'short-recv')]).toEqual([false, false]);
  expect([after(last - 1, 'return'), after(trace.length, 'return')]).toEqual([true, false]);
});
