import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { newRecordingId } from '../../server/data/ids.ts';
import { endLine, headerLine, markerLine, wholeTrace, writeTrace } from '../data/trace-files.ts';
import { ask, FakeLive, PAGE, raw, SCRIPT, startSite } from './site.ts';

describe('status', () => {
  test('with a live server', async () => {
    const site = await startSite({ live: new FakeLive('a'.repeat(22)) });
    const { status, text, headers } = await ask(site, '/api/status');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(text)).toEqual({
      version: '1.2.3',
      live: { host: '127.0.0.1', port: 5050, title: 'Live', recording: 'a'.repeat(22) },
    });
  });

  test('without one says why', async () => {
    const site = await startSite({ unavailable: 'No native library for this platform.' });
    expect(JSON.parse((await ask(site, '/api/status')).text)).toEqual({
      version: '1.2.3',
      unavailable: 'No native library for this platform.',
    });
  });
});

describe('recordings', () => {
  test('are listed, the live one marked', async () => {
    const live = new FakeLive(newRecordingId());
    const site = await startSite({ live });
    const ended = await writeTrace(site.dataDir, wholeTrace(3, { epoch_ns: '1000000000' }));
    await writeTrace(site.dataDir, headerLine() + markerLine(1), live.recordingId);
    const rows = JSON.parse((await ask(site, '/api/recordings')).text) as Record<string, unknown>[];
    expect(rows).toMatchObject([
      { id: live.recordingId, live: true, ended: false, events: 1 },
      { id: ended, live: false, ended: true, events: 3, started: '1970-01-01T00:00:01.000Z' },
    ]);
  });

  test('of a vanished folder: a sentence', async () => {
    const site = await startSite();
    await rm(site.dataDir, { recursive: true });
    const { status, error } = await ask(site, '/api/recordings');
    expect(status).toBe(503);
    expect(error).toBe(
      `The data folder ${site.dataDir} is gone, or cannot be created: choose another with --data DIR.`,
    );
  });
});

describe('one recording', () => {
  test('is sent from any byte to its end', async () => {
    const site = await startSite();
    const trace = wholeTrace(2000);
    const path = `/api/recordings/${await writeTrace(site.dataDir, trace)}`;
    const whole = await ask(site, path);
    expect(whole.status).toBe(200);
    expect(whole.text).toBe(trace);
    expect(whole.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-length': String(trace.length),
      'cache-control': 'no-store',
    });
    for (const from of [0, 1, 777, trace.length - 1]) {
      expect((await ask(site, `${path}?from=${from}`)).text).toBe(trace.slice(from));
    }
  });

  test('read to its end has nothing more', async () => {
    const site = await startSite();
    const path = `/api/recordings/${await writeTrace(site.dataDir, 'abc')}?from=3`;
    expect(await ask(site, path)).toMatchObject({ status: 200, text: '' });
  });

  test('has nothing beyond its end', async () => {
    const site = await startSite();
    const answer = await ask(
      site,
      `/api/recordings/${await writeTrace(site.dataDir, 'abc')}?from=4`,
    );
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */3');
    expect(answer.error).toBe('The recording has 3 bytes; 4 were to be left out.');
  });

  test.each(['-1', '1.5', '1e3', '0x10', '', 'abc', '1&from=2', '9'.repeat(40), '%00', '1%20'])(
    'from=%s is no number of bytes',
    async (from) => {
      const site = await startSite();
      const id = await writeTrace(site.dataDir, 'abc');
      const answer = await ask(site, `/api/recordings/${id}?from=${from}`);
      expect(answer.status).toBe(400);
      expect(answer.error).toBe('"from" is the number of bytes to leave out, once and in digits.');
    },
  );

  test('a HEAD has the length and reads nothing', async () => {
    const site = await startSite();
    const id = await writeTrace(site.dataDir, wholeTrace(500));
    const answer = await ask(site, `/api/recordings/${id}`, {}, 'HEAD');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers['content-length']).toBe(String(wholeTrace(500).length));
  });

  test('that is not there is a 404 with a sentence', async () => {
    const site = await startSite();
    const id = newRecordingId();
    expect(await ask(site, `/api/recordings/${id}`)).toMatchObject({
      status: 404,
      error: `There is no recording ${id} in the data folder.`,
    });
  });

  test.each([
    '../../etc/passwd',
    '..%2f..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e%2fsecret.txt',
    '..%5c..%5csecret.txt',
    '%2fetc%2fpasswd',
    '..',
    '.',
    '%00',
    'a'.repeat(22) + '%00',
    'a'.repeat(22) + '%0a',
    'A'.repeat(22),
    'a'.repeat(21) + '%c3%a4',
    'a'.repeat(99),
    'a'.repeat(5000),
    'a'.repeat(22) + '.trace.jsonl',
    '%zz',
    '%',
  ])('%.40s is no id and reaches no file', async (id) => {
    const site = await startSite();
    await writeTrace(site.dataDir, 'SECRET', 'secret');
    const answer = await ask(site, `/api/recordings/${id}`);
    expect([400, 403, 404, 414]).toContain(answer.status);
    expect(answer.error).toBeTruthy();
    expect(answer.text).not.toMatch(/SECRET|root:|\/wirestep-web-|node_modules/);
  });

  test.runIf(process.platform !== 'win32')('that is a link elsewhere is refused', async () => {
    const site = await startSite();
    const id = newRecordingId();
    await symlink('/etc/passwd', join(site.dataDir, `${id}.trace.jsonl`));
    const answer = await ask(site, `/api/recordings/${id}`);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('root:');
  });

  test('a growing trace fetched tail by tail equals the file', async () => {
    const site = await startSite();
    const id = await writeTrace(site.dataDir, headerLine());
    const file = join(site.dataDir, `${id}.trace.jsonl`);
    const writer = (async () => {
      for (let n = 1; n <= 300; n++) {
        await writeFile(file, n === 300 ? endLine(n) : markerLine(n), { flag: 'a' });
      }
    })();
    let got = '';
    while (!got.includes('"end"')) {
      got += (await ask(site, `/api/recordings/${id}?from=${got.length}`)).text;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await writer;
    expect(got).toBe(await readFile(file, 'utf8'));
  });
});

