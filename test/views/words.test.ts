import { expect, test } from 'vitest';
import { portOf } from '../../src/views/terminal/words.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const { last } = read(oneMessage());

test('a listening server shows its port', () => {
  expect(portOf(last, 1)).toBe('port 5050');
  expect(portOf(last, 2)).toBe('');
});
