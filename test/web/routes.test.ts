import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Recordings } from '../../server/data/recordings.ts';
import { buildApp } from '../../server/web/app.ts';
import { Feed } from '../../server/web/feed.ts';
import { listen } from '../../server/web/listen.ts';
import { attachSocket, LIVE_PATH } from '../../server/web/socket.ts';
import { writeTrace } from '../data/trace-files.ts';
import { ask, raw } from './site.ts';

/** Every route there is. One that is added fails the first test until it is declared here. */
const DECLARED = ['* GET', '* HEAD', '/api/lab POST'].concat(
  ['/api/status', '/api/recordings', '/api/recordings/:id'].flatMap((path) => [
    `${path} GET`,
    `${path} HEAD`,
  ]),
);

let dir: string;
let app: FastifyInstance;
let site: { port: number };
let id: string;
let upgrades: { close(): void };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wirestep-routes-'));
  await writeFile(join(dir, 'index.html'), 'PAGE');
  id = await writeTrace(dir, 'PRIVATE');
  const gate = () => ({ host: '127.0.0.1', port: site?.port ?? 0, allowHosts: ['board.school'] });
  const recordings = new Recordings(dir);
  const status = () => ({ version: 'PRIVATE' });
  app = await buildApp({ pageDir: dir, recordings, status, gate, onError: console.error });
  upgrades = await attachSocket(app.server, gate, new Feed());
  const port = await listen(app.server, { host: '127.0.0.1', port: 0, option: '--ui-port' });
  site = { port };
});

afterAll(async () => {
  upgrades.close();
  app.server.closeAllConnections();
  app.server.close();
  await app.close();
  await rm(dir, { recursive: true });
});

/** `path METHOD` of everything in Fastify's own table. */
function registered(): string[] {
  const found: string[] = [];
  const parents: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent, path, methods] = /^([│ ]*)[├└]── (\S+) \(([^)]+)\)/.exec(line) ?? [];
    if (indent === undefined || path === undefined || methods === undefined) continue;
    const depth = indent.length / 4;
    parents.length = depth;
    parents[depth] = path;
    for (const method of methods.split(', ')) found.push(`${parents.join('')} ${method}`);
  }
  return found.sort();
}

const places = () => [
  ...DECLARED.map((route) => {
    const [path = '', method = ''] = route.split(' ');
    return { method, path: path.replace('*', '/').replace(':id', id), upgrade: false };
  }),
  { method: 'GET', path: '/not/there', upgrade: false },
  { method: 'GET', path: '/%zz', upgrade: false },
  { method: 'GET', path: LIVE_PATH, upgrade: true },
];

/** Anybody but a browser may ask for it without saying which page asks. */
const isRead = ({ method, upgrade }: { method: string; upgrade: boolean }): boolean =>
  !upgrade && method !== 'POST';

/** 101 for a WebSocket that was let in. */
async function statusOf(
  place: { method: string; path: string; upgrade: boolean },
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  if (!place.upgrade) return ask(site, place.path, headers, place.method);
  return new Promise((resolve, reject) => {
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' };
    const sent = request({
      ...{ host: '127.0.0.1', port: site.port, path: place.path, agent: false },
      headers: { connection: 'Upgrade', upgrade: 'websocket', ...key, ...headers },
    });
    sent.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, text: '' });
    });
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });
}

test('the routes are those that are declared', () => {
  expect(registered()).toEqual(DECLARED.sort());
});

