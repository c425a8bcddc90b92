import { describe, expect, test } from 'vitest';
import { places, startClass } from './class-site.ts';
import { ask } from './site.ts';

describe('the headers of every answer', () => {
  test('let the page run its own things and nothing else', async () => {
    const { site, cookies, ...ids } = await startClass();
    const csp =
      "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;" +
      "font-src 'self';connect-src 'self';worker-src 'self';base-uri 'none';form-action 'self';" +
      "frame-ancestors 'none';require-trusted-types-for 'script';trusted-types wirestep";
    for (const { method, path, upgrade } of places(ids)) {
      if (upgrade || path === '/%zz') continue;
      for (const cookie of Object.values(cookies)) {
        const headers = { origin: site.origin, cookie };
        const answer = await ask(site, path, method === 'POST' ? headers : { cookie }, method);
        expect(answer.headers['content-security-policy']).toBe(csp);
      }
    }
  });

  test('are the safe ones, whether it is let in, missing, malformed, refused or not read', async () => {
    const { site, cookies, ofClass } = await startClass();
    const { origin } = site;
    const cookie = cookies.presenter;
    const asked: [path: string, headers: Record<string, string>, method: string, status: number][] =
      [
        ['/', {}, 'GET', 200],
        ['/api/status', {}, 'GET', 200],
        [`/api/recordings/${ofClass}`, { cookie }, 'GET', 200],
        [`/api/recordings/${ofClass}`, {}, 'GET', 403],
        ['/nothing', {}, 'GET', 404],
        ['/%zz', {}, 'GET', 400],
        ['/', { host: 'evil.example' }, 'GET', 403],
        ['/', { origin }, 'POST', 405],
        ['/api/lab', { origin }, 'POST', 403],
        ['/api/lab', { origin, cookie }, 'POST', 400],
        ['/api/presenter', { origin }, 'POST', 400],
      ];
    for (const [path, more, method, status] of asked) {
      const answer = await ask(site, path, more, method);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(answer.headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
      // Over plain http these would do harm or nothing; and no other page may read anything.
      for (const none of [
        'strict-transport-security',
        'cross-origin-opener-policy',
        'origin-agent-cluster',
        'access-control-allow-origin',
        'set-cookie',
        'x-powered-by',
      ]) {
        expect([path, none, answer.headers[none]]).toEqual([path, none, undefined]);
      }
    }
  });
});
