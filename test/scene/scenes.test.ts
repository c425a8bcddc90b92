import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrowsOf, spanOf, spansIn } from '../../src/scene/provenance.ts';
import type { DirectionScene, Span } from '../../src/scene/scene.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { HEADER, encode } from '../trace/support.ts';
import { runs, streamBytes } from './generate.ts';
import { naiveScene } from './naive.ts';
import { plain } from './plain.ts';
import { readFileSync } from 'node:fs';
import { readStream } from '../../src/scene/stream.ts';

const NUM_RUNS = 60;

function traceOf(events: readonly TraceEvent[]) {
  const { trace, damage } = parseTrace(encode(writeTrace(HEADER, events)));
  expect(damage).toEqual([]);
  return trace;
}

/** Both directions of every connection at the end of a run. */
function lastDirections(events: readonly TraceEvent[]): readonly DirectionScene[] {
  const trace = traceOf(events);
  return createScenes(trace)(trace.length - 1).connections.flatMap(({ up, down }) => [up, down]);
}

function overlaps(spans: readonly Span[]): boolean {
  return spans.some((span, n) => n > 0 && span.from < (spans[n - 1] as Span).to);
}

test('forward, backward and by leaps the scene is that of a fold from the start', () => {
  fc.assert(
    fc.property(runs, fc.array(fc.nat(), { maxLength: 30 }), (events, leaps) => {
      const trace = traceOf(events);
      const scenes = createScenes(trace);
      const naive = events.map((_, n) => naiveScene(events, n + 1));
      naive.forEach((scene, position) => expect(plain(scenes(position))).toEqual(scene));
      for (let position = events.length - 1; position >= 0; position--) {
        expect(plain(scenes(position))).toEqual(naive[position]);
      }
      for (const leap of leaps) {
        const position = leap % events.length;
        expect(plain(createScenes(traceOf(events))(position))).toEqual(naive[position]);
        expect(plain(scenes(position))).toEqual(naive[position]);
      }
      expect(plain(scenes(-1))).toEqual(naiveScene(events, 0));
    }),
    { numRuns: NUM_RUNS },
  );
});

test('what is asked of a scene long after others were made is as if it had been asked at once', () => {
  fc.assert(
    fc.property(runs, fc.array(fc.nat(), { minLength: 2, maxLength: 12 }), (events, leaps) => {
      const positions = leaps.map((leap) => leap % events.length);
      const scenes = createScenes(traceOf(events));
      const kept = positions.map((position) => scenes(position));
      for (const [n, scene] of [...kept.entries()].reverse()) {
        expect(plain(scene)).toEqual(naiveScene(events, (positions[n] as number) + 1));
      }
    }),
    { numRuns: NUM_RUNS },
  );
});

test('a step makes anew only what it changed', () => {
  const trace = parseTrace(readFileSync('test/trace/golden.trace.jsonl')).trace;
  const scenes = createScenes(trace);
  for (let position = 1; position < trace.length; position++) {
    const before = scenes(position - 1);
    const after = scenes(position);
    const acting = trace.threads[position];
    if (trace.kindAt(position) === 'prog.exit') continue;
    for (const thread of after.threads) {
      const was = before.threads.find(({ id }) => id === thread.id);
      if (was !== undefined && thread.id !== acting) expect(thread).toBe(was);
    }
    if (trace.sockets[position] === 0) expect(after.connections).toBe(before.connections);
  }
});

test('bytes are conserved: never more taken than sent, wherever the playhead is', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const scenes = createScenes(traceOf(events));
      for (let position = -1; position < events.length; position++) {
        for (const { up, down } of scenes(position).connections) {
          if (up.sent !== undefined) expect(up.taken ?? 0).toBeLessThanOrEqual(up.sent);
          if (down.sent !== undefined) expect(down.taken ?? 0).toBeLessThanOrEqual(down.sent);
        }
      }
    }),
    { numRuns: NUM_RUNS },
  );
});

test('each byte was given by exactly one send and taken by at most one recv', () => {
  fc.assert(
    fc.property(runs, (events) => {
      for (const { sent, taken, ...lists } of lastDirections(events)) {
        const sends = spansIn(lists.sends, 0, Infinity);
        const recvs = spansIn(lists.recvs, 0, Infinity);
        expect(overlaps(sends) || overlaps(recvs)).toBe(false);
        for (let offset = 0; offset < (sent ?? 0); offset++) {
          const givers = sends.filter(({ from, to }) => from <= offset && offset < to);
          expect(givers).toHaveLength(1);
          expect(spanOf(sends, offset)).toBe(givers[0]);
          expect(spanOf(recvs, offset) !== undefined).toBe(offset < (taken ?? 0));
        }
        expect(spanOf(sends, sent ?? 0)).toBeUndefined();
        expect(spanOf(recvs, taken ?? 0)).toBeUndefined();
      }
    }),
    { numRuns: NUM_RUNS },
  );
});

test('the arrows of a direction carry every taken byte once, from a send to a recv that has it', () => {
  fc.assert(
    fc.property(runs, (events) => {
      for (const direction of lastDirections(events)) {
        if (direction.sent === undefined) continue;
        let next = 0;
        for (const { send, recv, from, to } of arrowsOf(direction)) {
          expect(from).toBe(next);
          expect(to).toBeGreaterThan(from);
          expect(spanOf(direction.sends, from)?.seq).toBe(send);
          expect(spanOf(direction.recvs, to - 1)?.seq).toBe(recv);
          next = to;
        }
        expect(next).toBe(direction.taken ?? 0);
      }
    }),
    { numRuns: NUM_RUNS },
  );
});

test('a stream reads the same whichever of its calls the bytes come from', () => {
  fc.assert(
    fc.property(runs, fc.nat(60), fc.nat(60), (events, from, length) => {
      const trace = traceOf(events);
      for (const { up, down } of createScenes(trace)(trace.length - 1).connections) {
        for (const direction of [up, down]) {
          const known = direction.sent ?? direction.taken ?? 0;
          const end = Math.max(from, Math.min(from + length, known));
          const bytes = readStream(trace, direction, from, from + length);
          expect(bytes).toEqual(streamBytes(from, end - from));
        }
      }
    }),
    { numRuns: NUM_RUNS },
  );
});
