import { hostname, networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { addressesOf, isLoopback, ownNames, parseHost } from '../../server/web/hosts.ts';

describe('a Host header is taken apart', () => {
  test.each([
    ['localhost:8064', 'localhost', 8064],
    ['LOCALHOST:8064', 'localhost', 8064],
    ['localhost', 'localhost', 80],
    ['127.0.0.1:80', '127.0.0.1', 80],
    ['[::1]:8064', '[::1]', 8064],
    ['[0:0:0:0:0:0:0:1]:8064', '[::1]', 8064],
    ['[FE80::A]:1', '[fe80::a]', 1],
    ['my-mac_2.local:65535', 'my-mac_2.local', 65535],
  ])('%s', (text, name, port) => {
    expect(parseHost(text)).toEqual({ name, port });
  });

  test.each([
    '',
    ':8064',
    'localhost:',
    'localhost:0',
    'localhost:08064',
    'localhost:65536',
    'localhost:99999999999',
    'localhost:80a',
    'localhost:8064:8064',
    'localhost.',
    '.localhost',
    'local..host',
    'user@localhost:8064',
    'localhost:8064/',
    'localhost:8064, evil.example',
    'localhost :8064',
    ' localhost:8064',
    'localhost\t:8064',
    'localhost%00:8064',
    '::1',
    '[::1',
    '[::1]8064',
    '[::gg]:1',
    '[1:2:3]:1',
    '[fe80::1%eth0]:1',
    '\u212a.example',
    'http://localhost:8064',
  ])('%j is none', (text) => {
    expect(parseHost(text)).toBeUndefined();
  });
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['127.0.0.1.example', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

const outside = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4')
  .map(({ address }) => address);

describe('own names', () => {
  test("on loopback are this machine's names for itself", () => {
    expect(ownNames('127.0.0.1')).toEqual(
      new Set(['localhost', '127.0.0.1', '[::1]', hostname().toLowerCase()]),
    );
  });

  test.each(['0.0.0.0', '::'])('on %s are those and every address of every interface', (every) => {
    for (const address of outside) expect(ownNames(every)).toContain(address);
    expect(ownNames(every)).toContain('localhost');
  });

  test('on one address are those and that address', () => {
    for (const address of outside) {
      expect([...ownNames(address)].filter((name) => outside.includes(name))).toEqual([address]);
    }
  });
});

describe('the addresses to open', () => {
  test.each([
    ['127.0.0.1', ['127.0.0.1']],
    ['localhost', ['localhost']],
    ['::1', ['[::1]']],
  ])('on %s: %j', (host, expected) => {
    expect(addressesOf(host)).toEqual(expected);
  });

  test("on every interface: this machine's own first, then those for others", () => {
    expect(addressesOf('0.0.0.0')).toEqual(['127.0.0.1', ...outside]);
  });
});
