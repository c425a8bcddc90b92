import { describe, expect, test } from 'vitest';
import { arrowsOf } from '../../src/views/lanes/arrows.ts';
import { followByte } from '../../src/views/lanes/followed.ts';
import { curveOf, geometryOf, playheadPath, TRACK } from '../../src/views/lanes/geometry.ts';
import { gapsOf } from '../../src/views/lanes/gaps.ts';
import { boxName, tipOf } from '../../src/views/lanes/tip.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { connected, type Conversation, oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';
import { draw } from './lanes-at.ts';

const talk = oneMessage();
const { trace, scene } = read(talk);
const end = trace.seqs[trace.length - 1] as number;
const header = seqOf(talk, { k: 'send', len: 64 });
const payload = seqOf(talk, { k: 'send', off: 64 });
const got = seqOf(talk, { k: 'recv.ret', n: 64 });

/** The arrows of a moment. */
function arrows(of: Trace, seq: number, how: Parameters<typeof draw>[2] = {}) {
  const { boxes, ruler, extent } = draw(of, seq, how);
  const { connections } = createScenes(of)(extent.horizon);
  return arrowsOf(of, boxes, connections, ruler, extent);
}
const pairs = (of: Trace, seq: number, how = {}): readonly string[] =>
  arrows(of, seq, how).arrows.map(({ send, recv }) => `${send}→${recv}`);

/** A header of 64 sent at once and a payload, taken in two odd pieces. */
function acrossTwoSends(): { talk: Conversation; sends: readonly number[]; recvs: number[] } {
  const talk = connected();
  const C1 = { p: 2, th: 2, s: 2, fd: 22 };
  const T1 = { p: 1, th: 3, s: 3, fd: 24 };
  const asked = seqOf(talk, { k: 'recv', max: 64 });
  const one = talk.add('send', { ...C1, len: 40, off: 0, u: 'a'.repeat(40) });
  talk.add('send.ret', { ...C1, re: one, n: 40 });
  const two = talk.add('send', { ...C1, len: 40, off: 40, u: 'b'.repeat(40) });
  talk.add('send.ret', { ...C1, re: two, n: 40 });
  const u = 'a'.repeat(40) + 'b'.repeat(24);
  const first = talk.add('recv.ret', { ...T1, re: asked, n: 64, off: 0, u });
  const again = talk.add('recv', { ...T1, max: 64 });
  const second = talk.add('recv.ret', { ...T1, re: again, n: 16, off: 64, u: 'b'.repeat(16) });
  return { talk, sends: [one, two], recvs: [first, second] };
}

describe('an arrow', () => {
  test('is there once the recv has returned, not before', () => {
    expect(pairs(trace, got - 1)).toEqual([]);
    expect(pairs(trace, got)).toEqual([`${header}→${got}`]);
  });

  test('leads from the client to the server, and a reply back', () => {
    const found = arrows(trace, end).arrows.map(({ from, to, reply }) => ({ from, to, reply }));
    expect(found).toContainEqual({ from: 2, to: 3, reply: false });
    expect(found).toContainEqual({ from: 3, to: 2, reply: true });
    expect(found).toHaveLength(3);
  });

  test('a recv of parts of two sends gets two; a send taken by two recvs gives two', () => {
    const { talk, sends, recvs } = acrossTwoSends();
    const { trace } = read(talk);
    const [one, two] = sends;
    const [first, second] = recvs;
    expect(pairs(trace, first as number)).toEqual([`${one}→${first}`, `${two}→${first}`]);
    expect(pairs(trace, second as number)).toContain(`${two}→${second}`);
    expect(pairs(trace, second as number)).toHaveLength(3);
  });

  test('meets the send’s box and the result’s box', () => {
    const { ruler } = draw(trace, got);
    const [arrow] = arrows(trace, got).arrows;
    const { x1 = 0, x2 = 0 } = arrow ?? {};
    expect(x1).toBeLessThan(ruler.right(trace.positionOf(header)));
    expect(x1).toBeGreaterThan(ruler.left(trace.positionOf(header)));
    expect(x2).toBeGreaterThan(ruler.left(trace.positionOf(got)));
  });

  test('of the future is drawn as such, and only when the future is', () => {
    const later = arrows(trace, got, { future: true }).arrows.map(({ recv, later }) => [
      recv > got,
      later,
    ]);
    expect(later).toHaveLength(3);
    expect(later.every(([after, drawn]) => after === drawn)).toBe(true);
  });

  test('of the time scale: those on one spot are one, which says how many', () => {
    const { arrows: found, hidden } = arrows(trace, end, { time: 'fit', room: 200 });
    expect(hidden).toBe(0);
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });
});

