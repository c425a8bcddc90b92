import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newRecordingId } from '../../server/data/ids.ts';
import { Recordings } from '../../server/data/recordings.ts';
import { ACCESS } from '../../server/web/access.ts';
import { buildApp } from '../../server/web/app.ts';
import { openClass } from '../../server/web/class.ts';
import { LIVE_PATH } from '../../server/web/socket.ts';
import type { Role } from '../../src/live/messages.ts';
import { EVERYBODY, places, startClass, statusOf, type Place } from './class-site.ts';
import { ask, raw, type Site } from './site.ts';

/** Who may ask for what. A route that is added fails the first test until it is declared here. */
const DECLARED: Readonly<Record<string, readonly Role[]>> = {
  'GET /*': ['presenter', 'follower', 'none'],
  'GET /lessons/index.json': ['presenter', 'follower', 'none'],
  'GET /lessons/:file': ['presenter', 'follower', 'none'],
  'GET /api/status': ['presenter', 'follower', 'none'],
  'GET /api/recordings': ['presenter'],
  'GET /api/recordings/:id': ['presenter', 'follower'],
  'POST /api/presenter': ['presenter', 'follower', 'none'],
  'POST /api/join': ['presenter', 'follower', 'none'],
  'POST /api/lab': ['presenter'],
};

/** `METHOD path` of everything in Fastify's own table; HEAD goes with GET. */
async function registered(): Promise<string[]> {
  const dir = await mkdtemp(joinPath(tmpdir(), 'wirestep-routes-'));
  await writeFile(joinPath(dir, 'index.html'), 'PAGE');
  const gate = () => ({ host: '127.0.0.1', port: 8064, allowHosts: [] });
  const lessons = { entries: () => [], get: () => undefined, watch: () => () => undefined };
  const app = await buildApp({
    ...{ ...openClass({ gate }), pageDir: dir, gate, lessons, onError: console.error },
    recordings: new Recordings(dir),
    status: () => ({ version: '1.2.3' }),
  });
  onTestFinished(async () => {
    await app.close();
    await rm(dir, { recursive: true });
  });
  const found = new Set<string>();
  const parents: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent, path, methods] = /^([│ ]*)[├└]── (\S+) \(([^)]+)\)/.exec(line) ?? [];
    if (indent === undefined || path === undefined || methods === undefined) continue;
    parents.length = indent.length / 4;
    parents.push(path);
    const whole = parents.join('').replace(/^\*/, '/*');
    for (const method of methods.split(', '))
      found.add(`${method.replace('HEAD', 'GET')} ${whole}`);
  }
  return [...found].sort();
}

test('the routes are those that are declared, each for whom it is declared', async () => {
  expect(await registered()).toEqual(Object.keys(DECLARED).sort());
  expect(Object.fromEntries(ACCESS)).toEqual(DECLARED);
});

