import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutOf } from '../../src/protocol/cut.ts';
import { dissectRecvs, dissectStream } from '../../src/protocol/frame.ts';
import type { Frame, Read, Take } from '../../src/protocol/frame.ts';

const HEADER = 64;

/** A message as the course's client sends it. */
function message(text: string, length = Buffer.byteLength(text)): string {
  return String(length).padEnd(HEADER) + text;
}

function reader(text: string): { readonly read: Read; readonly end: number } {
  const bytes = new TextEncoder().encode(text);
  return { read: (from, to) => bytes.slice(from, to), end: bytes.length };
}

/** Recvs of the asked sizes, one after the other, each as full as the stream allows. */
function takesOf(end: number, ...sizes: readonly number[]): readonly Take[] {
  let at = 0;
  return sizes.map((max, index) => {
    const from = at;
    at = Math.min(at + max, end);
    return { seq: index + 1, max, from, to: at };
  });
}

/** `0-64 "12" → 64-76 "Hello World!"`: a frame in a line. */
function show({ header, payload }: Frame): string {
  const length = header.malformed?.fault ?? String(header.length ?? 'incomplete');
  const head = `${header.from}-${header.to} ${length}`;
  if (payload === undefined) return head;
  const missing = payload.missing === 0n ? '' : ` missing ${payload.missing}`;
  return `${head} → ${payload.from}-${payload.to} ${JSON.stringify(payload.text)}${missing}`;
}

function stream(text: string): readonly string[] {
  const { read, end } = reader(text);
  return dissectStream(read, 0, end).map(show);
}

function recvs(text: string, ...sizes: readonly number[]): readonly string[] {
  const { read, end } = reader(text);
  return dissectRecvs(read, takesOf(end, ...sizes)).map(show);
}

test('a stream is header and payload, again and again', () => {
  expect(stream(message('Hello World!') + message('!DISCONNECT'))).toEqual([
    '0-64 12 → 64-76 "Hello World!"',
    '76-140 11 → 140-151 "!DISCONNECT"',
  ]);
});

test('a header that has not come whole has no length yet, and no fault', () => {
  expect(stream('1')).toEqual(['0-1 incomplete']);
  expect(stream('x'.repeat(63))).toEqual(['0-63 incomplete']);
});

test('a payload that has not come whole says what is missing', () => {
  expect(stream(message('Hello', 12))).toEqual(['0-64 12 → 64-69 "Hello" missing 7']);
  expect(stream(message('', 12))).toEqual(['0-64 12 → 64-64 "" missing 12']);
});

test('a length counted in characters leaves bytes over, which are read as the next header', () => {
  expect(stream(message('Grüße', 5) + message('next'))).toEqual([
    '0-64 5 → 64-69 undefined',
    '69-133 not UTF-8',
  ]);
});

test('behind a malformed header nothing is dissected', () => {
  expect(stream(message('one').replace('3', 'x') + message('two'))).toEqual(['0-64 not a number']);
});

test('a length of zero is a frame with an empty payload', () => {
  expect(stream(message('') + message('next'))).toEqual([
    '0-64 0 → 64-64 ""',
    '64-128 4 → 128-132 "next"',
  ]);
});

test('a huge length promises bytes and allocates none', () => {
  expect(stream(message('Hi', 10 ** 15))).toEqual([
    `0-64 ${10 ** 15} → 64-66 "Hi" missing ${10 ** 15 - 2}`,
  ]);
});

test('the server takes what recv(64) returned for a header, and the next recv for its payload', () => {
  expect(recvs(message('Hello World!') + message('!DISCONNECT'), 64, 12, 64, 11)).toEqual([
    '0-64 12 → 64-76 "Hello World!"',
    '76-140 11 → 140-151 "!DISCONNECT"',
  ]);
});

test('a header split after byte 1 is two headers to the server', () => {
  // recv(64) returned "1"; the server asked for one byte, and got the "2".
  expect(recvs(message('Hello World!'), 1, 1, 64)).toEqual([
    '0-1 1 → 1-2 "2"',
    '2-66 not a number',
  ]);
});

test('a short payload is not completed: what is left becomes the next header', () => {
  expect(recvs(message('7 days of rain'), 64, 1, 64)).toEqual([
    '0-64 14 → 64-65 "7" missing 13',
    '65-78 not a number',
  ]);
});

test('a length that lies makes the server see digits that were payload', () => {
  expect(recvs(message('abc12', 3), 64, 3, 64, 12)).toEqual([
    '0-64 3 → 64-67 "abc"',
    '67-69 12 → 69-69 "" missing 12',
  ]);
});

test('the end of the stream is no header', () => {
  const { read, end } = reader(message('Hi'));
  const takes = takesOf(end, 64, 2, 64, 64, 64);
  expect(dissectRecvs(read, takes).map(show)).toEqual(['0-64 2 → 64-66 "Hi"']);
});

test('recv(0) takes the payload of a message without one', () => {
  expect(recvs(message('') + message('x'), 64, 0, 64, 1)).toEqual([
    '0-64 0 → 64-64 ""',
    '64-128 1 → 128-129 "x"',
  ]);
});

test('a frame names the recvs that took its parts, as far as they have returned', () => {
  const { read, end } = reader(message('Hi') + message('ho'));
  const frames = dissectRecvs(read, takesOf(end, 64, 2, 64));
  expect(frames.map(({ headerRecv, payloadRecv }) => [headerRecv, payloadRecv])).toEqual([
    [1, 2],
    [3, undefined],
  ]);
});

test('a payload that is not UTF-8 has no text', () => {
  const bytes = Uint8Array.of(0x31, ...Array<number>(63).fill(0x20), 0xff);
  const [frame] = dissectStream((from, to) => bytes.slice(from, to), 0, bytes.length);
  expect(frame?.payload).toEqual({ from: 64, to: 65, text: undefined, missing: 0n });
});

test('where every recv is full, both ways of cutting agree', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (texts) => {
      const { read, end } = reader(texts.map((text) => message(text)).join(''));
      const sizes = texts.flatMap((text) => [HEADER, Buffer.byteLength(text)]);
      const taken = dissectRecvs(read, takesOf(end, ...sizes)).map(show);
      expect(taken).toEqual(dissectStream(read, 0, end).map(show));
      expect(taken).toHaveLength(texts.length);
    }),
  );
});

test('whatever the bytes are, frames follow each other without overlap', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (bytes, start) => {
      let next = Math.min(start, bytes.length);
      for (const { header, payload } of dissectStream(
        (a, b) => bytes.slice(a, b),
        next,
        bytes.length,
      )) {
        expect(header.from).toBe(next);
        next = payload?.to ?? header.to;
        expect(next).toBeLessThanOrEqual(bytes.length);
      }
    }),
  );
});

test.each([
  ['none', []],
  ['none', [[76, 90]]],
  [
    'whole',
    [
      [0, 64],
      [64, 76],
      [76, 90],
    ],
  ],
  [
    'split',
    [
      [64, 70],
      [70, 76],
    ],
  ],
  ['coalesced', [[0, 76]]],
  ['coalesced', [[60, 80]]],
  [
    'split and coalesced',
    [
      [0, 70],
      [70, 76],
    ],
  ],
  [
    'split and coalesced',
    [
      [64, 70],
      [70, 140],
    ],
  ],
] as const)('bytes 64 to 76 lie %s in the calls %j', (cut, chunks) => {
  const ranges = chunks.map(([from, to]) => ({ from, to }));
  expect(cutOf({ from: 64, to: 76 }, ranges)).toBe(cut);
});
