import { expect, test } from 'vitest';
import type { Progress } from '../../src/sources/progress.ts';
import { lengthOf, readStream } from '../../src/sources/read-stream.ts';

/** A stream of these chunks. */
function streamOf(
  ...chunks: readonly (readonly number[])[]
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk));
      controller.close();
    },
  });
}

test('the chunks of a stream are one array, in order', async () => {
  expect([...(await readStream(streamOf([1, 2], [], [3]), undefined))]).toEqual([1, 2, 3]);
  expect((await readStream(streamOf(), 0)).length).toBe(0);
});

test.each([0, 1, 2, 3, 4, 5, 9])(
  'all %i announced bytes or not, what came is there',
  async (whole) => {
    const read = await readStream(streamOf([1, 2], [3], [4, 5]), whole);
    expect([...read]).toEqual([1, 2, 3, 4, 5]);
    expect(read.buffer.byteLength, 'and nothing else').toBe(5);
  },
);

test('each chunk tells which part has come, where the whole is known', async () => {
  const told: Progress[] = [];
  const onprogress = (progress: Progress): void => void told.push(progress);
  await readStream(streamOf([1], [2, 3, 4]), 4, { onprogress });
  expect(told.map(({ fraction }) => fraction)).toEqual([0.25, 1]);
  await readStream(streamOf([1, 2]), undefined, { onprogress });
  expect(told[2]).toEqual({ doing: 'reading', fraction: undefined, bytes: 2 });
});

test('a whole that was announced too small is never more than all', async () => {
  const told: (number | undefined)[] = [];
  await readStream(streamOf([1, 2, 3]), 2, { onprogress: ({ fraction }) => told.push(fraction) });
  expect(told).toEqual([1]);
});

test('an aborted reading ends with the reason, and the stream is let go', async () => {
  const stop = new AbortController();
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => void (cancelled = true),
  });
  const onprogress = ({ bytes }: Progress): void => {
    if (bytes === 30) stop.abort(new Error('enough'));
  };
  const reading = readStream(stream, undefined, { signal: stop.signal, onprogress });
  await expect(reading).rejects.toThrow('enough');
  expect(cancelled).toBe(true);
});

test.each([
  [{}, undefined],
  [{ 'content-length': '12' }, 12],
  [{ 'content-length': '0' }, undefined],
  [{ 'content-length': 'x' }, undefined],
  [{ 'content-length': '12', 'content-encoding': 'br' }, undefined],
])('headers %j: the whole is %s', (headers, length) => {
  expect(lengthOf(new Response(undefined, { headers: headers as HeadersInit }))).toBe(length);
});