describe('an end that cannot be drawn is said, not dropped', () => {
  test('the sender has no lane', () => {
    const found = arrows(trace, got, { threads: [1, 3] }).arrows;
    expect(found).toMatchObject([{ send: header, recv: got, missing: 'from' }]);
  });

  test('the receiver has no lane', () => {
    const found = arrows(trace, got, { threads: [1, 2] }).arrows;
    expect(found).toMatchObject([{ send: header, recv: got, missing: 'to' }]);
  });

  test('the send has left the track at the left', () => {
    const found = arrows(trace, got, { room: 130 }).arrows;
    expect(found).toMatchObject([{ send: header, missing: 'left', x1: 0 }]);
  });

  test('panned back, the recv is beyond the right edge', () => {
    const { stops } = trace;
    const anchor = stops.indexOf(trace.positionOf(header)) + 1;
    const found = arrows(trace, end, { room: 200, anchor }).arrows;
    expect(found).toMatchObject([{ send: header, recv: got, missing: 'right', x2: 200 }]);
  });

  test('marks of very many events are counted instead', () => {
    const busy = oneMessage();
    for (let n = 0; n < 90; n++) busy.add('line', { p: 1, th: 3, f: 1, l: 1, fn: 'f' }, 0.01);
    const { trace } = read(busy);
    const last = trace.seqs[trace.length - 1] as number;
    expect(arrows(trace, last, { time: 'fit', room: 100 }).hidden).toBeGreaterThan(0);
  });
});

test('events that the recording lost are said, where they are missing', () => {
  const torn = oneMessage();
  const at = torn.add('gap', { count: 12, why: 'the disk was full' });
  torn.add('out', { p: 2, th: 2, stream: 'stdout', text: 'on' });
  const { trace } = read(torn);
  const gaps = (seq: number, how = {}) => {
    const { ruler, extent } = draw(trace, seq, how);
    return gapsOf(trace, ruler, extent).map(({ seq, text }) => `${seq}: ${text}`);
  };
  expect(gaps(at - 1)).toEqual([]);
  expect(gaps(at)).toEqual([`${at}: 12 missing`]);
  expect(gaps(at + 1, { time: 'fit', room: 500 })).toEqual([`${at}: 12 missing`]);
  expect(gaps(at + 1, { time: { from: 0, to: 1_000_000 }, room: 500 })).toEqual([]);
});

describe('a curve', () => {
  const rows = new Map([
    [2, 0],
    [1, 1],
    [3, 2],
  ]);
  const geometry = { names: 176, pitch: 42, top: 8 };
  const arrow = {
    key: 'k',
    from: 2,
    to: 3,
    x1: 10,
    x2: 90,
    send: 1,
    recv: 2,
    reply: false,
    later: false,
    count: 1,
  };
  const drawn = (missing?: 'from' | 'to' | 'left' | 'right', more = {}) =>
    curveOf({ ...arrow, missing, ...more }, rows, geometry, 200, (id) => `T${id}`);

  test('goes from the lower edge of one box to the upper edge of the other', () => {
    const { path, head } = drawn();
    expect(path).toMatch(new RegExp(`^M 10 ${8 + TRACK} C`));
    expect(head).toMatch(/^M 90 91 /);
  });

  test('upwards from the upper edge to the lower', () => {
    const { path } = drawn(undefined, { from: 3, to: 2 });
    expect(path).toMatch(/^M 10 92 C/);
  });

  test.each([
    ['from', { from: 9 }, 'from T9'],
    ['to', { to: 9 }, 'to T9'],
    ['left', {}, '◂ earlier'],
    ['right', {}, 'later ▸'],
  ] as const)('with the end "%s" missing it says so', (missing, more, text) => {
    expect(drawn(missing, more).stub?.text).toBe(text);
  });

  test('words at the very left stand on the other side of their stub', () => {
    expect(drawn('from', { from: 9, x2: 12 }).stub).toMatchObject({ anchor: 'start' });
    expect(drawn('from', { from: 9 }).stub).toMatchObject({ anchor: 'end' });
  });
});

