import { describe, expect, test } from 'vitest';
import { readSockaddr, SOCKADDR_BYTES, writeSockaddr } from '../../server/sys/sockaddr.ts';
import type { Platform } from '../../server/sys/sys.ts';

function hex(platform: Platform, host: string, port: number): string {
  // Whatever was there before must not shine through.
  const bytes = new Uint8Array(SOCKADDR_BYTES).fill(0xee);
  writeSockaddr(platform, bytes, host, port);
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
}

describe('sockaddr_in', () => {
  test.each([
    // family, port, host, eight bytes of zero
    ['linux', '127.0.0.1', 5050, '02 00 13 ba 7f 00 00 01 00 00 00 00 00 00 00 00'],
    ['win32', '127.0.0.1', 5050, '02 00 13 ba 7f 00 00 01 00 00 00 00 00 00 00 00'],
    // length, family, port, host
    ['darwin', '127.0.0.1', 5050, '10 02 13 ba 7f 00 00 01 00 00 00 00 00 00 00 00'],
    ['linux', '0.0.0.0', 0, '02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00'],
    ['darwin', '255.254.253.252', 65535, '10 02 ff ff ff fe fd fc 00 00 00 00 00 00 00 00'],
  ] as const)('%s writes %s port %i as %s', (platform, host, port, expected) => {
    expect(hex(platform, host, port)).toBe(expected);
  });

  test.each(['linux', 'darwin', 'win32'] as const)('%s reads what it writes', (platform) => {
    const bytes = new Uint8Array(SOCKADDR_BYTES);
    for (const [host, port] of [
      ['192.168.56.1', 5050],
      ['10.0.0.255', 1],
      ['0.0.0.0', 65535],
    ] as const) {
      writeSockaddr(platform, bytes, host, port);
      expect(readSockaddr(bytes)).toEqual({ host, port });
    }
  });

  test.each(['localhost', '', '1.2.3', '1.2.3.4.5', '256.0.0.1', '::1', ' 127.0.0.1', '1.2.3.-4'])(
    'the host "%s" is refused, by name',
    (host) => expect(() => hex('linux', host, 1)).toThrow(`"${host}" is not an IPv4 address`),
  );

  test.each([-1, 65536, 1.5, NaN])('the port %d is refused', (port) =>
    expect(() => hex('linux', '127.0.0.1', port)).toThrow(
      `port ${port} is not between 0 and 65535`,
    ),
  );
});
