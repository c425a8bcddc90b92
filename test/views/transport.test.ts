import { expect, test } from 'vitest';
import { portOf } from '../../src/views/player/words.ts';
import { elapsed } from '../../src/views/transport/transport.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const { last } = read(oneMessage());

test('the readout gives the time since the recording began', () => {
  expect(elapsed({ event: undefined })).toBe('+0.000 ms');
  expect(elapsed({ event: { kind: 'end', seq: 1, at: 3_417_000 } })).toBe('+3.417 ms');
  expect(elapsed({ event: { kind: 'end', seq: 1, at: 12_000_000_000 } })).toBe('+12.000 s');
});

test('a listening server shows its port', () => {
  expect(portOf(last, 1)).toBe('port 5050');
  expect(portOf(last, 2)).toBe('');
});
