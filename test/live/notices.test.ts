import { expect, test } from 'vitest';
import { Notices } from '../../server/live/notices.ts';

test('the newest sentence for a browser counts', () => {
  const notices = new Notices();
  notices.set('a', 'One.');
  notices.set('a', 'Two.');
  expect(notices.of('a')).toBe('Two.');
  expect(notices.of('b')).toBeUndefined();
});

test('of many, the oldest is forgotten', () => {
  const notices = new Notices();
  for (let count = 0; count <= 1000; count++) notices.set(`${count}`, 'Over.');
  expect(notices.of('0')).toBeUndefined();
  expect(notices.of('1')).toBe('Over.');
  expect(notices.of('1000')).toBe('Over.');
});
