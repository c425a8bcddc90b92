import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { connectionColumn } from '../../src/analysis/find-connections.ts';
import { Replay, type SPEEDS } from '../../src/replay/replay.svelte.ts';
import type { Frames } from '../../src/replay/clock.ts';
import type { DirectionScene, Scene, SpanList } from '../../src/scene/scene.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';

const bytes = new Uint8Array(readFileSync('test/trace/golden.trace.jsonl'));
const { trace } = parseTrace(bytes);

/** A screen whose frames come when the test says so. */
class HandFrames implements Frames {
  #work: ((now: number) => void) | undefined;
  #now = 0;

  request(work: (now: number) => void): number {
    this.#work = work;
    return 1;
  }

  cancel(): void {
    this.#work = undefined;
  }

  get waits(): boolean {
    return this.#work !== undefined;
  }

  /** The next frame, so many milliseconds after the last. */
  frame(milliseconds = 0): void {
    const work = this.#work;
    this.#work = undefined;
    this.#now += milliseconds;
    work?.(this.#now);
  }

  /** Frames of 16 ms until nothing waits for one; how many. */
  toEnd(): number {
    let count = 0;
    for (; this.waits; count++) this.frame(16);
    return count;
  }
}

let frames: HandFrames;
let replay: Replay;
beforeEach(() => {
  frames = new HandFrames();
  replay = new Replay(trace, frames);
});

test('a replay begins before the first event, with nothing on screen', () => {
  expect(replay.position).toBe(-1);
  expect(replay.rank).toBe(0);
  expect(replay.count).toBe(trace.stops.length);
  expect(replay.event).toBeUndefined();
  expect(replay.scene.threads).toEqual([]);
});

/** A scene with its span lists written out. */
function written(scene: Scene): unknown {
  const spans = (list: SpanList) => Array.from({ length: list.length }, (_, n) => list.at(n));
  const way = (one: DirectionScene) => ({
    ...one,
    sends: spans(one.sends),
    recvs: spans(one.recvs),
  });
  const connections = scene.connections.map((connection) => {
    return { ...connection, up: way(connection.up), down: way(connection.down) };
  });
  return JSON.parse(JSON.stringify({ ...scene, connections }));
}

test('forward through every stop and back again shows the same scenes', () => {
  const there: unknown[] = [];
  while (!replay.atEnd) {
    replay.forward();
    there.push(written(replay.scene));
  }
  expect(there).toHaveLength(trace.stops.length);
  for (const scene of there.toReversed()) {
    expect(written(replay.scene)).toEqual(scene);
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
  const ranks = new Set<number>();
  replay.play();
  expect(replay.playing).toBe(true);
  while (frames.waits) {
    frames.frame(16);
    ranks.add(replay.rank);
  }
  expect([...ranks]).toEqual([replay.count - 2, replay.count - 1, replay.count]);
  expect(replay.playing).toBe(false);
  expect(replay.stopped).toBeUndefined();
});

test('play at the end begins again', () => {
  replay.last();
  replay.play();
  while (replay.rank !== 1) frames.frame(16);
  expect(replay.playing).toBe(true);
});

test('play stops at the end of a segment and says so', () => {
  const end = trace.stops[2] as number;
  replay.stopsAt = [end];
  replay.play();
  frames.toEnd();
  expect(replay.position).toBe(end);
  expect(replay.stopped).toEqual({ mark: true, breakpoints: [] });
});

test('no unit passes the end of a segment', () => {
  const end = trace.stops[2] as number;
  replay.stopsAt = [end];
  replay.unit = 'message';
  replay.play();
  frames.toEnd();
  expect(replay.position).toBe(end);
});

test('play stops at the next event of any breakpoint, and says which', () => {
  replay.breakpoints = ['died', 'output'];
  replay.speed = 16;
  replay.play();
  frames.toEnd();
  expect(replay.event?.kind).toBe('out');
  expect(replay.stopped).toEqual({ mark: false, breakpoints: ['output'] });
  replay.breakpoints = ['died'];
  replay.play();
  expect(replay.stopped).toBeUndefined();
  frames.toEnd();
  expect(replay.event?.kind).toBe('thread.err');
});

test('a breakpoint between two places of the unit stops play there', () => {
  replay.breakpoints = ['end'];
  replay.unit = 'call';
  replay.speed = 16;
  replay.play();
  frames.toEnd();
  expect(replay.event).toMatchObject({ kind: 'recv.ret', n: 0 });
});

test('in one thread only, breakpoints of others do not stop play', () => {
  replay.thread = 4;
  replay.onlyThread = true;
  replay.breakpoints = ['output'];
  replay.speed = 16;
  replay.play();
  frames.toEnd();
  expect(replay.event).toMatchObject({ thread: 4 });
});

test('why play stopped is forgotten as soon as the playhead moves', () => {
  replay.breakpoints = ['output'];
  replay.play();
  frames.toEnd();
  expect(replay.stopped).toBeDefined();
  replay.forward();
  expect(replay.stopped).toBeUndefined();
});

test('a name that is no predicate stops nothing', () => {
  replay.breakpoints = ['of another version'];
  replay.speed = 16;
  replay.play();
  frames.toEnd();
  expect(replay.atEnd).toBe(true);
});

test('steps by marker go from segment to segment where there are any', () => {
  replay.stopsAt = [3, 9];
  replay.forward('marker');
  expect(replay.position).toBe(3);
  replay.forward('marker');
  expect(replay.position).toBe(9);
});

test('in one connection only, steps stop at what is about it', () => {
  replay.connection = 1;
  replay.onlyThread = true;
  const column = connectionColumn(trace);
  for (let n = 0; n < 10; n++) {
    replay.forward();
    expect(column[replay.position]).toBe(1);
  }
});

test('a selected thread goes before the connection', () => {
  replay.connection = 1;
  replay.thread = 4;
  replay.onlyThread = true;
  expect(replay.within).toEqual({ thread: 4 });
});

test('a step by hand ends the play', () => {
  replay.play();
  replay.forward();
  expect(replay.playing).toBe(false);
  expect(frames.waits).toBe(false);
});

test('toggle plays and pauses', () => {
  replay.toggle();
  expect(replay.playing).toBe(true);
  replay.toggle();
  expect(replay.playing).toBe(false);
});

test('twice the speed takes half the frames', () => {
  const at = (speed: (typeof SPEEDS)[number]) => {
    replay.first();
    replay.speed = speed;
    replay.play();
    return frames.toEnd();
  };
  const slow = at(0.5);
  const quick = at(4);
  expect(slow / quick).toBeGreaterThan(7);
  expect(slow / quick).toBeLessThan(9);
});

test('a trace that grows leaves the playhead where it is', () => {
  const cut = bytes.indexOf(0x0a, 20_000) + 1;
  const parsed = parseTrace(bytes.slice(0, cut));
  const live = new Replay(parsed.trace, frames);
  live.last();
  const { position, scene, count } = live;
  live.trace = extendTrace(parsed, bytes.slice(cut)).trace;
  expect(live.position).toBe(position);
  expect(live.scene.threads).toEqual(scene.threads);
  expect(live.count).toBeGreaterThan(count);
  expect(live.atEnd).toBe(false);
});
