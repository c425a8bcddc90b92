import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessages } from '../../src/scene/messages.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { writeHeader, writeLine } from '../../src/trace/write.ts';
import { HEADER, encode } from '../trace/support.ts';
import { runs } from './generate.ts';
import { naiveScene } from './naive.ts';
import { plain } from './plain.ts';

/** Every frame of every connection, as texts. */
function framesAt(trace: Trace, position: number): readonly string[] {
  const messages = createMessages(trace);
  return createScenes(trace)(position).connections.flatMap((connection) => {
    const { frames } = messages(connection, position);
    return Array.from({ length: frames.length }, (_, n) => {
      const { header, payload, headerRecv, payloadRecv } = frames.at(n) ?? {};
      return [header?.from, header?.to, payload?.from, payload?.to, headerRecv, payloadRecv].join();
    });
  });
}

test('a trace that grows shows at every length what one that was read at once shows', () => {
  fc.assert(
    fc.property(runs, fc.array(fc.nat(), { maxLength: 6 }), (events, cuts) => {
      const edges = [...cuts.map((cut) => cut % events.length), events.length];
      let parsed = parseTrace(encode(writeHeader(HEADER)));
      let length = 0;
      for (const edge of edges.sort((a, b) => a - b)) {
        const more = encode(events.slice(length, edge).map(writeLine).join(''));
        parsed = extendTrace(parsed, more);
        length = edge;
        const { trace } = parsed;
        const scenes = createScenes(trace);
        const so = events.slice(0, edge);
        const fresh = parseTrace(encode(writeHeader(HEADER) + so.map(writeLine).join(''))).trace;
        for (const position of [edge - 1, Math.floor(edge / 2) - 1, edge - 2]) {
          if (position < -1) continue;
          expect(plain(scenes(position))).toEqual(naiveScene(so, position + 1));
          expect(framesAt(trace, position)).toEqual(framesAt(fresh, position));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('the scenes of a trace before it grew stay right', () => {
  fc.assert(
    fc.property(runs, fc.nat(), (events, cut) => {
      const edge = cut % events.length;
      const first = events.slice(0, edge);
      const before = parseTrace(encode(writeHeader(HEADER) + first.map(writeLine).join('')));
      const scenes = createScenes(before.trace);
      const after = extendTrace(before, encode(events.slice(edge).map(writeLine).join('')));
      createScenes(after.trace)(after.trace.length - 1);
      const threads = plain(scenes(edge - 1)).threads;
      expect(threads).toEqual(naiveScene(first, edge).threads);
    }),
    { numRuns: 40 },
  );
});