const hosts = ({ port }: Site): readonly (readonly [host: string, good: boolean])[] => [
  [`127.0.0.1:${port}`, true],
  [`board.school:${port}`, true],
  [`evil.example:${port}`, false],
  [`127.0.0.1:${port + 1}`, false],
];
const origins = (
  host: string,
): readonly (readonly [origin: string | undefined, good: boolean | 'to read'])[] => [
  [`http://${host}`, true],
  [undefined, 'to read'],
  ['http://evil.example', false],
  ['null', false],
];
const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const sites: readonly (readonly [headers: Record<string, string>, good: boolean | 'link'])[] = [
  [{}, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site', ...link }, 'link'],
];

describe('every route and the upgrade × role × Host × Origin × Sec-Fetch-Site', () => {
  test('is let in or refused as declared, and a refusal tells nothing', async () => {
    const { site, cookies, ...ids } = await startClass();
    let [refused, passed] = [0, 0];
    const knock = async (place: Place, role: Role, host: string, good: boolean): Promise<void> => {
      for (const [origin, originIsGood] of origins(host)) {
        for (const [fetched, siteIsGood] of sites) {
          const cookie = cookies[role];
          const headers = { host, cookie, ...(origin === undefined ? {} : { origin }), ...fetched };
          const answer = await statusOf(site, place, headers);
          const reads = !place.upgrade && place.method !== 'POST';
          const may =
            good &&
            (originIsGood === 'to read' ? reads : originIsGood) &&
            (siteIsGood === 'link' ? !place.upgrade && place.method === 'GET' : siteIsGood) &&
            place.may.includes(role);
          const label = `${role} ${place.method} ${place.path} ${JSON.stringify(headers)}`;
          // A limit of requests is no refusal of this kind.
          expect([label, answer.status !== 403]).toEqual([label, may]);
          if (!may) expect(answer.text).not.toMatch(/PRIVATE|doctype/);
          if (may) passed++;
          else refused++;
        }
      }
    };
    const all = places(ids).flatMap((place) =>
      EVERYBODY.flatMap((role) =>
        hosts(site).map(
          ([host, good]) =>
            () =>
              knock(place, role, host, good),
        ),
      ),
    );
    // Twelve at a time: some 4,000 requests.
    const next = all.values();
    const worker = async (): Promise<void> => {
      for (const one of next) await one();
    };
    await Promise.all(Array.from({ length: 12 }, worker));
    expect(refused + passed).toBe(all.length * 4 * 5);
    expect(passed).toBeGreaterThan(300);
  }, 120_000);

  test('no cookie but the real one gives a role', async () => {
    const { site, cookies, ofClass } = await startClass();
    const [name = '', value = ''] = cookies.presenter.split('=');
    const forged = [
      `${name}=`,
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}A`,
      `${name}=${value.toLowerCase()}`,
      `${name}=${'A'.repeat(43)}`,
      `${name}=presenter`,
      `${name.replace(/\d+/, (port) => String(Number(port) + 1))}=${value}`,
      `${name.toUpperCase()}=${value}`,
      `x${name}=${value}`,
      value,
    ];
    for (const cookie of forged) {
      for (const path of ['/api/recordings', `/api/recordings/${ofClass}`]) {
        expect([cookie, (await ask(site, path, { cookie })).status]).toEqual([cookie, 403]);
      }
    }
    expect((await ask(site, '/api/recordings', { cookie: cookies.presenter })).status).toBe(200);
  });

  test('a follower cannot tell which other recordings there are', async () => {
    const { site, cookies, other } = await startClass();
    const cookie = cookies.follower;
    const there = await ask(site, `/api/recordings/${other}`, { cookie });
    const absent = await ask(site, `/api/recordings/${newRecordingId()}`, { cookie });
    expect([there.status, there.error]).toEqual([absent.status, absent.error]);
  });

  test('the methods that nothing is for are refused to the presenter too', async () => {
    const { site, cookies } = await startClass();
    const headers = { origin: site.origin, cookie: cookies.presenter };
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']) {
      for (const path of ['/', '/api/status', '/api/lab', '/api/presenter', '/nothing']) {
        expect([method, path, (await ask(site, path, headers, method)).status]).toEqual([
          ...[method, path, 405],
        ]);
      }
    }
  });

  test('a WebSocket elsewhere than its own path is refused, whoever asks', async () => {
    const { site, cookies } = await startClass();
    const host = `127.0.0.1:${site.port}`;
    const elsewhere = ['/', '/api/status', '/api/live/', '/api/live?x', '/API/live', '/api/%6cive'];
    for (const path of elsewhere) {
      const place = { method: 'GET', path, upgrade: true, may: [] };
      const headers = { host, origin: `http://${host}`, cookie: cookies.presenter };
      const { status, text } = await statusOf(site, place, headers);
      expect([path, status, text]).toEqual([
        path,
        404,
        '{"error":"A WebSocket is at /api/live only."}',
      ]);
    }
  });

  test('an upgrade to something else is refused', async () => {
    const { site } = await startClass();
    const host = `127.0.0.1:${site.port}`;
    const place = { method: 'GET', path: LIVE_PATH, upgrade: true, may: [] };
    const headers = { host, origin: `http://${host}` };
    for (const upgrade of ['h2c', 'tcp']) {
      expect((await statusOf(site, place, { ...headers, upgrade })).status).toBe(400);
    }
    const hixie = { 'sec-websocket-version': '7' };
    expect((await statusOf(site, place, { ...headers, ...hixie })).status).toBe(400);
  });

  test.each(['', 'Host: HOST\r\nHost: HOST\r\n', 'Host: HOST\r\nhost: evil.example\r\n'])(
    'no Host and two are refused on the wire: %j',
    async (lines) => {
      const { site, ...ids } = await startClass();
      const host = `127.0.0.1:${site.port}`;
      const origin = `Origin: http://${host}\r\n`;
      for (const { method, path, upgrade } of places(ids)) {
        const socket = upgrade ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : '';
        const head = `${method} ${path} HTTP/1.1\r\n${origin}${socket}`;
        const answer = await raw(site, `${head}${lines.replaceAll('HOST', host)}\r\n`);
        expect([path, answer.slice(0, 12)]).toEqual([path, 'HTTP/1.1 403']);
      }
    },
  );

  test('a whole address in the request line does not get round Host', async () => {
    const { site } = await startClass();
    const host = `127.0.0.1:${site.port}`;
    for (const target of [`http://${host}/`, `http://evil.example/`]) {
      const answer = await raw(site, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      expect([target, answer.slice(0, 12)]).toEqual([target, 'HTTP/1.1 403']);
    }
  });

  test('no header of a proxy changes which host or page is meant', async () => {
    const { site, cookies } = await startClass();
    const claims: readonly Record<string, string>[] = [
      { 'x-forwarded-host': `127.0.0.1:${site.port}` },
      { 'x-forwarded-proto': 'http', 'x-forwarded-host': `127.0.0.1:${site.port}` },
      { forwarded: `host=127.0.0.1:${site.port};proto=http` },
      { 'x-original-url': '/', 'x-rewrite-url': '/' },
      { 'x-http-method-override': 'GET' },
    ];
    for (const claim of claims) {
      const headers = { ...claim, host: 'evil.example', cookie: cookies.presenter };
      expect((await ask(site, '/api/recordings', headers)).status).toBe(403);
    }
    const posted = { cookie: cookies.presenter, 'x-http-method-override': 'GET' };
    expect((await ask(site, '/api/status', posted, 'POST')).status).toBe(403);
    const rewritten = { 'x-original-url': '/api/recordings', 'x-rewrite-url': '/api/recordings' };
    expect((await ask(site, '/api/status', rewritten)).text).toContain('"version"');
  });
});
