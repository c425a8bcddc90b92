import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { IdleWatch } from '../../server/thread/idle.ts';
import { allocateMemory, SITTING, SLOT, slotWord } from '../../server/thread/memory.ts';
import type { Tracer } from '../../server/thread/tracer.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame } from '../support/ports.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

/** A watch that looks only when it is told to, and one slot for it to look at. */
function watched() {
  const memory = allocateMemory(2);
  const notes: string[] = [];
  const tracer = { event: (_kind: string, fields: string) => notes.push(fields) };
  const watch = new IdleWatch(memory, tracer as unknown as Tracer, 60_000);
  watch.stop();
  const set = (sitting: number, call: number, number = 3): void => {
    memory.words[slotWord(1, SLOT.sitting)] = sitting;
    memory.words[slotWord(1, SLOT.call)] = call;
    memory.words[slotWord(1, SLOT.number)] = number;
  };
  return { watch, notes, set };
}

const NOTE = '"re":7,"text":"Thread-3 has waited 60 seconds for bytes."';

test('a wait is noted after a minute, once, and hangs on its call', () => {
  const { watch, notes, set } = watched();
  set(SITTING.recv, 7);
  for (const now of [0, 30_000, 59_999]) watch.look(now);
  expect(notes).toEqual([]);
  for (const now of [60_000, 61_000, 600_000]) watch.look(now);
  expect(notes).toEqual([NOTE]);
});

test('the next call is a wait of its own', () => {
  const { watch, notes, set } = watched();
  set(SITTING.recv, 6);
  watch.look(0);
  set(SITTING.recv, 7);
  for (const now of [59_000, 60_000, 118_999]) watch.look(now);
  expect(notes).toEqual([]);
  watch.look(119_000);
  expect(notes).toEqual([NOTE]);
});

test.each([
  ['a main thread that waits for bytes', SITTING.recv, 0],
  ['an accept', SITTING.accept, 0],
  ['a handler that is held', SITTING.gate, 3],
])('%s is not noted', (_what, sitting, number) => {
  const { watch, notes, set } = watched();
  set(sitting, 7, number);
  for (const now of [0, 120_000]) watch.look(now);
  expect(notes).toEqual([]);
});

test('the note of a handler that waits is in the trace, about its open recv', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const recording = { file, title: 'idle', detail: 'calls' } as const;
  const engine = new Engine({ recording, idleMs: 1 });
  onTestFinished(async () => void (await engine.stop()));
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const client = await connected(port);
  client.write(frame('hello'));
  const events = () => eventsOf(readTrace(file));
  const waits = () => only(events(), 'recv')[2]?.seq;
  await until(() =>
    only(events(), 'note').some(({ call }) => call !== undefined && call === waits()),
  );
  client.destroy();
});
