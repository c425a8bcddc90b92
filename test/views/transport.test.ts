import { expect, test } from 'vitest';
import { elapsed } from '../../src/views/transport/transport.ts';

test('the readout gives the time since the recording began', () => {
  expect(elapsed({ event: undefined })).toBe('+0.000 ms');
  expect(elapsed({ event: { kind: 'end', seq: 1, at: 3_417_000 } })).toBe('+3.417 ms');
  expect(elapsed({ event: { kind: 'end', seq: 1, at: 12_000_000_000 } })).toBe('+12.000 s');
});
