import { networkInterfaces } from 'node:os';
import { describe, expect, test, vi } from 'vitest';
import { addressOf, Reach } from '../../server/web/callers.ts';
import { parsePublicUrl } from '../../server/web/public-url.ts';

const page = { host: '127.0.0.1', port: 8064, allowHosts: [] };
const hosted = { ...page, publicUrl: parsePublicUrl('https://school.example/') };

type Asking = Parameters<typeof addressOf>[0];
const from = (peer: string | undefined, forwarded?: string | string[]): Asking =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: peer },
  }) as unknown as Asking;

describe('the address of who asks', () => {
  test('is that of the connection, whatever a header claims', () => {
    expect(addressOf(from('192.168.1.20', '10.0.0.1'), page)).toBe('192.168.1.20');
    expect(addressOf(from('::ffff:192.168.1.20'), page)).toBe('192.168.1.20');
    expect(addressOf(from('::1', '10.0.0.1'), page)).toBe('::1');
    expect(addressOf(from(undefined), page)).toBe('');
  });

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    // What stands before the last, the client may have written itself.
    ['10.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1,10.0.0.2 ,  203.0.113.9 ', '203.0.113.9'],
    ['2001:db8::7', '2001:db8::7'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    // No address: the proxy's own, so that nobody chooses a name for the limits to count.
    ['', '127.0.0.1'],
    ['unknown', '127.0.0.1'],
    ['203.0.113.9, evil', '127.0.0.1'],
    ['203.0.113.9:4711', '127.0.0.1'],
    ['203.0.113.9,', '127.0.0.1'],
  ])('behind a proxy is the last that it names: %j', (forwarded, address) => {
    expect(addressOf(from('127.0.0.1', forwarded), hosted)).toBe(address);
  });

  test('in several headers is the last of the last', () => {
    expect(addressOf(from('127.0.0.1', ['10.0.0.1', '10.0.0.2, 203.0.113.9']), hosted)).toBe(
      '203.0.113.9',
    );
  });

  test('of a machine in the network, which may write any header, is its own', () => {
    const both = { ...hosted, lan: true };
    expect(addressOf(from('192.168.1.20', '203.0.113.9'), both)).toBe('192.168.1.20');
    expect(addressOf(from('127.0.0.1', '203.0.113.9'), both)).toBe('203.0.113.9');
  });
});

describe('whether another device has reached the page', () => {
  test('is not known before one has, and this machine is none', () => {
    const reach = new Reach();
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const address of ['', '127.0.0.1', '::1', ...own.map((each) => each.address)]) {
      reach.note(address);
    }
    expect(reach.last).toBeUndefined();
  });

  test('is told with the time, at once and then every five seconds', () => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T10:03:00Z') });
    const reach = new Reach();
    const told = vi.fn();
    const leave = reach.onChange(told);
    for (let n = 0; n < 100; n++) reach.note('203.0.113.9');
    expect([reach.last, told.mock.calls.length]).toEqual(['2026-01-01T10:03:00.000Z', 1]);
    vi.advanceTimersByTime(4_999);
    reach.note('203.0.113.9');
    expect([reach.last, told.mock.calls.length]).toEqual(['2026-01-01T10:03:04.999Z', 1]);
    vi.advanceTimersByTime(1);
    reach.note('203.0.113.9');
    expect(told).toHaveBeenCalledTimes(2);
    leave();
    vi.advanceTimersByTime(10_000);
    reach.note('203.0.113.9');
    expect(told).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
