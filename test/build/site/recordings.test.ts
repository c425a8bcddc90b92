import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findRecordings } from '../../../server/build/site/recordings.ts';
import { parseLink } from '../../../src/replay/link.ts';
import { headerLine, markerLine, wholeTrace, writeTrace } from '../../data/trace-files.ts';
import { temporaryFolder } from '../../support/folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const at = (seconds: number) => ({ epoch_ns: `${1_767_225_600 + seconds}000000000` });
const ids = async (...paths: string[]) => (await findRecordings(paths)).map(({ row }) => row.id);

test('a row tells what the two ends of the trace say', async () => {
  const text = wholeTrace(3);
  await writeTrace(folder, text, 'monday');
  const [found] = await findRecordings([folder]);
  expect(found?.file).toBe(join(folder, 'monday.trace.jsonl'));
  expect(found?.row).toEqual({
    id: 'monday',
    title: 'Two clients',
    bytes: text.length,
    started: '2026-01-01T00:00:00.000Z',
    live: false,
    ended: true,
    events: 3,
  });
});

test('one whose writer died is shown as far as it goes', async () => {
  await writeTrace(folder, headerLine() + markerLine(1), 'cut');
  const [found] = await findRecordings([folder]);
  expect(found?.row).toMatchObject({ id: 'cut', ended: false, events: 1, live: false });
});

test('files and folders together: newest first, then by name, in whatever order they come', async () => {
  await writeTrace(folder, wholeTrace(2, at(5)), 'b');
  await writeTrace(folder, wholeTrace(2, at(5)), 'a');
  const other = join(folder, 'more');
  mkdirSync(other);
  await writeTrace(other, wholeTrace(2, at(9)), 'newest');
  const single = join(other, 'newest.trace.jsonl');
  expect(await ids(folder, single)).toEqual(['newest', 'a', 'b']);
  expect(await ids(single, folder)).toEqual(['newest', 'a', 'b']);
});

test("a folder's other files are none of its recordings", async () => {
  await writeTrace(folder, wholeTrace(), 'mine');
  writeFileSync(join(folder, 'notes.txt'), 'private');
  expect(await ids(folder)).toEqual(['mine']);
});

test('every id that is let in has a link', async () => {
  for (const name of ['a', 'Lab-3_b', '0'.repeat(100)]) {
    await writeTrace(folder, wholeTrace(), name);
    expect(parseLink(`#/recording/${name}`)).toMatchObject({ page: 'recording', id: name });
  }
  expect(await ids(folder)).toHaveLength(3);
});

test.each(['lab 3', '-x', '_x', 'über', 'a.b', '0'.repeat(101)])(
  'the name "%s" is refused, since no link could hold it',
  async (name) => {
    await writeTrace(folder, wholeTrace(), name);
    const file = join(folder, `${name}.trace.jsonl`);
    await expect(findRecordings([folder])).rejects.toThrow(`${file} has a name that no link can`);
    expect(parseLink(`#/recording/${name}`)).toBeUndefined();
  },
);

test('what cannot be shown is refused with a sentence that names it', async () => {
  const refused = async (path: string) =>
    findRecordings([path]).then(String, (error: Error) => error.message);
  await writeTrace(folder, 'no header\n', 'broken');
  const broken = join(folder, 'broken.trace.jsonl');
  expect(await refused(broken)).toMatch(`${broken} is no recording: It cannot be opened`);
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'x');
  expect(await refused(text)).toBe(
    `${text} is no recording: its name does not end in .trace.jsonl.`,
  );
  const missing = join(folder, 'missing.trace.jsonl');
  expect(await refused(missing)).toBe(`there is no file or folder ${missing}.`);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  expect(await refused(empty)).toBe(`the folder ${empty} holds no *.trace.jsonl.`);
});

test('two that a disk without capitals would take for one are refused', async () => {
  const other = join(folder, 'more');
  mkdirSync(other);
  await writeTrace(folder, wholeTrace(), 'lab');
  await writeTrace(other, wholeTrace(), 'Lab');
  await expect(findRecordings([folder, other])).rejects.toThrow(/lab.* have the same name/s);
});

test('a link in a folder is not followed, one that is named is', async () => {
  const outside = temporaryFolder();
  await writeTrace(outside, wholeTrace(), 'real');
  const link = join(folder, 'link.trace.jsonl');
  symlinkSync(join(outside, 'real.trace.jsonl'), link);
  await expect(findRecordings([folder])).rejects.toThrow(`${link} cannot be read`);
  expect(await ids(link)).toEqual(['real']);
});
