import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newRecordingId } from '../../server/data/ids.ts';
import { RecordingError, Recordings } from '../../server/data/recordings.ts';
import { endLine, headerLine, markerLine, wholeTrace, writeTrace } from './trace-files.ts';

let dir: string;
let recordings: Recordings;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wirestep-list-'));
  recordings = new Recordings(dir);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const only = async (liveId?: string) => {
  const rows = await recordings.list(liveId);
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

describe('a row', () => {
  test('of a whole trace says what its first and last line say', async () => {
    const text = wholeTrace(5);
    const id = await writeTrace(dir, text);
    expect(await only()).toEqual({
      id,
      title: 'Two clients',
      bytes: text.length,
      started: '2026-01-01T00:00:00.000Z',
      live: false,
      ended: true,
      events: 5,
      problem: undefined,
    });
  });

  test('of one being written is live and not ended', async () => {
    const id = await writeTrace(dir, headerLine() + markerLine(1));
    expect(await only(id)).toMatchObject({ id, live: true, ended: false, events: 1 });
  });

  test('of one whose writer died is neither live nor ended', async () => {
    await writeTrace(dir, headerLine() + markerLine(1) + markerLine(2));
    expect(await only()).toMatchObject({
      live: false,
      ended: false,
      events: 2,
      problem: undefined,
    });
  });

  test('with a torn tail counts up to the last whole line', async () => {
    await writeTrace(dir, headerLine() + markerLine(7) + '{"i":8,"t":9000,"k":"en');
    expect(await only()).toMatchObject({ ended: false, events: 7 });
  });

  test('with nothing but a header has no events', async () => {
    await writeTrace(dir, headerLine());
    expect(await only()).toMatchObject({ ended: false, events: 0, problem: undefined });
  });

  test('whose last whole line is longer than the tail that is read leaves the count open', async () => {
    const long = JSON.stringify({ i: 1, t: 1, k: 'marker', text: 'x'.repeat(10_000) });
    await writeTrace(dir, headerLine() + long + '\n');
    expect(await only()).toMatchObject({ ended: false, events: undefined, problem: undefined });
  });

  test('of a long trace finds its end', async () => {
    await writeTrace(dir, wholeTrace(20_000));
    expect(await only()).toMatchObject({ ended: true, events: 20_000 });
  });

  test('of a damaged last line leaves the count open', async () => {
    await writeTrace(dir, headerLine() + markerLine(1) + '{"i":2,,,}\n');
    expect(await only()).toMatchObject({ ended: false, events: undefined });
  });

  test('cuts a title that fills the screen', async () => {
    await writeTrace(dir, wholeTrace(2, { title: 'x'.repeat(5000) }));
    expect((await only()).title).toHaveLength(200);
  });

  test('finds a header longer than the first read', async () => {
    await writeTrace(dir, wholeTrace(2, { ext: { note: 'x'.repeat(20_000) } }));
    expect(await only()).toMatchObject({ title: 'Two clients', ended: true });
  });

  test('whose time no date can hold has the date of the file', async () => {
    await writeTrace(dir, wholeTrace(2, { epoch_ns: '9'.repeat(30) }));
    expect(Date.now() - Date.parse((await only()).started)).toBeLessThan(60_000);
  });
});

describe('a broken file is a row that says so', () => {
  test.each([
    ['', 'The file is empty: its writer stopped before the first line.'],
    ['{"format":"wire', 'The file has no whole first line.'],
    ['x'.repeat(100_000), 'The file has no whole first line.'],
    ['hello\n', 'It cannot be opened: the first line is no JSON object.'],
    ['null\n', 'It cannot be opened: the first line is no JSON object.'],
    ['{"format":"other"}\n', 'It cannot be opened: not a trace: `format` is not "wirestep-trace".'],
    [headerLine({ title: 5 }), 'It cannot be opened: header: `title` is missing or wrong.'],
    [
      headerLine({ version: 9 }),
      'It cannot be opened: made by a newer wirestep: it has version 9 of the format, this one reads up to version 1.',
    ],
  ])('%.30j', async (text, problem) => {
    const id = await writeTrace(dir, text);
    expect(await only()).toMatchObject({ id, bytes: text.length, ended: false, problem });
  });

  test('and without a title goes by its file name', async () => {
    const id = await writeTrace(dir, '');
    expect((await only()).title).toBe(`${id}.trace.jsonl`);
  });

  test('but the one being written may still be empty', async () => {
    const id = await writeTrace(dir, '');
    expect(await only(id)).toMatchObject({ live: true, problem: undefined });
  });

  test("a folder in a trace's place", async () => {
    await mkdir(join(dir, `${newRecordingId()}.trace.jsonl`));
    expect((await only()).problem).toBe('It is not a file.');
  });

  test.runIf(process.platform !== 'win32')('a link out of the folder is not followed', async () => {
    await symlink('/etc/passwd', join(dir, `${newRecordingId()}.trace.jsonl`));
    expect((await only()).problem).toBe('It is a link, which is not followed.');
  });

  test.runIf(process.platform !== 'win32')('a pipe does not hold the list', async () => {
    execFileSync('mkfifo', [join(dir, `${newRecordingId()}.trace.jsonl`)]);
    expect((await only()).problem).toBe('It is not a file.');
  });

  test('a file under a name of its own', async () => {
    await writeTrace(dir, wholeTrace(2), 'my lesson');
    expect(await only()).toMatchObject({
      id: 'my lesson',
      title: 'Two clients',
      problem: expect.stringContaining('can be dropped on the page') as string,
    });
  });
});

describe('the list', () => {
  test('is empty for an empty folder, and leaves other files out', async () => {
    expect(await recordings.list()).toEqual([]);
    await writeFile(join(dir, 'notes.txt'), 'x');
    expect(await recordings.list()).toEqual([]);
  });

  test('has the newest first', async () => {
    for (const second of [2, 3, 1]) {
      await writeTrace(dir, wholeTrace(2, { title: `${second}`, epoch_ns: `${second}000000000` }));
    }
    expect((await recordings.list()).map((row) => row.title)).toEqual(['3', '2', '1']);
  });

  test('shows what was appended, deleted and cut since the last time', async () => {
    const id = await writeTrace(dir, headerLine() + markerLine(1));
    const file = join(dir, `${id}.trace.jsonl`);
    expect(await only()).toMatchObject({ events: 1, ended: false });
    await appendFile(file, endLine(2));
    expect(await only()).toMatchObject({ events: 2, ended: true });
    await truncate(file, 0);
    expect((await only()).problem).toContain('empty');
    await rm(file);
    expect(await recordings.list()).toEqual([]);
  });

  test('of 400 recordings takes well under a second', async () => {
    await Promise.all(Array.from({ length: 400 }, () => writeTrace(dir, wholeTrace(50))));
    const start = performance.now();
    expect(await recordings.list()).toHaveLength(400);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('of a vanished folder is an error in words', async () => {
    await rm(dir, { recursive: true });
    await expect(recordings.list()).rejects.toThrow(
      `The data folder ${dir} is gone, or cannot be created: choose another with --data DIR.`,
    );
  });
});

test('listing and opening leave a damaged file as it is', async () => {
  const text = headerLine() + '{"i":1,,,\n' + '{"i":2,"t"';
  const id = await writeTrace(dir, text);
  const file = join(dir, `${id}.trace.jsonl`);
  const before = await stat(file);
  await recordings.list();
  const { handle } = await recordings.open(id);
  await expect(handle.write('x')).rejects.toThrow('EBADF');
  await handle.close();
  expect(await readFile(file, 'utf8')).toBe(text);
  expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
});

describe('opening', () => {
  test('gives the file and its length', async () => {
    const id = await writeTrace(dir, 'abc');
    const { handle, bytes } = await recordings.open(id);
    expect([await handle.readFile('utf8'), bytes]).toEqual(['abc', 3]);
    await handle.close();
  });

  test('an id that is not there is unknown', async () => {
    const id = newRecordingId();
    const error = await recordings.open(id).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RecordingError);
    expect(error).toMatchObject({
      reason: 'unknown',
      message: `There is no recording ${id} in the data folder.`,
    });
  });

  test('what is no id is unknown and touches no file', async () => {
    await expect(recordings.open('../../etc/passwd')).rejects.toMatchObject({ reason: 'unknown' });
  });

  test.runIf(process.platform !== 'win32')('a link is refused', async () => {
    const id = newRecordingId();
    await symlink('/etc/passwd', join(dir, `${id}.trace.jsonl`));
    await expect(recordings.open(id)).rejects.toMatchObject({
      reason: 'unreadable',
      message: `The recording ${id} cannot be read: It is a link, which is not followed.`,
    });
  });
});
