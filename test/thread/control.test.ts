/** What the presenter does to running threads: which there are, holding new ones, ending them. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame } from '../support/ports.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

/** A server, and what its trace says at any time. */
async function running() {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'control', detail: 'lines' } });
  onTestFinished(async () => void (await engine.stop()));
  const at = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const events = (): TraceEvent[] => eventsOf(readTrace(file));
  const stateOf = (thread: number) => engine.gates.states().find((one) => one.thread === thread);
  return { engine, at, events, stateOf, port: at.port };
}

/** Numbers of the threads that handle clients. */
function handlersOf(events: readonly TraceEvent[]): number[] {
  return only(events, 'thread.start').map(({ child }) => child);
}

test('states tell of every live thread whether its gate is closed and where it is', async () => {
  const { engine, port, stateOf } = await running();
  const client = await connected(port);
  await until(() => stateOf(2)?.at === 'kernel' && stateOf(1)?.at === 'kernel');
  const common = { program: 1, at: 'kernel' };
  expect(engine.gates.states()).toEqual([
    { ...common, thread: 1, gate: 'open', main: true },
    { ...common, thread: 2, gate: 'open', main: false },
  ]);
  engine.gates.hold(2);
  expect(stateOf(2)).toEqual({ ...common, thread: 2, gate: 'closed', main: false });
  client.write(frame('hello'));
  await until(() => stateOf(2)?.at === 'gate');
  engine.gates.resume(2);
  client.write(frame('!DISCONNECT'));
  await until(() => stateOf(2) === undefined);
});

test('a step that waits for its thread to come to the gate is told apart', async () => {
  const { engine, port, stateOf } = await running();
  await connected(port);
  await until(() => stateOf(2)?.at === 'kernel');
  engine.gates.hold(2);
  engine.gates.step(2);
  expect(stateOf(2)?.gate).toBe('stepping');
});

test('a step holds a thread that runs before its next call', async () => {
  const { engine, port, stateOf } = await running();
  const client = await connected(port);
  await until(() => stateOf(2)?.at === 'kernel');
  engine.gates.step(2);
  client.write(frame('hello'));
  await until(() => stateOf(2)?.at === 'gate');
  expect(stateOf(2)?.gate).toBe('closed');
});

test('with holdNew every new thread is held before its first call, and the server accepts on', async () => {
  const { engine, port, events, stateOf } = await running();
  engine.gates.holdNew(true);
  for (let n = 0; n < 3; n++) (await connected(port)).write(frame('hello'));
  await until(() => [2, 3, 4].every((thread) => stateOf(thread)?.at === 'gate'));
  // The recording is written a little later.
  const held = () =>
    new Set(only(events(), 'held').map(({ thread, before }) => `${thread} before ${before}`));
  await until(() => held().size === 3);
  expect(held()).toEqual(new Set([2, 3, 4].map((thread) => `${thread} before recv`)));
  expect(only(events(), 'recv')).toEqual([]);
  engine.gates.holdNew(false);
  await connected(port);
  await until(() => stateOf(5)?.at === 'kernel');
  expect(stateOf(5)?.gate).toBe('open');
});

test('a held thread loses no byte: they wait, and are taken when it goes on', async () => {
  const { engine, port, events, stateOf } = await running();
  engine.gates.holdNew(true);
  const client = await connected(port);
  client.write(frame('one'));
  client.write(frame('two'));
  await until(() => stateOf(2)?.at === 'gate');
  engine.gates.resume(2);
  await until(() => only(events(), 'recv.ret').length === 4);
  const taken = only(events(), 'recv.ret').map(({ bytes }) => Buffer.from(bytes));
  expect(Buffer.concat(taken)).toEqual(Buffer.concat([frame('one'), frame('two')]));
});

test('bytes that come while a thread is held before recv are seen to wait, and then to be taken', async () => {
  const { engine, port, events } = await running();
  engine.gates.holdNew(true);
  const client = await connected(port);
  const waiting = (): (number | undefined)[] => only(events(), 'held').map(({ queued }) => queued);
  await until(() => waiting().includes(0));
  client.write(frame('hello'));
  await until(() => waiting().at(-1) === 69);
  client.write(frame('hi'));
  await until(() => waiting().at(-1) === 69 + 66);
  engine.gates.step(2);
  await until(() => waiting().at(-1) === 5 + 66);
  expect(waiting()).toEqual([...new Set(waiting())]);
  expect(only(events(), 'recv').map(({ queued }) => queued)).toEqual([69 + 66]);
});

test('no thread begins at a gate that was closed for another in the same place', async () => {
  const { engine, port, stateOf } = await running();
  const client = await connected(port);
  await until(() => stateOf(2)?.at === 'kernel');
  engine.gates.hold(2);
  client.write(frame('!DISCONNECT'));
  await until(() => stateOf(2)?.at === 'gate');
  engine.gates.resume(2);
  await until(() => stateOf(2) === undefined);
  engine.gates.hold(2);
  for (let thread = 3; thread < 12; thread++) {
    await connected(port);
    await until(() => stateOf(thread)?.at === 'kernel');
    expect(stateOf(thread)?.gate).toBe('open');
  }
});

test.each([
  { where: 'in recv', hold: false, at: 'kernel' },
  { where: 'held at the gate', hold: true, at: 'gate' },
])(
  'a thread that is ended $where: its connection is closed by wirestep, and a note says so',
  async ({ hold, at }) => {
    const { engine, port, events, stateOf } = await running();
    engine.gates.holdNew(hold);
    const client = await connected(port);
    const ended = new Promise((resolve) => client.on('end', resolve));
    client.resume();
    await until(() => stateOf(2)?.at === at);
    expect(engine.endThread(2)).toBe(true);
    await ended;
    await until(() => stateOf(2) === undefined);
    await until(() => only(events(), 'thread.exit').length === 1);
    expect(only(events(), 'note').map(({ text }) => text)).toEqual([
      'The presenter ended Thread-1.',
    ]);
    expect(only(events(), 'close').map(({ by }) => by)).toEqual(['wirestep']);
    const broken = only(events(), 'recv.err').map(({ name, number }) => [name, number]);
    expect(broken).toEqual(hold ? [] : [['STOPPED', 0]]);
    expect(only(events(), 'thread.err')).toEqual([]);
  },
);

test('only handlers can be ended; the next thread in the same place is not meant', async () => {
  const { engine, port, events, stateOf } = await running();
  expect(engine.endThread(1)).toBe(false);
  expect(engine.endThread(2)).toBe(false);
  await connected(port);
  await until(() => stateOf(2)?.at === 'kernel');
  expect(engine.endThread(2)).toBe(true);
  await until(() => stateOf(2) === undefined);
  expect(engine.endThread(2)).toBe(false);
  const client = await connected(port);
  client.write(frame('hello'));
  await until(() => only(events(), 'send.ret').length === 1);
  expect(stateOf(3)?.gate).toBe('open');
});

test('threads whose client left without a goodbye are known, and end when they are told to', async () => {
  const { engine, port, events, stateOf } = await running();
  const [here, gone] = [await connected(port), await connected(port)];
  await until(() => handlersOf(events()).length === 2);
  expect(engine.goneThreads()).toEqual([]);
  gone.destroy();
  await until(() => engine.goneThreads().length === 1);
  expect(engine.goneThreads()).toEqual([3]);
  for (const thread of engine.goneThreads()) engine.endThread(thread);
  await until(() => stateOf(3) === undefined);
  expect(engine.goneThreads()).toEqual([]);
  expect(stateOf(2)?.at).toBe('kernel');
  here.destroy();
});
