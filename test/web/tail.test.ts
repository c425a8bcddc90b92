import { truncateSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { FRAME_BYTES, Tail } from '../../server/web/tail.ts';
import { readFrame } from '../../src/live/frame.ts';
import { temporaryFolder } from '../support/folder.ts';

let file: string;
beforeEach(() => (file = join(temporaryFolder(), 'a.trace.jsonl')));

async function tailOf(text: string): Promise<Tail> {
  await writeFile(file, text);
  const tail = new Tail('a', 7, file);
  onTestFinished(() => tail.close());
  return tail;
}

/** What a follower makes of it. */
function read(message: Uint8Array) {
  const copy = Uint8Array.from(message);
  const frame = readFrame(copy.buffer);
  if (frame === undefined) throw new Error('no frame');
  const { packing, stream, from, bytes } = frame;
  const plain = packing === 1 ? inflateRawSync(bytes) : Buffer.from(bytes);
  return { packing, stream, from, text: plain.toString() };
}

test('a frame holds what the file has from there on', async () => {
  const tail = await tailOf('one\ntwo\n');
  const piece = tail.piece(4);
  expect(piece?.to).toBe(8);
  expect(read(piece?.message as Uint8Array)).toEqual({
    packing: 0,
    stream: 7,
    from: 4,
    text: 'two\n',
  });
});

test('at the end of the file there is none', async () => {
  const tail = await tailOf('one\n');
  expect(tail.piece(4)).toBeUndefined();
  expect(tail.piece(99)).toBeUndefined();
});

test('what was appended comes once we are told of it', async () => {
  const tail = await tailOf('one\n');
  await appendFile(file, 'two\n');
  expect(tail.piece(4)).toBeUndefined();
  tail.grow(8);
  expect(read(tail.piece(4)?.message as Uint8Array).text).toBe('two\n');
});

test('from 1 KiB on it is packed, to a part of its size', async () => {
  const text = '{"i":1,"t":2,"k":"recv"}\n'.repeat(100);
  const { message } = (await tailOf(text)).piece(0) ?? {};
  expect(message?.length).toBeLessThan(text.length / 5);
  expect(read(message as Uint8Array)).toMatchObject({ packing: 1, text });
});

test('all who are at the same place get the very same bytes, packed once', async () => {
  const tail = await tailOf('x'.repeat(5000));
  expect(tail.piece(0)?.message).toBe(tail.piece(0)?.message);
});

test('frames that catch up end at the same places, wherever they began', async () => {
  const tail = await tailOf('x'.repeat(2.5 * FRAME_BYTES));
  expect(tail.piece(0)?.to).toBe(FRAME_BYTES);
  expect(tail.piece(1234)?.to).toBe(FRAME_BYTES);
  expect(tail.piece(FRAME_BYTES)?.to).toBe(2 * FRAME_BYTES);
  expect(tail.piece(2 * FRAME_BYTES)?.to).toBe(2.5 * FRAME_BYTES);
});

test('a kept frame is not taken for a longer one', async () => {
  const tail = await tailOf('one\n');
  expect(tail.piece(0)?.to).toBe(4);
  await appendFile(file, 'two\n');
  tail.grow(8);
  expect(read(tail.piece(0)?.message as Uint8Array).text).toBe('one\ntwo\n');
});

test('a file that somebody has cut ends where it ends', async () => {
  const tail = await tailOf('one\ntwo\n');
  truncateSync(file, 4);
  expect(tail.piece(0)?.to).toBe(4);
  expect(tail.piece(4)).toBeUndefined();
});

test('a file that is not there is an error of the system', () => {
  expect(() => new Tail('a', 1, file)).toThrow('ENOENT');
});
