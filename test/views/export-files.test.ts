import { describe, expect, test } from 'vitest';
import type { Chunk } from '../../src/export/part.ts';
import { collect } from '../../src/views/export/collect.ts';
import { prepare } from '../../src/views/export/prepare.ts';
import { beginningOf, dataAddress } from '../../src/views/export/preview.ts';
import { fileSize, limitWords, tooMany } from '../../src/views/export/words.ts';

const going = () => new AbortController().signal;
const file = (name: string, ...chunks: Chunk[]) => ({ name, chunks: () => chunks });

/** Chunks without end; how many were taken, and whether their writer was told to stop. */
function endless(text = 'x'.repeat(1000)) {
  const seen = { taken: 0, closed: false };
  function* chunks(): Generator<string> {
    try {
      for (; ; seen.taken++) yield text;
    } finally {
      seen.closed = true;
    }
  }
  return { ...seen, file: { name: 'endless', chunks }, seen };
}

describe('chunks become a file', () => {
  test('in their order, texts as UTF-8 and bytes as they are', async () => {
    const bytes = new Uint8Array([0, 255, 10]);
    const { content, whole } = await collect(file('a', 'é', bytes, '\n'), { signal: going() });
    expect([...new Uint8Array(await content.arrayBuffer())]).toEqual([195, 169, 0, 255, 10, 10]);
    expect(whole).toBe(true);
  });

  test('of more than what is kept at once nothing is lost', async () => {
    const piece = 'abcdefgh'.repeat(100_000);
    const { content } = await collect(file('a', ...Array.from({ length: 11 }, () => piece)), {
      signal: going(),
    });
    expect(content.size).toBe(8_800_000);
    expect((await content.text()).endsWith('gh')).toBe(true);
  });

  test('that come later are waited for', async () => {
    async function* chunks(): AsyncGenerator<string> {
      yield 'a';
      await Promise.resolve();
      yield 'b';
    }
    const { content } = await collect({ chunks }, { signal: going() });
    expect(await content.text()).toBe('ab');
  });

  test('no more is asked for than was wanted, and the writer is told', async () => {
    const { file: much, seen } = endless();
    const { content, whole } = await collect(much, { signal: going(), most: 2500 });
    expect([content.size, whole, seen.closed]).toEqual([3000, false, true]);
  });

  test('the page is let draw meanwhile, is told how far it is, and can stop it', async () => {
    const stop = new AbortController();
    const { file: much, seen } = endless();
    const told: number[] = [];
    const onprogress = (bytes: number): void => {
      told.push(bytes);
      if (told.length === 3) stop.abort();
    };
    await expect(collect(much, { signal: stop.signal, onprogress })).rejects.toThrow(/abort/i);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect([told.length, seen.closed]).toEqual([3, true]);
  });

  test('what a writer throws comes through', async () => {
    function* chunks(): Generator<string> {
      yield 'a';
      throw new Error('There is nothing.');
    }
    await expect(collect({ chunks }, { signal: going() })).rejects.toThrow('There is nothing.');
  });
});

describe('what is known of files before they are saved', () => {
  test('small ones are made, and their size is exact', async () => {
    const files = [file('a', 'one'), file('b', 'two!')];
    const prepared = await prepare(files, { done: 1 }, going());
    expect(prepared.map(({ bytes, whole }) => [bytes, whole])).toEqual([
      [3, true],
      [4, true],
    ]);
    expect(await prepared[1]?.head?.text()).toBe('two!');
  });

  test('of a large one the size is estimated by how much of the recording is in its beginning', async () => {
    const { file: much } = endless();
    const [first, second] = await prepare([much, file('b', 'x')], { done: 0.25 }, going(), 4000);
    expect(first).toMatchObject({ whole: false, bytes: 16_000 });
    expect(second).toMatchObject({ whole: false, head: undefined, bytes: undefined });
  });

  test('no size is made up where the writer does not say how far it is', async () => {
    const { file: much } = endless();
    for (const done of [0, 1]) {
      const [first] = await prepare([much], { done }, going(), 4000);
      expect(first?.bytes).toBeUndefined();
    }
  });

  test('sizes are said as people say them', () => {
    expect(fileSize(12, true)).toBe('12 bytes');
    expect(fileSize(26_100, true)).toBe('26 kB');
    expect(fileSize(12_300_000, false)).toBe('about 12.3 MB');
    expect(fileSize(undefined, false)).toBe('size not known yet');
  });

  test('what is missing is said, and why', () => {
    expect(limitWords(false, false, 7)).toBe('');
    expect(limitWords(true, false, 7)).toMatch(/question is open.*up to event 7\./);
    expect(limitWords(true, true, 7)).toMatch(/question is open/);
    expect(limitWords(false, true, 7)).toMatch(/still being written.*up to event 7/);
    expect(tooMany(400)).toMatch(/400 files.*choose one connection/);
  });
});

describe('a preview', () => {
  const text = (content: string, whole = true) => beginningOf(new Blob([content]), whole, false);

  test('shows the lines of a text, the end of lines of either kind', async () => {
    expect(await text('a\r\nb\n')).toEqual({ text: 'a\nb', more: false });
    expect(await text('')).toEqual({ text: '', more: false });
  });

  test('says when there is more: lines, a long line, or a file that is not made yet', async () => {
    expect((await text('x\n'.repeat(61))).more).toBe(true);
    expect((await text('x\n'.repeat(60))).more).toBe(false);
    expect(await text('x'.repeat(241))).toEqual({ text: `${'x'.repeat(240)} …`, more: true });
    expect((await text('a\n', false)).more).toBe(true);
    expect((await text('x'.repeat(100) + '\n'.repeat(70_000))).more).toBe(true);
  });

  test('draws what would hide or reorder text', async () => {
    expect((await text('\u202ea\u0007\u001b[2J')).text).toBe('‹U+202E›a␇␛[2J');
  });

  test('shows a character that the beginning cuts not at all, rather than wrong', async () => {
    const bytes = new TextEncoder().encode('ab€');
    expect((await beginningOf(new Blob([bytes.slice(0, 4)]), false, false)).text).toBe('ab');
  });

  test('shows bytes as rows of hex with their offsets', async () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, n) => n + 0x2f);
    expect((await beginningOf(new Blob([bytes]), true, true)).text).toBe(
      [
        '00000000  2f 30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d 3e  |/0123456789:;<=>|',
        '00000010  3f 40                                            |?@|',
      ].join('\n'),
    );
    const many = await beginningOf(new Blob([new Uint8Array(2000)]), true, true);
    expect([many.text.split('\n').length, many.more]).toEqual([48, true]);
  });

  test('of a picture is the picture, with nothing to ask for', async () => {
    const address = await dataAddress(new Blob(['<svg>é</svg>']));
    expect(address).toBe('data:image/svg+xml;base64,PHN2Zz7DqTwvc3ZnPg==');
  });
});
