import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../server/cli/outcome.ts';
import { mustBeFree, writeWhole } from '../../server/cli/whole-file.ts';
import { temporaryFolder } from '../support/folder.ts';

const going = new AbortController().signal;

/** Writes `made.txt` in a new folder; what is between the two chunks happens between them. */
function writing(between: (folder: string) => void = () => undefined, replace = false) {
  const folder = temporaryFolder();
  const path = join(folder, 'made.txt');
  const chunks = function* () {
    yield 'one ';
    between(folder);
    yield Buffer.from('two');
  };
  return { folder, path, done: writeWhole(path, chunks, { replace, stop: going }) };
}

test('the file is there when it is whole, and nothing else', async () => {
  const seen: (readonly string[])[] = [];
  const { folder, path, done } = writing((folder) => seen.push(readdirSync(folder)));
  await done;
  expect(readFileSync(path, 'utf8')).toBe('one two');
  expect(readdirSync(folder)).toEqual(['made.txt']);
  expect(seen).toEqual([[expect.stringMatching(/^\.wirestep-.*\.part$/)]]);
});

test('it gets the rights that a new file of this person has', async () => {
  const { folder, path, done } = writing();
  await done;
  writeFileSync(join(folder, 'other'), '');
  expect(statSync(path).mode).toBe(statSync(join(folder, 'other')).mode);
});

test('what fails in the middle leaves nothing', async () => {
  const { folder, done } = writing(() => {
    throw new Error('the writer broke');
  });
  await expect(done).rejects.toThrow('the writer broke');
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that appears meanwhile is not overwritten', async () => {
  const { folder, path, done } = writing((folder) =>
    writeFileSync(join(folder, 'made.txt'), 'precious'),
  );
  await expect(done).rejects.toThrow(Failure);
  await expect(done).rejects.toThrow(`${path} exists already: choose another name with -o`);
  expect(readFileSync(path, 'utf8')).toBe('precious');
  expect(readdirSync(folder)).toEqual(['made.txt']);
});

test('a file that may be replaced stays whole until the new one is', async () => {
  const seen: string[] = [];
  const { path, done } = writing((folder) => {
    writeFileSync(join(folder, 'made.txt'), 'old');
    seen.push(readFileSync(join(folder, 'made.txt'), 'utf8'));
  }, true);
  await done;
  expect(seen).toEqual(['old']);
  expect(readFileSync(path, 'utf8')).toBe('one two');
});

test('of a link to a file the file is replaced', async () => {
  const folder = temporaryFolder();
  const real = join(folder, 'real.txt');
  const path = join(folder, 'link.txt');
  writeFileSync(real, 'old');
  symlinkSync(real, path);
  await writeWhole(path, () => ['new'], { replace: true, stop: going });
  expect(readFileSync(real, 'utf8')).toBe('new');
});

test('a folder that vanishes is one sentence', async () => {
  const { path, done } = writing((folder) => rmSync(folder, { recursive: true }));
  await expect(done).rejects.toThrow(`${path} cannot be written: its folder is not there.`);
});

test.each([
  ['its folder is not there', 'nowhere/made.txt'],
  ['part of its path is a file, not a folder', 'file/made.txt'],
  ['it is a folder', 'folder'],
])('%s: one sentence, nothing left', async (reason, name) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'folder'));
  const path = join(folder, name);
  const done = writeWhole(path, () => ['text'], { replace: true, stop: going });
  await expect(done).rejects.toThrow(`${path} cannot be written: ${reason}.`);
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
});

test('a full disk is one sentence; a device is written to itself', async () => {
  const done = writeWhole('/dev/full', () => ['text'], { replace: false, stop: going });
  await expect(done).rejects.toThrow('/dev/full cannot be written: the disk is full.');
  await writeWhole('/dev/null', () => ['text'], { replace: false, stop: going });
  expect(existsSync('/dev/null')).toBe(true);
});

test('a stop in the middle leaves nothing, and lets the writer close what it has open', async () => {
  const folder = temporaryFolder();
  const ending = new AbortController();
  let closed = false;
  const chunks = function* () {
    try {
      yield 'one';
      ending.abort();
      yield 'two';
    } finally {
      closed = true;
    }
  };
  const done = writeWhole(join(folder, 'made.txt'), chunks, {
    replace: false,
    stop: ending.signal,
  });
  await expect(done).rejects.toThrow('Stopped');
  expect(readdirSync(folder)).toEqual([]);
  expect(closed).toBe(true);
});

test('no chunk is asked for before the one before it is written', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'made.txt');
  const written: number[] = [];
  const chunks = function* () {
    for (let n = 0; n < 5; n++) {
      const part = readdirSync(folder)[0] ?? '';
      written.push(statSync(join(folder, part)).size);
      yield 'x'.repeat(1000);
    }
  };
  await writeWhole(path, chunks, { replace: false, stop: going });
  expect(written).toEqual([0, 1000, 2000, 3000, 4000]);
});

test('a name is free where there is no file', async () => {
  const folder = temporaryFolder();
  await mustBeFree(join(folder, 'new.txt'));
  await mustBeFree(folder);
  writeFileSync(join(folder, 'old.txt'), '');
  await expect(mustBeFree(join(folder, 'old.txt'))).rejects.toThrow('--force');
});
