import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { claimFolder, MARKER } from '../../../server/build/site/folder.ts';
import { temporaryFolder } from '../../support/folder.ts';

let out: string;
beforeEach(() => {
  out = join(temporaryFolder(), 'site');
});

/** Claims the folder as the builder does, and writes the files. */
function write(...files: string[]): void {
  claimFolder(out, files);
  for (const file of files) {
    mkdirSync(join(out, file, '..'), { recursive: true });
    writeFileSync(join(out, file), file);
  }
}

const names = (): string[] =>
  readdirSync(out, { recursive: true })
    .map(String)
    .filter((name) => name !== MARKER)
    .sort();

test('a folder is made, with those above it', () => {
  out = join(out, 'a', 'b');
  write('index.html');
  expect(names()).toEqual(['index.html']);
});

test('an empty folder is taken', () => {
  mkdirSync(out);
  write('index.html');
  expect(names()).toEqual(['index.html']);
});

test('a folder with anything in it that is no site is left as it is', () => {
  mkdirSync(out);
  writeFileSync(join(out, 'thesis.txt'), 'years');
  expect(() => claimFolder(out, ['index.html'])).toThrow(
    `${out} is not empty and was not written by build:site`,
  );
  expect(readdirSync(out)).toEqual(['thesis.txt']);
});

test('a file is no folder', () => {
  writeFileSync(out, '');
  expect(() => claimFolder(out, ['index.html'])).toThrow(`${out} is a file.`);
});

test('the next site replaces the last, and folders that are empty then go', () => {
  write('index.html', 'assets/old.js', 'recordings/a/b');
  write('index.html', 'assets/new.js');
  expect(names()).toEqual(['assets', 'assets/new.js', 'index.html']);
});

test('what others put beside a site stays', () => {
  write('index.html', 'assets/old.js');
  writeFileSync(join(out, 'CNAME'), 'course.example');
  writeFileSync(join(out, 'assets', 'logo.png'), 'theirs');
  write('index.html');
  expect(names()).toEqual(['CNAME', 'assets', 'assets/logo.png', 'index.html']);
});

test('a file of others is not overwritten, and nothing is changed before that is known', () => {
  write('index.html', 'assets/old.js');
  writeFileSync(join(out, 'sources.json'), 'theirs');
  expect(() => claimFolder(out, ['index.html', 'sources.json'])).toThrow(
    `${join(out, 'sources.json')} is not of wirestep: nothing was overwritten.`,
  );
  expect(names()).toEqual(['assets', 'assets/old.js', 'index.html', 'sources.json']);
});

test.each([
  'not JSON',
  '{}',
  '[]',
  '{"files":"x"}',
  '{"files":[1]}',
  '{"files":["../precious"]}',
  '{"files":["a/../../precious"]}',
  '{"files":["/precious"]}',
  '{"files":["..\\\\precious"]}',
  '{"files":[""]}',
])('the marker %s is damaged: nothing is removed by it', (marker) => {
  write('index.html');
  const precious = join(out, '..', 'precious');
  writeFileSync(precious, '');
  writeFileSync(join(out, MARKER), marker);
  expect(() => claimFolder(out, ['index.html'])).toThrow(`${join(out, MARKER)} is damaged`);
  expect(existsSync(precious)).toBe(true);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('index.html');
});