describe('the page', () => {
  test('is asked for anew each time, its hashed files never again', async () => {
    const site = await startSite();
    for (const path of ['/', '/index.html', '/?x=1']) {
      const page = await ask(site, path);
      expect(page).toMatchObject({ status: 200, text: PAGE });
      expect(page.headers['cache-control']).toBe('no-cache');
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    }
    const script = await ask(site, '/assets/main-AbCd1234.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    const lessons = await ask(site, '/lessons/index.json');
    expect(lessons).toMatchObject({ status: 200, text: '[]' });
    expect(lessons.headers['cache-control']).toBe('no-cache');
  });

  test('that has not changed is not sent again', async () => {
    const site = await startSite();
    const etag = String((await ask(site, '/')).headers.etag);
    expect(await ask(site, '/', { 'if-none-match': etag })).toMatchObject({
      status: 304,
      text: '',
    });
  });

  test.each(['gzip', 'br'])('is compressed with %s, a trace is not', async (encoding) => {
    const site = await startSite();
    const id = await writeTrace(site.dataDir, wholeTrace(200));
    const body = await new Promise<Buffer>((resolve, reject) => {
      const headers = { host: site.host, 'accept-encoding': encoding };
      const path = '/assets/main-AbCd1234.js';
      const options = { host: '127.0.0.1', port: site.port, path, headers, agent: false as const };
      const sent = request(options, (response) => {
        expect(response.headers['content-encoding']).toBe(encoding);
        expect(response.headers.vary).toContain('accept-encoding');
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
      });
      sent.on('error', reject).end();
    });
    expect(body.length).toBeLessThan(200);
    const text = encoding === 'br' ? brotliDecompressSync(body) : gunzipSync(body);
    expect(text.toString()).toBe(SCRIPT);
    const trace = await ask(site, `/api/recordings/${id}`, { 'accept-encoding': encoding });
    expect(trace.headers['content-encoding']).toBeUndefined();
    expect(trace.text).toBe(wholeTrace(200));
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '//etc/passwd',
    '/.hidden',
    '/%2ehidden',
    '/index.html%00.js',
    '/%zz',
  ])('%s reaches no file outside it', async (path) => {
    const answer = await ask(await startSite(), path);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.error).toBeTruthy();
    expect(answer.text).not.toMatch(/SECRET|root:|node_modules/);
  });

  test('what is not there is a sentence', async () => {
    const site = await startSite();
    for (const path of [
      '/nothing',
      '/api/nothing',
      '/assets/old-AbCd1234.js',
      '/assets/',
      '/assets',
    ]) {
      const { status, error } = await ask(site, path);
      expect([status, error]).toEqual([404, `There is nothing at ${path}`]);
    }
  });

  test('that was not built is a sentence, and is there once it is', async () => {
    const site = await startSite({ pageDir: join('/nonexistent', newRecordingId()) });
    const answer = await ask(site, '/');
    expect([answer.status, answer.error]).toEqual([
      503,
      'The page has not been built: run "npm run build" and reload.',
    ]);
    expect((await ask(site, '/api/status')).status).toBe(200);
    const later = await startSite();
    await rm(later.pageDir, { recursive: true });
    expect((await ask(later, '/')).status).toBe(503);
    await mkdir(later.pageDir);
    await writeFile(join(later.pageDir, 'index.html'), PAGE);
    expect(await ask(later, '/')).toMatchObject({ status: 200, text: PAGE });
  });
});

