import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { buildSite } from '../../../server/build/site/build-site.ts';
import { wholeTrace, writeTrace } from '../../data/trace-files.ts';
import { temporaryFolder } from '../../support/folder.ts';

let page: string;
let out: string;
beforeEach(() => {
  const folder = temporaryFolder();
  page = join(folder, 'page');
  out = join(folder, 'site');
  mkdirSync(join(page, 'lessons'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<meta charset="utf-8" />');
  writeFileSync(join(page, 'sources.json'), '[]');
  const lessons = join(page, 'lessons');
  writeFileSync(join(lessons, 'index.json'), '[]');
  writeFileSync(join(lessons, '01-a.json'), '{}');
  for (const name of ['one', 'two']) {
    writeFileSync(join(lessons, `01-a.${name}.trace.jsonl`), wholeTrace());
  }
});

/** Path and bytes of every file. */
const contents = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => [file.slice(folder.length), readFileSync(file, 'latin1')])
    .sort();

test('page, lessons, recordings and their list are written, and are counted', async () => {
  const recordings = temporaryFolder();
  const text = wholeTrace(5);
  await writeTrace(recordings, text, 'mine');
  const report = await buildSite({ page, out, recordings: [recordings] });
  expect(report).toMatchObject({ files: 8, lessons: 1, recordings: 1 });
  expect(contents(out).map(([file]) => file)).toEqual([
    '/.wirestep-site.json',
    '/index.html',
    '/lessons/01-a.json',
    '/lessons/01-a.one.trace.jsonl',
    '/lessons/01-a.two.trace.jsonl',
    '/lessons/index.json',
    '/recordings/index.json',
    '/recordings/mine.trace.jsonl',
    '/sources.json',
  ]);
  const rows = JSON.parse(readFileSync(join(out, 'recordings', 'index.json'), 'utf8'));
  expect(rows).toMatchObject([{ id: 'mine', events: 5, bytes: text.length }]);
  expect(readFileSync(join(out, 'recordings', 'mine.trace.jsonl'), 'utf8')).toBe(text);
});

test('without recordings the list is empty, and is there', async () => {
  await buildSite({ page, out, recordings: [] });
  expect(readFileSync(join(out, 'recordings', 'index.json'), 'utf8')).toBe('[]');
});

test('the same input gives the same bytes, in a new folder and over an old site', async () => {
  const recordings = temporaryFolder();
  for (const id of ['b', 'a', 'c']) await writeTrace(recordings, wholeTrace(), id);
  const request = { page, out, recordings: [recordings] };
  await buildSite(request);
  const first = contents(out);
  const again = join(temporaryFolder(), 'again');
  await buildSite({ ...request, out: again });
  expect(contents(again)).toEqual(first);
  await buildSite(request);
  expect(contents(out)).toEqual(first);
});

test('files are no older than their list says: one that grows meanwhile is cut there', async () => {
  const recordings = temporaryFolder();
  const text = wholeTrace();
  await writeTrace(recordings, text, 'grows');
  const building = buildSite({ page, out, recordings: [recordings] });
  appendFileSync(join(recordings, 'grows.trace.jsonl'), '{"i":9');
  await building;
  const [row] = JSON.parse(readFileSync(join(out, 'recordings', 'index.json'), 'utf8'));
  const copy = readFileSync(join(out, 'recordings', 'grows.trace.jsonl'), 'utf8');
  expect(copy).toHaveLength(row.bytes);
});

test('what is refused leaves the last site as it was', async () => {
  await buildSite({ page, out, recordings: [] });
  const before = contents(out);
  const missing = join(page, 'missing');
  await expect(buildSite({ page, out, recordings: [missing] })).rejects.toThrow(missing);
  expect(contents(out)).toEqual(before);
});

test('a site is not made of a page in the folder of the site itself', async () => {
  cpSync(page, out, { recursive: true });
  await expect(buildSite({ page: out, out, recordings: [] })).rejects.toThrow('is not empty');
});
