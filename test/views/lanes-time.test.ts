import { describe, expect, test } from 'vitest';
import { axisOf, durationText, niceStep } from '../../src/views/lanes/ticks.ts';
import {
  fitWindow,
  keepInSight,
  panBy,
  SHORTEST,
  timeAt,
  zoomBy,
} from '../../src/views/lanes/time-window.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const MS = 1e6;
const { trace } = read(oneMessage());
const end = trace.length - 1;

describe('ticks', () => {
  test('are 1, 2 or 5 with zeros apart', () => {
    expect([0.3, 1, 3, 7, 12, 480, 501].map(niceStep)).toEqual([1, 1, 5, 10, 20, 500, 1000]);
  });

  test('are as many as their labels have room for', () => {
    const { ticks } = axisOf({ from: 0, to: 100 * MS }, 560);
    expect(ticks.map(({ text }) => text)).toEqual([
      '0 ms',
      '20 ms',
      '40 ms',
      '60 ms',
      '80 ms',
      '100 ms',
    ]);
  });

  test.each([
    [{ from: 0, to: 900 }, 300, ['0 ns', '500 ns']],
    [{ from: 0, to: 90_000 }, 200, ['0 µs', '50 µs']],
    [{ from: 1.9e9, to: 2.4e9 }, 200, ['2.0 s']],
    [{ from: 180.2 * MS, to: 180.9 * MS }, 200, ['180.5 ms']],
  ])('have a unit that reads well: %o', (window, room, texts) => {
    expect(axisOf(window, room).ticks.map(({ text }) => text)).toEqual(texts);
  });

  test('count from a base where their own numbers would be long', () => {
    const { ticks, base } = axisOf({ from: 2_601_777_000, to: 2_601_781_000 }, 400);
    expect(base).toBe('2.601 s');
    expect(ticks.map(({ text }) => text)).toEqual([
      '+777 µs',
      '+778 µs',
      '+779 µs',
      '+780 µs',
      '+781 µs',
    ]);
  });

  test('a span of time is told in few digits', () => {
    expect([870, 12_345, 40.05 * MS, 1.5e9, 0].map(durationText)).toEqual([
      '870 ns',
      '12.35 µs',
      '40.05 ms',
      '1.5 s',
      '0 ns',
    ]);
  });
});

describe('what is in sight', () => {
  const past = { position: 20, horizon: 20 };

  test('at first: all that has happened, and nothing more than the rounding after it', () => {
    const { from, to } = fitWindow(trace, past);
    const now = timeAt(trace, 20);
    expect(from).toBe(trace.ats[trace.stops[0] as number]);
    expect(to).toBeGreaterThan(now);
    expect((now - from) / (to - from)).toBeGreaterThan(0.75);
  });

  test('single steps move the playhead, not the window', () => {
    const windows = Array.from({ length: 8 }, (_, n) => {
      const position = 33 + n;
      return fitWindow(trace, { position, horizon: position }).to;
    });
    expect(new Set(windows).size).toBeLessThan(4);
  });

  test('with the future: all that there is', () => {
    const { to } = fitWindow(trace, { position: 3, horizon: end });
    expect(to).toBeGreaterThan(trace.ats[end] as number);
  });

  test('before the first event there is a window too', () => {
    const { from, to } = fitWindow(trace, { position: -1, horizon: -1 });
    expect(to - from).toBeGreaterThanOrEqual(SHORTEST);
  });
});

describe('zoom', () => {
  const all = { from: 0, to: 100 * MS };

  test('the time under the pointer stays where it is', () => {
    const near = zoomBy(all, 0.5, 80 * MS, all);
    expect(near).toEqual({ from: 40 * MS, to: 90 * MS });
    expect(near && zoomBy(near, 0.5, 80 * MS, all)).toEqual({ from: 60 * MS, to: 85 * MS });
  });

  test('out of everything is everything', () => {
    expect(zoomBy({ from: 40 * MS, to: 90 * MS }, 4, 50 * MS, all)).toBeUndefined();
  });

  test('stops where a clock cannot tell events apart', () => {
    const near = zoomBy({ from: 500, to: 1700 }, 0.01, 1000, all);
    expect((near?.to ?? 0) - (near?.from ?? 0)).toBe(SHORTEST);
  });

  test('gives whole nanoseconds: a link carries them', () => {
    const near = zoomBy(all, 0.37, 12_345_678, all);
    expect(Number.isInteger(near?.from) && Number.isInteger(near?.to)).toBe(true);
  });
});

test('panning stays within the recording', () => {
  const all = { from: 0, to: 100 };
  expect(panBy({ from: 20, to: 40 }, 0.5, all)).toEqual({ from: 30, to: 50 });
  expect(panBy({ from: 20, to: 40 }, -9, all)).toEqual({ from: 0, to: 20 });
  expect(panBy({ from: 20, to: 40 }, 9, all)).toEqual({ from: 80, to: 100 });
});

describe('the playhead stays in sight', () => {
  const window = { from: 1000, to: 2000 };

  test('nothing moves while it is', () => {
    expect(keepInSight(window, 1500)).toBe(window);
  });

  test('a step out at the right leaves room for the next ones', () => {
    expect(keepInSight(window, 2100)).toEqual({ from: 1800, to: 2800 });
  });

  test('a step out at the left too', () => {
    expect(keepInSight(window, 900)).toEqual({ from: 200, to: 1200 });
  });

  test('the window does not begin before the recording', () => {
    expect(keepInSight(window, 100)).toEqual({ from: 0, to: 1000 });
  });
});
