import { describe, expect, test } from 'vitest';
import type { ConnectionScene, DirectionScene } from '../../src/scene/scene.ts';
import { placeOf, queuesOf, type Queue } from '../../src/views/bytes/queues.ts';
import { segmentWords } from '../../src/views/bytes/queue-words.ts';

const direction = (more: Partial<DirectionScene>): DirectionScene => ({
  sends: [],
  recvs: [],
  ended: false,
  ...more,
});
const frames = [
  {
    header: { bytes: new Uint8Array(64), parts: [], from: 0, to: 64 },
    payload: { from: 64, to: 76, missing: 0n },
  },
];

function queue(up: DirectionScene, seq = 20): Queue {
  const down = direction({ sent: 0, taken: 0 });
  const connection: ConnectionScene = { id: 1, outside: false, up, down };
  const [first] = queuesOf(connection, { frames }, seq);
  if (first === undefined) throw new Error('no queue');
  return first;
}

test('replies that have headers are cut into fields too, others are not', () => {
  const down = direction({ sent: 76, taken: 0, waiting: { bytes: 76, seq: 20 } });
  const connection: ConnectionScene = { id: 1, outside: false, up: direction({}), down };
  const tones = (known: Parameters<typeof queuesOf>[1]) =>
    queuesOf(connection, known, 20)[1]?.segments.map(({ tone }) => tone);
  expect(tones({ frames: [], replies: { frames } })).toEqual(['header', 'payload']);
  expect(tones({ frames: [] })).toEqual(['reply']);
});

const texts = ({ sent, taken, waiting, rest }: Queue) =>
  [sent, taken, waiting, rest].map(({ text }) => text);
const places = ({ segments }: Queue) =>
  segments.map(({ from, to, place, tone }) => `${from}-${to} ${place} ${tone}`);

describe('a queue that is measured at the playhead', () => {
  const up = direction({ sent: 76, taken: 0, waiting: { bytes: 64, seq: 20 } });

  test('says what waits, and that the rest is in the kernel or on the way', () => {
    expect(texts(queue(up))).toEqual(['76', '0', '64', '12']);
    expect(queue(up).waiting.at).toBeUndefined();
  });

  test('is drawn by places and by fields, the oldest byte first', () => {
    expect(places(queue(up))).toEqual(['0-64 waiting header', '64-76 way payload']);
  });

  test('knows the place of each byte', () => {
    expect([63, 64, 76].map((offset) => placeOf(up, offset, 20))).toEqual([
      'waiting',
      'way',
      undefined,
    ]);
  });
});

describe('a queue that was measured before', () => {
  const up = direction({ sent: 76, taken: 0, waiting: { bytes: 64, seq: 15 } });

  test('names the event, and promises no more than it knows', () => {
    expect(texts(queue(up))).toEqual(['76', '0', '64', '≤ 12']);
    expect(queue(up).waiting.at).toBe(15);
  });

  test('what was seen waiting waits still; of what came since nobody knows', () => {
    expect(places(queue(up))).toEqual(['0-64 waiting header', '64-76 sent payload']);
  });

  test('what was taken since is no longer waiting', () => {
    const recvs = [{ seq: 18, from: 0, to: 64 }];
    const after = direction({ sent: 76, taken: 64, recvs, waiting: { bytes: 64, seq: 15 } });
    expect(texts(queue(after))).toEqual(['76', '64', '64', '≤ 12']);
    expect(places(queue(after))).toEqual(['64-76 sent payload']);
  });
});

describe('what nobody measured or recorded', () => {
  test('is said, and nothing is guessed from it', () => {
    const unmeasured = queue(direction({ sent: 76, taken: 64 }));
    expect(texts(unmeasured)).toEqual(['76', '64', 'not measured', '≤ 12']);
    expect(places(unmeasured)).toEqual(['64-76 sent payload']);
    const unseen = queue(direction({ sent: 12 }));
    expect(texts(unseen)).toEqual(['12', '–', 'not measured', '–']);
    expect(unseen.taken.full).toBe('not recorded');
    expect(unseen.segments).toEqual([]);
  });

  test('bytes of a sender outside are drawn where they were seen waiting', () => {
    const outside = queue(direction({ taken: 64, waiting: { bytes: 12, seq: 20 } }));
    expect(texts(outside)).toEqual(['–', '64', '12', '–']);
    expect(outside.segments).toMatchObject([{ from: 64, to: 76, place: 'waiting' }]);
  });
});

test('an empty queue says that all is taken', () => {
  const empty = queue(direction({ sent: 76, taken: 76, waiting: { bytes: 0, seq: 3 } }));
  expect(texts(empty)).toEqual(['76', '76', '0', '0']);
  expect([empty.segments, empty.words]).toEqual([[], 'Empty: all that was sent is taken.']);
});

test('the picture’s scale is the next power of two, so that steps compare', () => {
  expect(queue(direction({ sent: 76, taken: 0 })).scale).toBe(128);
  expect(queue(direction({ sent: 300_000, taken: 0 })).scale).toBe(2 ** 19);
});

test('of a queue of thousands of messages the first fields are told apart', () => {
  const many = {
    length: 100_000,
    at: (n: number) => ({
      header: { bytes: new Uint8Array(), parts: [], from: n * 76, to: n * 76 + 64 },
      payload: { from: n * 76 + 64, to: n * 76 + 76, missing: 0n },
    }),
  };
  const up = direction({ sent: 7_600_000, taken: 64 });
  const connection: ConnectionScene = { id: 1, outside: false, up, down: direction({}) };
  const segments = queuesOf(connection, { frames: many }, 1)[0]?.segments ?? [];
  expect(segments.length).toBeLessThan(40);
  expect(segments[0]).toMatchObject({ from: 64, to: 76, tone: 'payload' });
  expect(segments.at(-1)).toMatchObject({ to: 7_600_000, tone: 'unknown' });
});

test('a segment is told in words', () => {
  expect(segmentWords({ from: 64, to: 76, place: 'waiting', tone: 'payload' })).toBe(
    '12 bytes of a payload, 64 to 75: waiting here, measured',
  );
  expect(segmentWords({ from: 5, to: 6, place: 'sent', tone: 'reply' })).toBe(
    '1 byte of the reply, 5: sent and not taken; where they are was not measured',
  );
});
