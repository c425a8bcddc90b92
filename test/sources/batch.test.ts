import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Batch } from '../../src/sources/batch.ts';

let got: string[];
let batch: Batch;
beforeEach(() => {
  vi.useFakeTimers();
  got = [];
  batch = new Batch((bytes) => got.push(Buffer.from(bytes).toString()));
});
afterEach(() => void vi.useRealTimers());

const add = (text: string): void => batch.add(Buffer.from(text));

test('the first piece is handed over at once, what comes meanwhile together 60 ms later', () => {
  add('a');
  expect(got).toEqual(['a']);
  add('b');
  add('c');
  add('d');
  expect(got).toEqual(['a']);
  vi.advanceTimersByTime(60);
  expect(got).toEqual(['a', 'bcd']);
});

test('after a pause the next piece is a first one again', () => {
  add('a');
  vi.advanceTimersByTime(60);
  add('b');
  expect(got).toEqual(['a', 'b']);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(60);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing is handed over once it was stopped', () => {
  add('a');
  add('b');
  batch.stop();
  vi.advanceTimersByTime(1000);
  expect(got).toEqual(['a']);
});
