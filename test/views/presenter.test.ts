import { expect, test } from 'vitest';
import {
  DEFAULT_PAIR,
  presenterGrid,
  readPair,
  withView,
} from '../../src/views/player/presenter.ts';

test('a third view takes the place of the one that was chosen first', () => {
  expect(withView(['threads', 'bytes'], 'source')).toEqual(['bytes', 'source']);
  expect(withView(['threads', 'bytes'], 'bytes')).toEqual(['threads', 'bytes']);
});

test.each([undefined, '', 'threads', 'threads threads', 'threads nowhere', 'lesson bytes'])(
  'what was remembered as %j is no pair: the first one shows',
  (text) => expect(readPair(text)).toEqual(DEFAULT_PAIR),
);

test('a remembered pair shows again', () => {
  expect(readPair('calls source')).toEqual(['calls', 'source']);
});

test('views that need width stand one above the other, others side by side', () => {
  expect(presenterGrid(['bytes', 'threads'], true)).toContain("'lesson threads' 'lesson bytes'");
  expect(presenterGrid(['terminals', 'bytes'], true)).toContain(
    "'lesson bytes' 'lesson terminals'",
  );
  expect(presenterGrid(['terminals', 'source'], true)).toContain("'lesson source terminals'");
});

test('a recording without a lesson leaves its room to the views', () => {
  expect(presenterGrid(['terminals', 'source'], false)).toContain("'source terminals'");
  expect(presenterGrid(['bytes', 'source'], false)).not.toContain('lesson');
});