describe('room', () => {
  test('narrow panels have the names above the tracks; low windows lower rows', () => {
    expect(geometryOf(350, 844, 3).names).toBe(0);
    expect(geometryOf(750, 900, 3)).toMatchObject({ pitch: 42, top: 8 });
    expect(geometryOf(750, 900, 6).pitch).toBeLessThan(42);
    expect(geometryOf(750, 768, 6).pitch).toBeGreaterThanOrEqual(TRACK + 4);
  });

  test('the playhead is one line, but passes by names that stand above tracks', () => {
    expect(playheadPath(7, 3, geometryOf(750, 900, 3))).toBe('M 7 0 V 126');
    expect(playheadPath(7, 3, geometryOf(350, 900, 3)).match(/v 30/g)).toHaveLength(3);
  });
});

test('a byte is followed to the send that gave it and the recv that took it', () => {
  const follow = (seq: number, offset: number) =>
    followByte(scene(seq).connections[0], { way: 'up', offset });
  expect(follow(end, 70)).toEqual({ send: payload, recv: seqOf(talk, { k: 'recv.ret', off: 64 }) });
  expect(follow(got, 70)).toEqual({ send: payload, recv: undefined });
  expect(followByte(undefined, { way: 'up', offset: 0 })).toEqual({});
});

describe('what is said of a box', () => {
  const sentences = createSentences(trace);
  const recv = seqOf(talk, { k: 'recv', max: 64 });
  const tip = (seq: number, of = end, how = {}) => {
    const { boxOf, extent } = draw(trace, of, how);
    const box = boxOf(seq) ?? boxOf(seq, true);
    if (box === undefined) throw new Error(`no box of ${seq}`);
    return tipOf(trace, box, sentences, extent.horizon, arrows(trace, of, how).arrows);
  };

  test('its number, its time, how long it took, and its sentence', () => {
    expect(tip(recv)).toEqual({
      head: `#${recv} · +1.380 ms · took 360 µs`,
      text: sentences(trace.positionOf(recv)),
    });
  });

  test('that a call has not returned yet', () => {
    expect(tip(recv, recv).head).toContain('not returned yet');
  });

  test('where its bytes came from and went', () => {
    expect(tip(got).head).toContain(`from send #${header}`);
    expect(tip(header).head).toContain(`taken by recv #${got}`);
  });

  test('that it has not happened yet', () => {
    expect(tip(got, recv, { future: true }).head).toContain('not yet happened');
  });

  test('how many events a mark stands for', () => {
    const { all, extent } = draw(trace, end, { time: 'fit', room: 120 });
    const bar = all.find(({ look }) => look === 'bar');
    if (bar === undefined) throw new Error('no bar');
    const { head, text } = tipOf(trace, bar, sentences, extent.horizon, []);
    expect(head).toMatch(new RegExp(`^${bar.count} events from #`));
    expect(text).toContain(sentences(bar.position));
    expect(boxName(trace, bar)).toBe(`${bar.count} events`);
  });

  test('a mark without words has a name', () => {
    const line = seqOf(talk, { k: 'line' });
    const { boxOf } = draw(trace, end);
    const box = boxOf(line);
    expect(box && boxName(trace, box)).toBe('line');
    expect(box && boxName(trace, { ...box, later: true })).toBe('not yet: line');
  });
});
