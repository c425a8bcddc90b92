import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { OPEN, passGate, setGate, step } from '../../server/thread/gate.ts';
import { allocateMemory, SLOT, slotWord, WORD } from '../../server/thread/memory.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame } from '../support/ports.ts';
import { until } from '../support/until.ts';

const never = (): void => {
  throw new Error('held');
};

test('an open gate lets every call pass and says nothing', () => {
  const memory = allocateMemory(2);
  setGate(memory, 1, OPEN);
  for (let n = 0; n < 3; n++) passGate(memory, 1, never);
  expect(memory.words[slotWord(1, SLOT.gate)]).toBe(OPEN);
});

test('each step lets exactly one call pass', () => {
  const memory = allocateMemory(2);
  setGate(memory, 1, 0);
  step(memory, 1);
  step(memory, 1);
  passGate(memory, 1, never);
  passGate(memory, 1, never);
  expect(memory.words[slotWord(1, SLOT.gate)]).toBe(0);
});

test('a stop opens a closed gate', () => {
  const memory = allocateMemory(2);
  setGate(memory, 1, 0);
  memory.words[WORD.stop] = 1;
  passGate(memory, 1, () => undefined);
  expect(memory.words[slotWord(1, SLOT.gate)]).toBe(0);
});

test('a held thread makes no call until it is stepped, then one call a step', async () => {
  const file = `${temporaryFolder()}/trace.jsonl`;
  const engine = new Engine({ recording: { file, title: 'gate', detail: 'calls' } });
  onTestFinished(async () => void (await engine.stop()));
  const at = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const count = (kind: 'send' | 'send.ret' | 'held' | 'recv' | 'input'): number =>
    only(eventsOf(readTrace(file)), kind).filter((event) => event.program === 2).length;
  const client = engine.startClient({ program: 'lines', ...at });
  await until(() => count('input') === 1);
  expect(engine.gates.runs(2)).toBe(true);
  engine.gates.hold(2);
  client.type('Hello');
  await until(() => count('held') === 1);
  await sleep(50);
  expect(count('send')).toBe(0);
  engine.gates.step(2);
  await until(() => count('send.ret') === 1 && count('held') === 2);
  engine.gates.step(2);
  await until(() => count('send.ret') === 2 && count('held') === 3);
  expect(count('recv')).toBe(0);
  engine.gates.resume(2);
  client.type(undefined);
  expect(await client.done).toBe(0);
});

test('a thread that is held before it begins makes no call until it is let go', async () => {
  const file = `${temporaryFolder()}/trace.jsonl`;
  const engine = new Engine({ recording: { file, title: 'gate', detail: 'calls' } });
  onTestFinished(async () => void (await engine.stop()));
  const at = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const of = (thread: string, kind: 'recv' | 'held' | 'out') => {
    const events = eventsOf(readTrace(file));
    const found = only(events, 'thread.run').find(({ name }) => name.startsWith(thread));
    return only(events, kind).filter((event) => event.thread === found?.thread);
  };
  engine.gates.holdNext(2);
  for (const text of ['one', 'two']) engine.startClient({ program: 'lines', ...at }).type(text);
  await until(() => of('Thread-1', 'recv').length === 3 && of('Thread-2', 'held').length === 1);
  expect(of('Thread-2', 'recv')).toEqual([]);
  engine.gates.resume(of('Thread-2', 'held')[0]?.thread ?? 0);
  await until(() => of('Thread-2', 'recv').length === 3);
});

test('what arrives while a thread is held before recv is measured, and none of it taken', async () => {
  const file = `${temporaryFolder()}/trace.jsonl`;
  const engine = new Engine({ recording: { file, title: 'held', detail: 'lines' } });
  onTestFinished(async () => void (await engine.stop()));
  engine.gates.holdNew(true);
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const client = await connected(port);
  const held = () =>
    only(eventsOf(readTrace(file)), 'held').map(({ before, queued }) => [before, queued]);
  await until(() => existsSync(file) && held().length > 0);
  client.write(frame('Hello World!'));
  await until(() => held().length > 1);
  client.write(frame('!DISCONNECT'));
  await until(() => held().some(([, queued]) => queued === 151));
  // A look may fall between two packets: what it finds only grows.
  const queued = held().map(([before, n]) => (before === 'recv' ? Number(n) : NaN));
  expect(queued[0]).toBe(0);
  expect(queued).toEqual(queued.toSorted((a, b) => a - b));
  expect(new Set(queued).size).toBe(queued.length);
  expect(only(eventsOf(readTrace(file)), 'recv')).toEqual([]);
  client.destroy();
});
