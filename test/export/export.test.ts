import { describe, expect, test } from 'vitest';
import { ExportError, exportFiles } from '../../src/export/export.ts';
import { FORMATS } from '../../src/export/formats.ts';
import type { ExportOptions, FormatId } from '../../src/export/formats.ts';
import { PLACE } from '../../src/export/page-file.ts';
import type { Part } from '../../src/export/part.ts';
import { partOf } from '../../src/export/scope.ts';
import { HEADER, traceOf } from '../trace/support.ts';
import { golden } from './parts.ts';
import { perform } from './random-trace.ts';
import type { Step } from './random-trace.ts';

const template = `<!doctype html><body>${PLACE}</body>`;
const ids = FORMATS.map(({ id }) => id);

interface Made {
  readonly name: string;
  readonly pieces: readonly Buffer[];
}

async function made(
  part: Part,
  id: FormatId,
  options: ExportOptions = { template },
): Promise<Made[]> {
  const files: Made[] = [];
  for (const { name, chunks } of await exportFiles(part, id, options)) {
    const pieces: Buffer[] = [];
    for await (const piece of chunks()) pieces.push(Buffer.from(piece));
    files.push({ name, pieces });
  }
  return files;
}

/** A conversation of many messages. */
const LONG = perform(
  Array.from({ length: 1500 }, (_, n): Step[] => [
    { do: 'send', who: 0, up: true, bytes: new Uint8Array(70).fill(n), part: 1 },
    { do: 'recv', who: 0, up: true, max: 70 },
    { do: 'print', who: 0, text: `message ${n} has been taken\n` },
  ]).flat(),
).trace;

describe.each(ids)('%s', (id) => {
  test('the same part gives the same bytes, each time', async () => {
    const scopes = [{}, { connection: 1 }, { from: 60, to: 130 }];
    for (const scope of scopes) {
      expect(await made(partOf(golden(), scope), id)).toEqual(
        await made(partOf(golden(), scope), id),
      );
    }
  });

  test('a file can be made a second time from the same part', async () => {
    const [file] = await exportFiles(partOf(golden(), {}), id, { template });
    const once: string[] = [];
    const again: string[] = [];
    for await (const piece of file?.chunks() ?? []) once.push(Buffer.from(piece).toString('hex'));
    for await (const piece of file?.chunks() ?? []) again.push(Buffer.from(piece).toString('hex'));
    expect(again.join('')).toBe(once.join(''));
  });

  test('its files end in its extension, and no two have one name', async () => {
    const names = (await made(partOf(golden(), {}), id)).map(({ name }) => name);
    const { extension } = FORMATS.find((format) => format.id === id) ?? {};
    for (const name of names) expect(name.endsWith(`.${extension}`)).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  test('a long recording is made in pieces, none of them large', async () => {
    for (const { pieces } of await made(partOf(LONG, {}), id)) {
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(256 * 1024);
    }
  });

  test('a recording without a single event is written, or refused in words', async () => {
    const part = partOf(traceOf([], HEADER), {});
    const error: unknown = await made(part, id).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error === undefined) return;
    expect(error).toBeInstanceOf(ExportError);
    expect((error as Error).message).toMatch(/^[A-Z].*\.$/);
  });
});

test('a page without room for a recording is refused', async () => {
  for (const page of [undefined, '<html></html>']) {
    await expect(exportFiles(partOf(golden(), {}), 'html', { template: page })).rejects.toThrow(
      ExportError,
    );
  }
});

test('a part in which nothing was written on a terminal has nothing to play', async () => {
  await expect(exportFiles(partOf(golden(), { from: 11, to: 12 }), 'asciicast')).rejects.toThrow(
    'No program wrote on its terminal in this part: there is nothing to play.',
  );
});

test('each terminal is a file of its own, in the order in which they began', async () => {
  const files = await exportFiles(partOf(golden(), {}), 'asciicast');
  expect(files.map(({ name }) => name.slice(59))).toEqual([
    'terminal-1-server.cast',
    'terminal-2-client-1.cast',
    'terminal-3-client-2.cast',
  ]);
});
