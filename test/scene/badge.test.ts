import { expect, test } from 'vitest';
import { badgeOf } from '../../src/scene/badge.ts';

test.each([
  ['MainThread', 0, 0, 'M'],
  ['Thread-1 (handle_client)', 1, 0, 'T1'],
  ['Thread-12 (handle_client)', 5, 0, 'T12'],
  ['Thread-3', 7, 0, 'T3'],
  ['worker', 2, 0, 'T2'],
  ['MainThread', 0, 1, 'C1'],
  ['MainThread', 0, 12, 'C12'],
  ['Thread-2 (read)', 1, 3, 'C3T2'],
])('%s, thread %i of client %i, is %s', (name, ordinal, client, badge) => {
  expect(badgeOf(name, ordinal, client)).toBe(badge);
});
