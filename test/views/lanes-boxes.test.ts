import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsIn, columnWidth, shiftBy, stepRuler } from '../../src/views/lanes/columns.ts';
import { label } from '../../src/views/lanes/labels.ts';
import { NO_BOXES, reuseBoxes } from '../../src/views/lanes/reuse.ts';
import { connected, Conversation, oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';
import { draw, WIDE } from './lanes-at.ts';

const talk = oneMessage();
const { trace } = read(talk);
const end = trace.seqs[trace.length - 1] as number;
const recv = seqOf(talk, { k: 'recv', max: 64 });
const got = seqOf(talk, { k: 'recv.ret', n: 64 });

describe('columns', () => {
  const at = (seq: number, room = WIDE, anchor?: number) => {
    const position = trace.positionOf(seq);
    const extent = { position, horizon: position };
    const columns = columnsIn(trace, extent, room, anchor);
    return { columns, ruler: stepRuler(trace, columns, extent, room) };
  };

  test('every stop has one; sources and the end have none', () => {
    const { columns } = at(end);
    expect([columns.from, columns.to]).toEqual([0, trace.stops.length]);
  });

  test('begin at the left, as wide as their labels, and leave no gap', () => {
    const { columns } = at(20);
    const widths = columns.edges.slice(1).map((edge, n) => edge - (columns.edges[n] ?? 0));
    expect(columns.edges[0]).toBe(0);
    expect(widths).toEqual(
      [...trace.stops].slice(0, widths.length).map((p) => columnWidth(trace, p)),
    );
  });

  test('the playhead is after its own column', () => {
    const { columns, ruler } = at(20);
    expect(ruler.playhead).toBe(columns.edges.at(-1));
    expect(ruler.right(trace.positionOf(20))).toBe(ruler.playhead);
  });

  test('the newest stay where there is no room for all', () => {
    const { columns, ruler } = at(30, 300);
    expect(trace.seqs[trace.stops[columns.to - 1] as number]).toBe(30);
    expect(ruler.playhead).toBeLessThanOrEqual(300);
    expect(ruler.left(trace.positionOf(1))).toBe(-Infinity);
  });

  test('panned, others are in sight, and the playhead may be out of it', () => {
    const { columns, ruler } = at(30, 300, 16);
    expect(columns.to).toBe(16);
    expect(ruler.playhead).toBe(Infinity);
  });

  test('panned beyond the playhead, nothing after it has a column', () => {
    const rank = at(20).columns.to;
    const { columns, ruler } = at(20, 300, rank + 5);
    expect(columns.to).toBe(rank);
    expect(ruler.playhead).toBeLessThan(250);
  });

  test('with the future, as much of it as leaves room for the past', () => {
    const { ruler } = draw(trace, 30, { room: 600, future: true });
    expect(ruler.playhead).toBeGreaterThan(300);
    expect(ruler.playhead).toBeLessThan(560);
    expect(ruler.left(trace.positionOf(31))).toBe(ruler.playhead);
  });

  test('a drag moves by whole columns and stops at both ends', () => {
    const limit = trace.stops.length;
    const width = columnWidth(trace, trace.stops[9] as number);
    expect(shiftBy(trace, 10, -width, limit)).toBe(9);
    expect(shiftBy(trace, 10, 1 - width, limit)).toBe(10);
    expect(shiftBy(trace, 10, 1e6, limit)).toBe(limit);
    expect(shiftBy(trace, 10, -1e6, limit)).toBe(1);
  });
});

describe('a call on the step scale', () => {
  test('is the one highlight when it is entered', () => {
    const { all, boxOf } = draw(trace, recv);
    expect(boxOf(recv)).toMatchObject({ text: 'recv ≤ 64', look: 'call', now: true, open: true });
    expect(all.filter(({ now }) => now)).toHaveLength(1);
  });

  test('is hatched while the thread waits: up to the playhead, then up to the return', () => {
    const waiting = draw(trace, recv + 1);
    expect(waiting.boxOf(recv)).toMatchObject({ look: 'wait', now: false });
    expect(waiting.boxOf(recv)?.x).toBeLessThan(waiting.ruler.playhead);
    const { boxOf } = draw(trace, got);
    expect(boxOf(got)).toMatchObject({ text: 'got 64', look: 'result', now: true });
    const { x = 0, width = 0 } = boxOf(recv) ?? {};
    expect(x + width).toBeLessThan(boxOf(got)?.x ?? 0);
  });

  test('that found bytes waiting is not hatched', () => {
    const other = oneMessage();
    const asks = other.add('recv', { p: 1, th: 3, s: 3, fd: 24, max: 64, queued: 5 });
    other.add('recv.ret', { p: 1, th: 3, s: 3, fd: 24, re: asks, n: 5, off: 76, u: 'later' }, 9000);
    expect(draw(read(other).trace, asks + 1).boxOf(asks)?.look).toBe('call');
  });

  test('and its plain return are one box, which stands for both', () => {
    const send = seqOf(talk, { k: 'send', len: 64 });
    const { boxOf } = draw(trace, send + 1);
    expect(boxOf(send + 1)).toBeUndefined();
    expect(boxOf(send)).toMatchObject({ text: 'send 64', now: true, count: 2, open: false });
  });

  test('that began out of sight still reaches into it', () => {
    const accept = seqOf(talk, { k: 'accept' }, 2);
    const { boxOf } = draw(trace, end, { room: 200 });
    expect(boxOf(accept)).toMatchObject({ look: 'wait', text: 'accept' });
    expect(boxOf(accept)?.x).toBeLessThan(0);
  });

  test('whose return is missing ends where the thread went on', () => {
    const torn = connected();
    const next = torn.add('line', { p: 1, th: 3, f: 1, fn: 'handle_client', l: 8 });
    const { boxOf } = draw(read(torn).trace, next);
    const { x = 0, width = 0 } = boxOf(next - 1) ?? {};
    expect(x + width).toBeLessThanOrEqual(boxOf(next)?.x ?? 0);
    expect(boxOf(next - 1)).toMatchObject({ open: false, count: 1 });
  });
});

describe('what a lane tells apart', () => {
  const T1 = { p: 1, th: 3 };

  test('held on while bytes come, it says how many wait', () => {
    const held = connected();
    held.add('recv.ret', { ...T1, re: recv, s: 3, fd: 24, n: 1, off: 0, u: 'x' });
    const at = held.add('held', { ...T1, s: 3, fd: 24, before: 'recv', queued: 0 });
    const more = held.add('held', { ...T1, s: 3, fd: 24, before: 'recv', queued: 76 });
    const { boxOf } = draw(read(held).trace, more);
    expect(boxOf(at)).toMatchObject({ look: 'held', text: 'held', open: false });
    expect(boxOf(more)).toMatchObject({ look: 'held', text: 'held · 76 wait', open: true });
  });

  test('held by the presenter is not blocked in the kernel', () => {
    const held = connected();
    held.add('recv.ret', { ...T1, re: recv, s: 3, fd: 24, n: 1, off: 0, u: 'x' });
    const at = held.add('held', { ...T1, before: 'recv' });
    const { trace } = read(held);
    expect(draw(trace, at).boxOf(at)).toMatchObject({ look: 'held', text: 'held', open: true });
  });

  test('the kernel’s own word stands in the wait that it is about', () => {
    const sampled = connected();
    const said = { re: recv, state: 'S', syscall: 'recvfrom', args: ['24', '0x0', '64'] };
    const at = sampled.add('kernel', { ...T1, ...said });
    const { boxOf } = draw(read(sampled).trace, at);
    expect(boxOf(at)).toMatchObject({ look: 'proof', text: '', now: true });
    expect(boxOf(recv)).toMatchObject({ look: 'wait', open: true, now: false });
  });

  test('an exception, the death it brings, and wirestep’s own stop', () => {
    const died = connected();
    const stopped = { name: 'STOPPED', number: 0, message: '' };
    const stop = died.add('recv.err', { ...T1, re: recv, s: 3, fd: 24, ...stopped });
    const where = { f: 1, l: 9, fn: 'handle_client', name: 'ValueError', message: '' };
    const raised = died.add('exc', { ...T1, ...where });
    const death = died.add('thread.err', { ...T1, name: 'ValueError', message: '', f: 1, l: 9 });
    const { boxOf } = draw(read(died).trace, death);
    expect(boxOf(stop)).toMatchObject({ look: 'result', text: 'stopped' });
    expect(boxOf(raised)).toMatchObject({ look: 'failure', text: 'raises' });
    expect(boxOf(death)).toMatchObject({ look: 'failure', text: '✕ ValueError', now: true });
  });
});

describe('labels', () => {
  const labelOf = (k: string, fields: object) => {
    const one = new Conversation();
    one.add(k, { p: 1, th: 1, s: 1, fd: 3, ...fields });
    return label(read(one).trace, 0);
  };

  test.each([
    ['recv', { max: 64 }, 'recv ≤ 64'],
    ['recv', { max: -5 }, 'recv ≤ -5'],
    ['recv', { max: '9'.repeat(40) }, `recv ≤ ${'9'.repeat(24)}…`],
    ['recv.ret', { re: 1, n: 0, off: 0, u: '' }, 'got 0'],
    ['input.ret', { re: 1, text: '' }, 'Enter'],
    ['input.ret', { re: 1 }, 'end of input'],
    ['fold', { of: 'recv', count: 7, first: 0, last: 9 }, 'recv × 7'],
    ['send.err', { re: 1, name: 'ECONNRESET', number: 104, message: '' }, 'ECONNRESET'],
    ['thread.err', { name: 'A\u202eB', message: '', f: 1, l: 1 }, '✕ A‹U+202E›B'],
    ['line', { f: 1, l: 1, fn: 'f' }, undefined],
    ['send.ret', { re: 1, n: 3 }, undefined],
  ])('%s %o', (kind, fields, text) => {
    expect(labelOf(kind, fields)).toBe(text);
  });
});

describe('the future', () => {
  test('is not drawn unless it is asked for', () => {
    const { all, extent } = draw(trace, recv, { time: 'fit', room: 600 });
    expect(all.every(({ position }) => position <= extent.position)).toBe(true);
  });

  test('is told apart from what has happened, also within one call', () => {
    const { boxOf, ruler } = draw(trace, recv + 1, { future: true });
    const until = boxOf(recv);
    const rest = draw(trace, recv + 1, { future: true }).all.find(({ key }) => key === `${recv}+`);
    expect(until).toMatchObject({ later: false, open: true });
    expect(rest).toMatchObject({ later: true, text: '', x: ruler.playhead });
    expect(boxOf(got, true)).toMatchObject({ later: true, text: 'got 64' });
  });

  test('a mark for several events never has both', () => {
    const { all } = draw(trace, recv, { future: true, time: 'fit', room: 60 });
    const bars = all.filter(({ look }) => look === 'bar');
    const position = trace.positionOf(recv);
    for (const { index, count, position: first } of bars) {
      const own = trace.ofThread(trace.threads[first] as number);
      const last = own[index + count - 1] as number;
      expect(first <= position).toBe(last <= position);
    }
  });
});

describe('the time scale', () => {
  test('a box is as wide as its call took', () => {
    const asks = seqOf(talk, { k: 'recv', max: 12 });
    const { boxOf, ruler } = draw(trace, end, { time: 'fit', room: 2000 });
    const { x = 0, width = 0 } = boxOf(asks) ?? {};
    expect(x).toBe(ruler.left(trace.positionOf(asks)));
    expect(x + width + ruler.gap).toBeCloseTo(ruler.left(trace.positionOf(asks) + 1), 6);
  });

  test('words stand beside what took no time, where there is room', () => {
    const { boxOf } = draw(trace, end, { time: { from: 1_000_000, to: 1_400_000 }, room: 4000 });
    const start = seqOf(talk, { k: 'thread.start' });
    expect(boxOf(start)).toMatchObject({ text: 'start', beside: true });
    const crowded = draw(trace, end, { time: 'fit', room: 3000 }).boxOf(start);
    expect(crowded?.text ?? '').toBe('');
  });

  test('words never reach beyond the playhead, but for those of its own event', () => {
    const { all, ruler } = draw(trace, seqOf(talk, { k: 'send', len: 12 }), {
      time: 'fit',
      room: 900,
    });
    const beyond = all.filter(({ x, width, now }) => !now && x + width > ruler.playhead + 4);
    expect(beyond).toEqual([]);
  });

  test('events on one spot are one mark that says how many', () => {
    const { all } = draw(trace, end, { time: 'fit', room: 120 });
    const bars = all.filter(({ look }) => look === 'bar');
    expect(bars.length).toBeGreaterThan(0);
    expect(bars.every(({ count }) => count > 1)).toBe(true);
  });

  test('a death by exception keeps its name, also among other events on one spot', () => {
    const died = connected();
    const T1 = { p: 1, th: 3 };
    died.add('recv.ret', { ...T1, re: recv, s: 3, fd: 24, n: 1, off: 0, u: 'x' }, 50);
    const where = { f: 1, l: 9, fn: 'handle_client', name: 'ValueError', message: '' };
    died.add('exc', { ...T1, ...where }, 1);
    died.add('thread.err', { ...T1, name: 'ValueError', message: '', f: 1, l: 9 }, 1);
    const exit = died.add('thread.exit', T1, 1);
    died.add('out', { p: 2, th: 2, stream: 'stdout', text: 'on' }, 900);
    const { trace } = read(died);
    for (const room of [400, 2000, 30_000, 400_000]) {
      const { all } = draw(trace, exit + 1, { time: 'fit', room });
      const failure = all.find(({ look, text }) => look === 'failure' && text.startsWith('✕'));
      expect(failure, `${room} px`).toMatchObject({ text: '✕ ValueError' });
    }
  });

  test('one mark a spot, whatever the trace has', () => {
    const long = new Conversation();
    for (let n = 0; n < 20_000; n++)
      long.add('line', { p: 1, th: 1, f: 1, l: 1, fn: 'f' }, 1 + (n % 7));
    const { trace } = read(long);
    const { all } = draw(trace, 20_000, { time: 'fit', room: 600 });
    expect(all.length).toBeLessThanOrEqual(600 / 8 + 1);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  });

  test('nothing in sight is dropped, at any zoom: each event is in exactly one box', () => {
    const times = fc.integer({ min: 0, max: trace.ats[trace.length - 1] as number });
    const whole = fc.integer({ min: 1, max: end });
    fc.assert(
      fc.property(times, times, whole, fc.integer({ min: 40, max: 3000 }), (a, b, seq, room) => {
        const window = { from: Math.min(a, b), to: Math.max(a, b) + 1000 };
        const { boxes, ruler } = draw(trace, seq, { time: window, room });
        for (const [thread, lane] of boxes) {
          const own = trace.ofThread(thread);
          const [from, to] = ruler.inSight(own);
          const found = lane.flatMap(({ index, count, look }) =>
            Array.from({ length: count }, (_, n) =>
              // A call's second event is its return, not the next: the kernel may speak between.
              look !== 'bar' && n === 1 ? -1 : index + n,
            ),
          );
          const seen = new Set(found.filter((index) => index >= from));
          for (let index = from; index < to; index++) {
            const kind = trace.kindAt(own[index] as number);
            const plain = /^(?!recv|accept|input).*\.ret$/.test(kind);
            expect(seen.has(index) || plain, `${kind} at ${index}`).toBe(true);
          }
          expect(found.filter((index) => index >= 0).length).toBe(
            new Set(found.filter((index) => index >= 0)).size,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test('marks stay the same while one pans', () => {
    const room = 400;
    const keys = (from: number) => {
      const { all, ruler } = draw(trace, end, { time: { from, to: from + 2_000_000 }, room });
      return all
        .filter(({ x }) => x > 20 && x < ruler.room - 60)
        .map(({ key, count }) => `${key} ${count}`);
    };
    const first = keys(1_000_000);
    const second = new Set(keys(1_090_000));
    expect(first.filter((key) => second.has(key)).length).toBeGreaterThan(first.length * 0.7);
  });
});

describe('what did not change is not drawn again', () => {
  const boxes = (seq: number) =>
    draw(trace, seq, { time: { from: 0, to: 50_000_000 }, room: 900 }).boxes;

  test('a box that is as it was is the very object that it was, a lane too', () => {
    const before = reuseBoxes(NO_BOXES, boxes(end - 1));
    const after = reuseBoxes(before, boxes(end));
    const changed = [...after].flatMap(([thread, lane]) =>
      lane.filter((box) => !before.get(thread)?.includes(box)),
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(6);
    expect(reuseBoxes(after, boxes(end)).get(3)).toBe(after.get(3));
  });

  test('but what is drawn is the same as if nothing were kept', () => {
    const before = reuseBoxes(NO_BOXES, boxes(25));
    expect(reuseBoxes(before, boxes(end))).toEqual(boxes(end));
    expect(reuseBoxes(boxes(end), boxes(25))).toEqual(boxes(25));
  });
});
