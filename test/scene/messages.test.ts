import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dissectRecvs, dissectStream } from '../../src/protocol/frame.ts';
import type { Frame, Take } from '../../src/protocol/frame.ts';
import { createMessages } from '../../src/scene/messages.ts';
import type { FrameScene } from '../../src/scene/messages.ts';
import type { ConnectionScene } from '../../src/scene/scene.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { readStream } from '../../src/scene/stream.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { encode, traceOf, type Unnumbered } from '../trace/support.ts';

const SERVER = { program: 1, thread: 1, socket: 2, fd: 5 } as const;
const CLIENT = { program: 2, thread: 2, socket: 3, fd: 6 } as const;
const HEADER_BYTES = 64;

/** What a client writes: headers right and wrong, with payloads that keep or break their promise. */
const header = fc
  .oneof(
    { weight: 4, arbitrary: fc.nat(9).map(String) },
    fc.constantFrom('', 'x', '-1', '1_0', ' 7', '+3', '٣', '9'.repeat(19), '12"}'),
  )
  .map((text) => encode(text.padEnd(HEADER_BYTES)).slice(0, HEADER_BYTES));
const payload = fc.string({ unit: fc.constantFrom('a', '"', '1', ' ', 'ü'), maxLength: 9 });
const stream = fc
  .array(fc.tuple(header, payload.map(encode)), { maxLength: 5 })
  .map((messages) => Uint8Array.from(messages.flatMap(([a, b]) => [...a, ...b])));
/** Who acts next, and how many bytes it moves: mostly as the programs do. */
const moves = fc.array(fc.tuple(fc.boolean(), fc.oneof(fc.constant(HEADER_BYTES), fc.nat(90))), {
  maxLength: 24,
});

/** One connection over which the bytes go in these moves. */
function conversation(bytes: Uint8Array, turns: readonly (readonly [boolean, number])[]): Trace {
  const ends = { peer: ['127.0.0.1', 9], local: ['127.0.0.1', 5050] } as const;
  const accept = { ...SERVER, socket: 1, kind: 'accept' } as const;
  const events: Unnumbered[] = [
    accept,
    { ...accept, kind: 'accept.ret', call: 1, accepted: 2, ...ends },
    { ...CLIENT, kind: 'connect', address: ['127.0.0.1', 5050] },
    { ...CLIENT, kind: 'connect.ret', call: 3, local: ends.peer, peer: ends.local },
  ];
  let sent = 0;
  let taken = 0;
  for (const [sends, count] of turns) {
    if (sends) {
      const chunk = bytes.slice(sent, sent + count);
      events.push({ ...CLIENT, kind: 'send', len: chunk.length, offset: sent, bytes: chunk });
      sent += chunk.length;
      events.push({ ...CLIENT, kind: 'send.ret', call: events.length, n: chunk.length });
    } else {
      const chunk = bytes.slice(taken, Math.min(taken + count, sent));
      events.push({ ...SERVER, kind: 'recv', max: count });
      const n = chunk.length;
      const call = events.length;
      events.push({ ...SERVER, kind: 'recv.ret', call, n, offset: taken, bytes: chunk });
      taken += n;
    }
  }
  return traceOf(events);
}

/** The frames at a position by dissecting all of it, eagerly and from the start. */
function naiveFrames(trace: Trace, connection: ConnectionScene, position: number): FrameScene[] {
  const takes: (Take & { bytes: Uint8Array })[] = [];
  for (let n = 0; n <= position; n++) {
    const event = trace.at(n);
    if (event.kind !== 'recv.ret') continue;
    const { seq, offset: from, bytes } = event;
    takes.push({ seq, from, to: from + event.n, max: 0, bytes });
  }
  const whole = (from: number) =>
    takes.find((take) => take.from === from && take.to > from)?.bytes ?? new Uint8Array(0);
  const frames: FrameScene[] = dissectRecvs(whole, takes);
  const { up } = connection;
  const [start, end] = [up.taken ?? 0, up.sent ?? 0];
  const last = frames.at(-1);
  if (last?.header.malformed) return frames;
  let next = start;
  if (last !== undefined && last.payload === undefined) {
    const promised = last.header.length ?? 0n;
    next = start + Number(promised > BigInt(end - start) ? BigInt(end - start) : promised);
    const [text] = [new TextDecoder().decode(readStream(trace, up, start, next))];
    const missing = promised - BigInt(next - start);
    frames[frames.length - 1] = { ...last, payload: { from: start, to: next, text, missing } };
  }
  const read = (from: number, to: number) => readStream(trace, up, from, to);
  return [...frames, ...dissectStream(read, next, end, HEADER_BYTES)];
}

/** A frame as a value; texts that are no UTF-8 compare as their length. */
function value({ header: head, payload: body, ...recvs }: FrameScene | Frame) {
  return {
    ...recvs,
    header: { ...head, bytes: [...head.bytes] },
    payload: body && { from: body.from, to: body.to, missing: body.missing },
  };
}

test('frames that are made when asked for are those that dissecting everything gives', () => {
  fc.assert(
    fc.property(stream, moves, fc.array(fc.nat()), (bytes, turns, leaps) => {
      const trace = conversation(bytes, turns);
      const scenes = createScenes(trace);
      const messages = createMessages(trace);
      const every = Array.from({ length: trace.length }, (_, n) => n);
      for (const position of [...every, ...leaps.map((leap) => leap % trace.length)]) {
        const [connection] = scenes(position).connections;
        if (connection === undefined) continue;
        const { frames } = messages(connection, position);
        const found = Array.from({ length: frames.length }, (_, n) => frames.at(n) as FrameScene);
        const naive = naiveFrames(trace, connection, position);
        expect(found.map(value)).toEqual(naive.map(value));
        expect(frames.at(frames.length)).toBeUndefined();
        expect(frames.at(-1)?.header.from).toBe(naive.at(-1)?.header.from);
      }
    }),
    { numRuns: 150 },
  );
});

test('behind a header that is no number the bytes are the rest', () => {
  const bytes = encode('twelve'.padEnd(64) + 'Hello World!');
  const trace = conversation(bytes, [
    [true, 64],
    [true, 12],
    [false, 64],
  ]);
  const messages = createMessages(trace);
  const restAt = (position: number) => {
    const [connection] = createScenes(trace)(position).connections;
    return messages(connection as ConnectionScene, position).rest;
  };
  expect(restAt(5)).toBeUndefined();
  expect(restAt(7), 'sent, not taken').toEqual({ from: 64, to: 76 });
  expect(restAt(9), 'the header taken').toEqual({ from: 64, to: 76 });
});
