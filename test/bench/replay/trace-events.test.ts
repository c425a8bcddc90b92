import { expect, test } from 'vitest';
import { eventsOf, readTrace } from '../../support/trace.ts';
import { traceEventJson } from './trace-events.ts';

interface Row {
  readonly ph: string;
  readonly name: string;
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly cat: string;
}

const parsed = readTrace('test/recordings/three.trace.jsonl');
const rows = (JSON.parse(traceEventJson(parsed.trace)) as { readonly traceEvents: Row[] })
  .traceEvents;

test('every event is one row, in the same order, at the same time', () => {
  const events = eventsOf(parsed);
  expect(rows).toHaveLength(events.length);
  expect(rows.map(({ cat }) => cat)).toEqual(events.map(({ kind }) => kind));
  expect(rows.map(({ ts }) => Math.round(ts * 1000))).toEqual(events.map(({ at }) => at));
});

test('what ends in a thread is what began there last', () => {
  const open = new Map<string, string[]>();
  let ends = 0;
  for (const { ph, name, pid, tid } of rows) {
    const stack = open.get(`${pid} ${tid}`) ?? [];
    open.set(`${pid} ${tid}`, stack);
    if (ph === 'B') stack.push(name);
    if (ph !== 'E') continue;
    ends += 1;
    expect(stack.pop()).toBe(name);
  }
  expect(ends).toBeGreaterThan(20);
});

test('calls and functions have a length, threads coming and going have none', () => {
  const phases = (name: string) =>
    new Set(rows.filter((row) => row.name === name).map(({ ph }) => ph));
  expect(phases('recv')).toEqual(new Set(['B', 'E']));
  expect(phases('handle_client')).toEqual(new Set(['B', 'E']));
  expect(phases('thread.exit')).toEqual(new Set(['i']));
});
