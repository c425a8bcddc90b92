import { timingSafeEqual } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { Attempts } from '../../server/web/attempts.ts';
import { cookieName, readCookies, writeCookie } from '../../server/web/cookies.ts';
import { digest, isSecret, newCode, newToken } from '../../server/web/secrets.ts';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

describe('secrets', () => {
  test('a token has 32 random bytes, a code ten letters that nobody confuses', () => {
    const tokens = Array.from({ length: 500 }, newToken);
    expect(new Set(tokens).size).toBe(500);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const codes = Array.from({ length: 500 }, newCode);
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{10}$/);
    // Every letter comes up: none is left out of the choice.
    expect(new Set(codes.join('')).size).toBe(31);
  });

  test('are compared in a time that says nothing of them, whatever their length', () => {
    const kept = digest('secret');
    for (const given of ['secret', 'secreT', 's', '', 'x'.repeat(100_000)]) {
      expect(isSecret(given, kept)).toBe(given === 'secret');
    }
    const compared = vi.mocked(timingSafeEqual).mock.calls;
    expect(compared).toHaveLength(5);
    for (const [given, other] of compared) expect(given.byteLength).toBe(other.byteLength);
  });
});

describe('the cookie', () => {
  test('is named after the port: cookies of one name go to every port of a machine', () => {
    expect(cookieName(8064)).toBe('wirestep-8064');
  });

  test('is out of reach of scripts and of other sites', () => {
    expect(writeCookie('wirestep-1', 'v', { path: '/', secure: false })).toBe(
      'wirestep-1=v; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict',
    );
    expect(writeCookie('wirestep-1', 'v', { path: '/a/', secure: true })).toBe(
      'wirestep-1=v; Max-Age=43200; Path=/a/; HttpOnly; SameSite=Strict; Secure',
    );
  });

  const value = 'x'.repeat(43);
  test.each([
    [undefined, []],
    ['', []],
    [`wirestep-1=${value}`, [value]],
    [`a=b;wirestep-1=${value};c=d`, [value]],
    [` wirestep-1=${value} `, [value]],
    [`wirestep-1=${value}; wirestep-1=${'y'.repeat(43)}`, [value, 'y'.repeat(43)]],
    [`wirestep-11=${value}`, []],
    [`Wirestep-1=${value}`, []],
    [`wirestep-1=${value}x`, []],
    [`wirestep-1=${value.slice(1)}`, []],
    [`wirestep-1="${value}"`, []],
    [`wirestep-1=${value.slice(1)}%`, []],
    [`wirestep-1`, []],
    [`=${value}`, []],
    [`__proto__=${value}`, []],
  ])('%j is read', (header, values) => {
    expect(readCookies(header, 'wirestep-1')).toEqual(values);
  });

  test('a thousand of its name are not all looked at', () => {
    expect(readCookies(`wirestep-1=${value};`.repeat(1000), 'wirestep-1')).toHaveLength(8);
  });
});

describe('failed attempts', () => {
  test('are forgotten one by one after a minute', () => {
    vi.useFakeTimers();
    const attempts = new Attempts(2);
    attempts.fail('a');
    vi.advanceTimersByTime(40_000);
    attempts.fail('a');
    expect(attempts.tooMany('a')).toBe(true);
    vi.advanceTimersByTime(20_001);
    expect(attempts.tooMany('a')).toBe(false);
    attempts.fail('a');
    expect(attempts.tooMany('a')).toBe(true);
    vi.useRealTimers();
  });

  test('of a million machines take no more memory than those of ten thousand', () => {
    const attempts = new Attempts(1);
    for (let n = 0; n < 30_000; n++) attempts.fail(`machine ${n}`);
    expect(attempts.tooMany('machine 0')).toBe(false);
    expect(attempts.tooMany('machine 19999')).toBe(false);
    expect(attempts.tooMany('machine 20000')).toBe(true);
    expect(attempts.tooMany('machine 29999')).toBe(true);
  });
});
