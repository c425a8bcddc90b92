import { deflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Frame, Packing } from '../../src/live/frame.ts';
import { Following } from '../../src/sources/following.ts';

let got: string[];
let following: Following;
const again = vi.fn();
beforeEach(() => {
  got = [];
  again.mockReset();
  following = new Following('a', 4, (bytes) => got.push(Buffer.from(bytes).toString()), again);
});

function frame(from: number, text: string, packing: Packing = 0): Frame {
  const plain = Buffer.from(text);
  const bytes = Uint8Array.from(packing === 1 ? deflateRawSync(plain) : plain);
  return { packing, stream: 1, from, bytes };
}

/** Hands over the frames and waits until they have been unpacked and taken, or not. */
async function put(...frames: readonly Frame[]): Promise<void> {
  for (const one of frames) following.frame(one);
  await following.settled;
}

describe('frames', () => {
  test('that follow each other are handed over in order, packed ones too', async () => {
    await put(frame(4, 'two\n', 1), frame(8, 'three\n'), frame(14, 'four\n', 1));
    expect(got).toEqual(['two\n', 'three\n', 'four\n']);
    expect(following.at).toBe(19);
  });

  test('that came before are left out, whole or in part', async () => {
    await put(
      frame(0, 'one\n'),
      frame(0, 'one\ntwo\n'),
      frame(4, 'two\n'),
      frame(6, 'o\nthree\n', 1),
    );
    expect(got).toEqual(['two\n', 'three\n']);
    expect(again).not.toHaveBeenCalled();
  });

  test('after one that is missing are asked for again, once', async () => {
    await put(frame(8, 'three\n'), frame(14, 'four\n'));
    expect(got).toEqual([]);
    expect(again).toHaveBeenCalledOnce();
    await put(frame(4, 'two\nthree\n'), frame(20, 'five\n'));
    expect(got).toEqual(['two\nthree\n']);
    expect(again).toHaveBeenCalledTimes(2);
  });

  test('that cannot be unpacked are asked for again', async () => {
    await put({ ...frame(4, 'two\n'), packing: 1 });
    expect(got).toEqual([]);
    expect(again).toHaveBeenCalledOnce();
    await put(frame(4, 'two\n'));
    expect(got).toEqual(['two\n']);
  });

  test('are of no interest once it has ended, also those on their way', async () => {
    following.frame(frame(4, 'two\n', 1));
    following.end();
    await put(frame(8, 'three\n'), frame(99, 'gap\n'));
    expect(got).toEqual([]);
    expect(again).not.toHaveBeenCalled();
  });
});