describe('every route and the upgrade × Host × Origin × Sec-Fetch-Site', () => {
  const hosts = (): [host: string, good: boolean][] => [
    [`127.0.0.1:${site.port}`, true],
    [`localhost:${site.port}`, true],
    [`[::1]:${site.port}`, true],
    [`board.school:${site.port}`, true],
    [`evil.example:${site.port}`, false],
    ['evil.example', false],
    [`127.0.0.1:${site.port + 1}`, false],
    [`user@127.0.0.1:${site.port}`, false],
  ];
  const origins = (host: string): [origin: string | undefined, good: boolean | 'to read'][] => [
    [`http://${host}`, true],
    [undefined, 'to read'],
    ['http://evil.example', false],
    [`https://${host}`, false],
    ['null', false],
  ];
  const sites: [headers: Record<string, string>, good: boolean | 'link'][] = [
    [{}, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [
      {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
      'link',
    ],
  ];

  test('is let in or refused as declared, and a refusal tells nothing', async () => {
    let refused = 0;
    let passed = 0;
    for (const place of places()) {
      for (const [host, hostIsGood] of hosts()) {
        for (const [origin, originIsGood] of origins(host)) {
          for (const [fetched, siteIsGood] of sites) {
            const headers = { host, ...(origin === undefined ? {} : { origin }), ...fetched };
            const answer = await statusOf(place, headers);
            const may =
              hostIsGood &&
              (originIsGood === 'to read' ? isRead(place) : originIsGood) &&
              (siteIsGood === 'link' ? !place.upgrade && place.method === 'GET' : siteIsGood);
            const label = `${place.method} ${place.path} ${JSON.stringify(headers)}`;
            expect([label, answer.status !== 403]).toEqual([label, may]);
            if (!may) expect(answer.text).not.toMatch(/PRIVATE|PAGE/);
            if (may) passed++;
            else refused++;
          }
        }
      }
    }
    expect(refused + passed).toBe(places().length * 8 * 5 * 6);
    expect(passed).toBeGreaterThan(200);
    // Some 2,500 requests, one after the other.
  }, 60_000);

  test('a WebSocket elsewhere than its own path is refused, whoever asks', async () => {
    const host = `127.0.0.1:${site.port}`;
    for (const path of [
      '/',
      '/api/status',
      '/api/live/',
      '/api/live?x',
      '/API/live',
      '/api/%6cive',
    ]) {
      const place = { method: 'GET', path, upgrade: true };
      const { status, text } = await statusOf(place, { host, origin: `http://${host}` });
      expect([path, status, text]).toEqual([
        path,
        404,
        '{"error":"A WebSocket is at /api/live only."}',
      ]);
    }
  });

  test('an upgrade to something else is refused', async () => {
    const host = `127.0.0.1:${site.port}`;
    const place = { method: 'GET', path: LIVE_PATH, upgrade: true };
    const headers = { host, origin: `http://${host}` };
    for (const upgrade of ['h2c', 'tcp']) {
      expect((await statusOf(place, { ...headers, upgrade })).status).toBe(400);
    }
    const hixie = { 'sec-websocket-version': '7' };
    expect((await statusOf(place, { ...headers, ...hixie })).status).toBe(400);
  });

  test.each(['', 'Host: HOST\r\nHost: HOST\r\n', 'Host: HOST\r\nhost: evil.example\r\n'])(
    'no Host and two are refused on the wire: %j',
    async (lines) => {
      const host = `127.0.0.1:${site.port}`;
      const origin = `Origin: http://${host}\r\n`;
      for (const { method, path, upgrade } of places()) {
        const socket = upgrade ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : '';
        const head = `${method} ${path} HTTP/1.1\r\n${origin}${socket}`;
        const answer = await raw(site, `${head}${lines.replaceAll('HOST', host)}\r\n`);
        expect([path, answer.slice(0, 12)]).toEqual([path, 'HTTP/1.1 403']);
      }
    },
  );

  test('a whole address in the request line does not get round Host', async () => {
    const host = `127.0.0.1:${site.port}`;
    for (const target of [`http://${host}/`, `http://evil.example/`]) {
      const answer = await raw(site, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      expect([target, answer.slice(0, 12)]).toEqual([target, 'HTTP/1.1 403']);
    }
  });
});

describe('the headers of every answer', () => {
  test('let the page run its own things and nothing else', async () => {
    const csp =
      "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;" +
      "font-src 'self';connect-src 'self';worker-src 'self';base-uri 'none';form-action 'self';" +
      "frame-ancestors 'none';require-trusted-types-for 'script';trusted-types wirestep";
    for (const { method, path, upgrade } of places()) {
      if (upgrade || path === '/%zz') continue;
      const origin = { origin: `http://127.0.0.1:${site.port}` };
      const { headers } = await ask(site, path, method === 'POST' ? origin : {}, method);
      expect(headers['content-security-policy']).toBe(csp);
    }
  });

  test('are the safe ones, whether it is let in, missing, malformed, refused or not read', async () => {
    const asked: [path: string, headers: Record<string, string>, method: string, status: number][] =
      [
        ['/', {}, 'GET', 200],
        ['/api/status', {}, 'GET', 200],
        [`/api/recordings/${id}`, {}, 'GET', 200],
        ['/nothing', {}, 'GET', 404],
        ['/%zz', {}, 'GET', 400],
        ['/', { host: 'evil.example' }, 'GET', 403],
        ['/', { origin: `http://127.0.0.1:${site.port}` }, 'POST', 405],
        ['/api/lab', { origin: `http://127.0.0.1:${site.port}` }, 'POST', 400],
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
