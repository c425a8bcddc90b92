import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRAME_HEADER, readFrame, writeFrame, type Frame } from '../../src/live/frame.ts';

const frame: fc.Arbitrary<Frame> = fc.record({
  packing: fc.constantFrom(0 as const, 1 as const),
  stream: fc.nat(0xffff_ffff),
  from: fc.nat(Number.MAX_SAFE_INTEGER),
  bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
});

test('a frame is read as it was written', () => {
  fc.assert(
    fc.property(frame, (one) => {
      expect(readFrame(writeFrame(one).buffer)).toEqual(one);
    }),
  );
});

test('packing, stream and offset stand big-endian before the bytes', () => {
  const bytes = Uint8Array.of(0xca, 0xfe);
  const message = writeFrame({ packing: 1, stream: 258, from: 3, bytes });
  expect(Buffer.from(message).toString('hex')).toBe(
    '01' + '00000102' + '4008000000000000' + 'cafe',
  );
});

test('what is too short, of another packing, or at no offset is no frame', () => {
  const good = writeFrame({ packing: 0, stream: 1, from: 5, bytes: new Uint8Array(3) });
  const spoilt = (change: (view: DataView) => void): ArrayBuffer => {
    const copy = good.slice();
    change(new DataView(copy.buffer));
    return copy.buffer;
  };
  expect(readFrame(good.buffer.slice(0, FRAME_HEADER - 1))).toBeUndefined();
  expect(readFrame(spoilt((view) => view.setUint8(0, 2)))).toBeUndefined();
  for (const from of [-1, 0.5, NaN, Infinity, 2 ** 60]) {
    expect(readFrame(spoilt((view) => view.setFloat64(5, from)))).toBeUndefined();
  }
});

test('any bytes at all are a frame or none, never an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      readFrame(Uint8Array.from(bytes).buffer);
    }),
  );
});
