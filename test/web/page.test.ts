import { mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { newRecordingId } from '../../server/data/ids.ts';
import { wholeTrace, writeTrace } from '../data/trace-files.ts';
import { ask, PAGE, SCRIPT, startPresented, startSite } from './site.ts';

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
    const site = await startPresented();
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
