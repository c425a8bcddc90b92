import { describe, expect, test } from 'vitest';
import type { Scene, ThreadScene } from '../../src/scene/scene.ts';
import { arrowsOf } from '../../src/views/lanes/arrows.ts';
import { boxesOf } from '../../src/views/lanes/boxes.ts';
import { columnsUpTo, playheadX } from '../../src/views/lanes/columns.ts';
import { foldLine, laneState, pickLanes } from '../../src/views/lanes/lanes.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace, scene, last } = read(talk);
const WIDE = 10_000;

/** What the lanes draw after an event. */
function drawn(seq: number, room = WIDE) {
  const columns = columnsUpTo(trace, trace.positionOf(seq), room);
  return { columns, boxes: boxesOf(trace, columns, scene(seq)) };
}
const box = (seq: number, of: number) => drawn(of).boxes.find((each) => each.seq === seq);

describe('columns', () => {
  test('every stop has one; sources and the end have none', () => {
    const { columns } = drawn(trace.seqs[trace.length - 1] as number);
    expect(columns).toHaveLength(trace.stops.length);
  });

  test('begin at the left and leave no gap', () => {
    const { columns } = drawn(20);
    let x = 0;
    for (const column of columns) {
      expect(column.x).toBe(x);
      x += column.width;
    }
    expect(playheadX(columns)).toBe(x);
  });

  test('the newest stay where there is no room for all', () => {
    const { columns } = drawn(30, 300);
    expect(columns.at(-1)?.event.seq).toBe(30);
    expect(playheadX(columns)).toBeLessThanOrEqual(300);
  });
});

describe('boxes', () => {
  const recv = seqOf(talk, { k: 'recv', max: 64 });
  const got = seqOf(talk, { k: 'recv.ret', n: 64 });

  test('a call is the one highlight when it is entered', () => {
    expect(box(recv, recv)).toMatchObject({ text: 'recv ≤ 64', look: 'call', now: true });
    expect(drawn(recv).boxes.filter(({ now }) => now)).toHaveLength(1);
  });

  test('it is hatched while the thread waits, and up to its return', () => {
    expect(box(recv, recv + 1)).toMatchObject({ look: 'wait', now: false });
    const result = box(got, got);
    expect(result).toMatchObject({ text: 'got 64', look: 'result', now: true });
    const wait = box(recv, got);
    expect((wait?.x ?? 0) + (wait?.width ?? 0)).toBeLessThan(result?.x ?? 0);
  });

  test('a recv that found bytes waiting is not hatched', () => {
    const other = oneMessage();
    const asks = other.add('recv', { p: 1, th: 3, s: 3, fd: 24, max: 64, queued: 5 });
    other.add('recv.ret', { p: 1, th: 3, s: 3, fd: 24, re: asks, n: 5, off: 76, u: 'later' }, 9000);
    const { trace, last } = read(other);
    const columns = columnsUpTo(trace, trace.length - 1, WIDE);
    expect(boxesOf(trace, columns, last).find(({ seq }) => seq === asks)?.look).toBe('call');
  });

  test('a send and its return are one box', () => {
    const send = seqOf(talk, { k: 'send', len: 64 });
    expect(box(send + 1, send + 1)).toBeUndefined();
    expect(box(send, send + 1)).toMatchObject({ text: 'send 64', now: true });
  });

  test('a call that began off the screen still reaches onto it', () => {
    const accept = seqOf(talk, { k: 'accept' }, 2);
    const { boxes } = drawn(trace.length - 1, 200);
    expect(boxes.find(({ seq }) => seq === accept)).toMatchObject({ look: 'wait' });
  });
});

test('an arrow joins a send and a recv once the recv has returned', () => {
  const got = seqOf(talk, { k: 'recv.ret', n: 64 });
  const arrows = (seq: number) => arrowsOf(trace, drawn(seq).columns, scene(seq));
  expect(arrows(got - 1)).toEqual([]);
  expect(arrows(got)).toMatchObject([{ from: 2, to: 3, reply: false }]);
  const all = arrowsOf(trace, columnsUpTo(trace, trace.length - 1, WIDE), last);
  expect(all.map(({ reply }) => reply)).toEqual([false, false, true]);
});

describe('lanes', () => {
  const thread = (id: number, more: Partial<ThreadScene> = {}): ThreadScene => ({
    id,
    program: 1,
    name: `Thread-${id}`,
    badge: `T${id}`,
    state: 'blocked',
    locals: [],
    ...more,
  });
  const many: Scene = {
    ...last,
    threads: Array.from({ length: 60 }, (_, at) =>
      thread(at + 1, at % 3 === 0 ? { state: 'finished' } : {}),
    ),
  };

  test('clients come first', () => {
    expect(pickLanes(last, [], undefined).shown.map(({ badge }) => badge)).toEqual([
      'C1',
      'M',
      'T1',
    ]);
  });

  test('six have a lane, the selected one among them; the others are counted', () => {
    const { shown, folded } = pickLanes(many, [], 50);
    expect(shown).toHaveLength(6);
    expect(shown.map(({ id }) => id)).toContain(50);
    expect(foldLine(folded)).toBe('54 more: 34 blocked, 20 finished');
  });

  test('a lane says what its thread does', () => {
    const call = { call: 'recv', seq: 7, at: 0 } as const;
    expect(laneState(thread(1, { call }), 7)).toBe('entering recv');
    expect(laneState(thread(1, { call }), 8)).toBe('blocked in recv');
    const error = { name: 'ValueError', message: '' };
    expect(laneState(thread(1, { state: 'died', error }), 8)).toBe('died: ValueError');
    expect(laneState(thread(1, { state: 'held' }), 8)).toBe('held by the presenter');
  });
});
