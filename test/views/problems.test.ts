import { expect, test } from 'vitest';
import { SourceError } from '../../src/sources/source-error.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { troubleOf, type Wanted } from '../../src/views/shell/problems.ts';

const FILE: Wanted = { what: 'file', name: 'cat.png' };
const RECORDING: Wanted = { what: 'recording', name: 'a8' };

/** What reading these bytes throws. */
function thrown(text: string): unknown {
  try {
    return parseTrace(new TextEncoder().encode(text));
  } catch (error) {
    return error;
  }
}

test('a file that is no trace is named, with the place where it stops being one', () => {
  const trouble = troubleOf(thrown('GIF89a\n'), FILE);
  expect(trouble).toMatchObject({ title: 'This is not a recording', retry: false });
  expect(trouble.text).toMatch(/^cat\.png: line 1, byte 0: .+\.$/);
});

test('a trace of a newer version says both versions', () => {
  const trouble = troubleOf(thrown('{"format":"wirestep-trace","version":2}\n'), FILE);
  expect(trouble.title).toBe('A newer wirestep wrote this');
  expect(trouble.text).toMatch(/made by a newer wirestep: it has version 2/);
});

test('a file above the limit says its size and the limit', () => {
  const error = new ImportError(1, 0, 'the trace has 300 bytes; the limit is 256');
  const trouble = troubleOf(error, FILE);
  expect(trouble.title).toBe('This file is too large to be dropped');
  expect(trouble.text).toContain('300 bytes; the limit is 256');
});

test('who wrote a lesson that cannot be shown is told that it opens once it is corrected', () => {
  const why = new SourceError('refused', 'my-lessons/13-mine/lesson.md:7: unknown directive.');
  expect(troubleOf(why, { what: 'lesson', name: '13-mine' }).advice).toContain('opens by itself');
  expect(troubleOf(why, RECORDING).advice).toBe('Try again in a moment.');
});

test('asking again is offered where that may help, and only there', () => {
  const retry = (failure: 'silent' | 'missing' | 'refused') =>
    troubleOf(new SourceError(failure, 'Why.'), RECORDING).retry;
  expect(['silent', 'missing', 'refused'].map((one) => retry(one as 'silent'))).toEqual([
    true,
    false,
    true,
  ]);
  expect(troubleOf(new Error('odd'), RECORDING).retry).toBe(true);
  expect(troubleOf(new Error('odd'), FILE).retry).toBe(false);
});

test('a recording that was deleted is told from a lesson that never was', () => {
  const gone = new SourceError('missing', 'There is no recording a8.');
  expect(troubleOf(gone, RECORDING).title).toBe('This recording is not here');
  expect(troubleOf(gone, { what: 'lesson', name: 'x' }).title).toBe('There is no such lesson');
});

test('whatever was thrown, there is a sentence', () => {
  expect(troubleOf('just text', FILE).text).toBe('cat.png: just text');
});