describe('limits', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
    '%s is not for this server',
    async (method) => {
      const site = await startSite();
      for (const path of ['/', '/api/status', '/nothing']) {
        const answer = await ask(site, path, { origin: site.origin }, method);
        expect([answer.status, answer.error]).toEqual([
          405,
          `There is nothing to ${method} here: this server is only read.`,
        ]);
        expect(answer.headers.allow).toBe('GET, HEAD');
      }
    },
  );

  test('a body is neither read nor waited for', async () => {
    const site = await startSite();
    const head = `POST /api/status HTTP/1.1\r\nHost: ${site.host}\r\nOrigin: ${site.origin}\r\n`;
    const answer = await raw(site, `${head}Content-Length: 99999999999\r\n\r\nabc`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });

  test('the API answers 100 requests a second to one address, the page more', async () => {
    const site = await startSite();
    const api = await Promise.all(Array.from({ length: 130 }, () => ask(site, '/api/status')));
    const refused = api.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.error).toBe(
      'Too many requests: this server answers 100 a second to one address.',
    );
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(await ask(site, '/')).toMatchObject({ status: 200 });
  });

  test.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a header of 20 kB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['two lengths', 'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
  ])('%s is answered with a sentence and closed', async (_name, bytes) => {
    const answer = await raw(await startSite(), bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('{"error":"The request is not HTTP as this server reads it."}');
    expect(answer).toContain('x-content-type-options: nosniff');
  });

  test('errors of ours are told to us and not to the client', async () => {
    const errors: unknown[] = [];
    const live = new FakeLive();
    live.status = () => {
      throw new Error('SECRET at /home/ada');
    };
    const site = await startSite({ live, onError: (error) => errors.push(error) });
    const answer = await ask(site, '/api/status');
    expect([answer.status, answer.text]).toEqual([500, '{"error":"The server failed to answer."}']);
    expect(errors).toHaveLength(1);
  });

  test('300 sockets that send a byte now and then do not keep the page from answering', async () => {
    const site = await startSite();
    const slow: Socket[] = [];
    for (let n = 0; n < 300; n++) {
      const socket = connect(site.port, '127.0.0.1');
      socket.on('error', () => socket.destroy());
      socket.write(`GET / HTTP/1.1\r\nHost: ${site.host}\r\nX: `);
      slow.push(socket);
    }
    const drip = setInterval(
      () => slow.forEach((socket) => socket.writable && socket.write('x')),
      100,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      const start = performance.now();
      expect((await ask(site, '/')).status).toBe(200);
      times.push(performance.now() - start);
    }
    expect(Math.max(...times)).toBeLessThan(200);
    // They are sent away when their headers have taken 10 s.
    const closed = await Promise.all(
      slow.map((socket) => new Promise((resolve) => socket.on('close', resolve).resume())),
    );
    clearInterval(drip);
    expect(closed).toHaveLength(300);
  });

  test('stopping ends idle, busy and half-open connections at once', async () => {
    const site = await startSite();
    const idle = connect(site.port, '127.0.0.1');
    idle.write(`GET / HTTP/1.1\r\nHost: ${site.host}\r\n`);
    const ended = new Promise((resolve) => idle.on('close', resolve).on('error', resolve).resume());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await site.web.stop();
    await ended;
    expect(performance.now() - start).toBeLessThan(500);
    await expect(ask(site, '/')).rejects.toThrow('ECONNREFUSED');
  });
});
