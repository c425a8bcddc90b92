import { expect, it } from 'vitest';
import { addressText, checkAddress } from '../../../server/thread/python/address.ts';
import { askPython, orError } from './oracle.ts';

it("is Python's tuple", () => {
  expect(addressText(['127.0.0.1', 58994])).toBe("('127.0.0.1', 58994)");
  expect([addressText(['10.0.0.9', 1234])]).toEqual(askPython([['tuple', ['10.0.0.9', 1234]]]));
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['', '0.0.0.0'],
  ['<broadcast>', '255.255.255.255'],
  ['127.1', '127.0.0.1'],
  ['127.256', '127.0.1.0'],
  ['0177.0x0.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
])('reads the host %j as %s', (host, quad) => {
  expect(checkAddress('connect', host, 5050)).toBe(quad);
});

it('names the call that was given a port outside 0-65535', () => {
  expect(orError(() => checkAddress('bind', '', 70000))).toBe(
    'OverflowError: bind(): port must be 0-65535.',
  );
});

it('refuses what Python refuses, the name before the port', () => {
  const addresses = [
    ['127.0.0.1', 70000],
    ['127.0.0.1', -1],
    ['127.0.0.1', 2 ** 40],
    ['256.0.0.1', 5050],
    ['256.0.0.1', 70000],
    ['127.0.0.08', 5050],
    ['1.2.3.4.5', 5050],
    ['127.0.0.1 ', 5050],
    ['4294967296', 5050],
    ['1..2', 5050],
  ] as const;
  const ours = addresses.map(([host, port]) => orError(() => checkAddress('connect', host, port)));
  expect(ours).toEqual(askPython(addresses.map((address) => ['connect', address])));
});
