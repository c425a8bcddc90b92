import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knockerOf } from '../../src/analysis/knock.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each(['GET / HTTP/1.1\r\n', 'POST /api HTTP/1.1', 'OPTIONS * H', 'HEAD /x', 'PRI * HTTP/2.0'])(
  '%j is a browser’s request',
  (text) => expect(knockerOf(bytesOf(text))).toBe('browser'),
);

test('a handshake of any TLS version is told by its record', () => {
  for (const minor of [0, 1, 3, 4])
    expect(knockerOf(Uint8Array.of(22, 3, minor, 2, 0))).toBe('tls');
  expect(knockerOf(Uint8Array.of(22, 3, 5))).toBeUndefined();
  expect(knockerOf(Uint8Array.of(23, 3, 3))).toBeUndefined();
});

test('SSH is told by its greeting', () => {
  expect(knockerOf(bytesOf('SSH-2.0-OpenSSH_9.7\r\n'))).toBe('ssh');
});

test.each(['', 'G', 'GET', 'GET ', 'GETTING / started', 'get / HTTP/1.1', 'SSH', 'Hello World!'])(
  '%j says nothing for certain',
  (text) => expect(knockerOf(bytesOf(text))).toBeUndefined(),
);

test('no header of the course is taken for a knock, whatever its number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), (length) => {
      expect(knockerOf(bytesOf(String(length).padEnd(64)))).toBeUndefined();
    }),
  );
});
