import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { Replay } from '../../src/replay/replay.svelte.ts';
import type { Timer } from '../../src/replay/clock.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';

const bytes = new Uint8Array(readFileSync('test/trace/golden.trace.jsonl'));
const { trace } = parseTrace(bytes);

/** A timer that goes off when the test says so. */
class HandTimer implements Timer {
  #work: (() => void) | undefined;
  rests: number[] = [];

  set(work: () => void, milliseconds: number): number {
    this.#work = work;
    this.rests.push(milliseconds);
    return 1;
  }

  clear(): void {
    this.#work = undefined;
  }

  get waits(): boolean {
    return this.#work !== undefined;
  }

  goOff(): void {
    const work = this.#work;
    this.#work = undefined;
    work?.();
  }
}

let timer: HandTimer;
let replay: Replay;
beforeEach(() => {
  timer = new HandTimer();
  replay = new Replay(trace, timer);
});

test('a replay begins before the first event, with nothing on screen', () => {
  expect(replay.position).toBe(-1);
  expect(replay.rank).toBe(0);
  expect(replay.count).toBe(trace.stops.length);
  expect(replay.event).toBeUndefined();
  expect(replay.scene.threads).toEqual([]);
});

test('forward through every stop and back again shows the same scenes', () => {
  const there = [];
  while (!replay.atEnd) {
    replay.forward();
    there.push(replay.scene);
  }
  expect(there).toHaveLength(trace.stops.length);
  for (const scene of there.toReversed()) {
    expect(replay.scene).toEqual(scene);
    replay.back();
  }
  expect(replay.position).toBe(-1);
});

test('last goes to the last stop, first to before everything', () => {
  replay.last();
  expect(replay.rank).toBe(replay.count);
  expect(replay.event?.kind).toBe('prog.exit');
  replay.first();
  expect(replay.position).toBe(-1);
});

test('a link’s number leads to its event, an unknown one nowhere', () => {
  expect(replay.seekSeq(74)).toBe(true);
  expect(replay.event).toMatchObject({ kind: 'send', seq: 74 });
  expect(replay.seekSeq(99_999)).toBe(false);
  expect(replay.event).toMatchObject({ seq: 74 });
});

test('the playhead stays inside the trace', () => {
  replay.seek(1e9);
  expect(replay.position).toBe(trace.length - 1);
  replay.seek(-1e9);
  expect(replay.position).toBe(-1);
});

test('with "this thread only" steps stop at its events alone', () => {
  replay.thread = 4;
  replay.onlyThread = true;
  const kinds: string[] = [];
  while (!replay.atEnd) {
    replay.forward();
    expect(replay.event).toMatchObject({ thread: 4 });
    kinds.push(replay.event?.kind ?? '');
  }
  expect(kinds.at(0)).toBe('thread.run');
  expect(kinds.at(-1)).toBe('thread.err');
});

test('"this thread only" without a thread selected stops at all', () => {
  replay.onlyThread = true;
  replay.forward();
  expect(replay.rank).toBe(1);
});

test('a step by another unit does not change the unit', () => {
  replay.forward('call');
  expect(replay.event?.kind).toBe('socket');
  expect(replay.unit).toBe('event');
});

test('play goes on stop by stop to the end, then rests', () => {
  replay.seekRank(replay.count - 2);
  replay.play();
  expect(replay.playing).toBe(true);
  timer.goOff();
  expect(replay.rank).toBe(replay.count - 1);
  timer.goOff();
  expect(replay.rank).toBe(replay.count);
  expect(replay.playing).toBe(false);
  expect(timer.waits).toBe(false);
});

test('play at the end begins again', () => {
  replay.last();
  replay.play();
  timer.goOff();
  expect(replay.rank).toBe(1);
});

test('play stops at the end of a segment', () => {
  const end = trace.stops[2] as number;
  replay.stopsAt = [end];
  replay.play();
  for (let n = 0; n < 10; n++) timer.goOff();
  expect(replay.position).toBe(end);
  expect(replay.playing).toBe(false);
});

test('a step by hand ends the play', () => {
  replay.play();
  replay.forward();
  expect(replay.playing).toBe(false);
  expect(timer.waits).toBe(false);
});

test('toggle plays and pauses', () => {
  replay.toggle();
  expect(replay.playing).toBe(true);
  replay.toggle();
  expect(replay.playing).toBe(false);
});

test('half the speed is twice the rest', () => {
  replay.play();
  replay.first();
  replay.speed = 0.5;
  replay.play();
  expect(timer.rests[1]).toBe((timer.rests[0] as number) * 2);
});

test('a trace that grows leaves the playhead where it is', () => {
  const cut = bytes.indexOf(0x0a, 20_000) + 1;
  const parsed = parseTrace(bytes.slice(0, cut));
  const live = new Replay(parsed.trace, timer);
  live.last();
  const { position, scene, count } = live;
  live.trace = extendTrace(parsed, bytes.slice(cut)).trace;
  expect(live.position).toBe(position);
  expect(live.scene.threads).toEqual(scene.threads);
  expect(live.count).toBeGreaterThan(count);
  expect(live.atEnd).toBe(false);
});
