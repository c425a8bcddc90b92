import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createGatedServer, HTTP_LIMITS } from '../../server/web/http.ts';
import { listen } from '../../server/web/listen.ts';
import { ask, join, present, raw, startSite } from './site.ts';

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
    stopClock();
    const site = await startSite();
    const answers = await times(130, () => ask(site, '/api/status'));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(30);
    expect(refused[0]?.error).toBe(
      'Too many requests: this server answers 100 a second to one browser.',
    );
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(await ask(site, '/')).toMatchObject({ status: 200 });
  });

  test('a browser with a role is counted by itself: a class behind one address does not jam itself', async () => {
    stopClock();
    const site = await startSite();
    const cookies = await Promise.all([present(site), join(site), join(site)]);
    const one = (cookie: string) => ask(site, '/api/status', { cookie });
    const jammed = await times(101, () => one(cookies[1]));
    expect(jammed.at(-1)?.status).toBe(429);
    for (const cookie of [cookies[0], cookies[2], '']) {
      const answers = await times(100, () => one(cookie));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    }
  });

  test('300 browsers that join within the same second all get in', async () => {
    stopClock();
    const site = await startSite();
    const cookies = await times(300, () => join(site));
    expect(new Set(cookies).size).toBe(300);
  });

  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a header of 20 kB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['two lengths', 'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ])('%s is answered with one sentence and closed', async (_name, bytes, status) => {
    const [head, body, ...more] = (await raw(await startSite(), bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain('x-content-type-options: nosniff');
    expect(body).toBe('{"error":"This is not HTTP as this server reads it."}');
    expect(more).toEqual([]);
  });

  test('CONNECT makes no tunnel', async () => {
    const site = await startSite();
    const answer = await raw(site, `CONNECT ${site.host} HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`);
    expect(answer).toBe('');
  });

  test('an unknown expectation is refused before anything is read', async () => {
    const site = await startSite();
    const head = `GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n`;
    expect(await raw(site, `${head}Expect: 100-continue\r\n\r\n`)).toContain('403 Forbidden');
    expect(await raw(site, `${head}Expect: tea\r\n\r\n`)).toContain('417 Expectation Failed');
  });

  test('nonsense after a good request ends the connection without a word', async () => {
    const site = await startSite();
    const socket = connectTo(site);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.write(`GET /api/status HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`);
    await vi.waitFor(() => expect(answer).toContain('{"version":"1.2.3","role":"none"}'));
    const before = answer;
    socket.write('nonsense\r\n\r\n');
    await new Promise((resolve) => socket.on('close', resolve));
    expect(answer).toBe(before);
  });

  test('errors of ours are told to us and not to the client', async () => {
    const errors: unknown[] = [];
    const threads = () => {
      throw new Error('SECRET at /home/ada');
    };
    const site = await startSite({ threads, onError: (error) => errors.push(error) });
    const answer = await ask(site, '/api/status');
    expect([answer.status, answer.text]).toEqual([500, '{"error":"The server failed to answer."}']);
    expect(errors).toHaveLength(1);
  });

  test('300 sockets that send a byte now and then do not keep the page from answering', async () => {
    const site = await startSite();
    const slow = Array.from({ length: 300 }, () => connectTo(site));
    for (const socket of slow) socket.write(`GET / HTTP/1.1\r\nHost: ${site.host}\r\nX: `);
    const drip = setInterval(() => slow.forEach((socket) => socket.write('x')), 100);
    await sleep(300);
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      const start = performance.now();
      expect((await ask(site, '/')).status).toBe(200);
      times.push(performance.now() - start);
    }
    clearInterval(drip);
    expect(Math.max(...times)).toBeLessThan(200);
    expect(slow.every((socket) => !socket.destroyed)).toBe(true);
  });

  test('stopping ends idle, busy and half-open connections at once', async () => {
    const site = await startSite();
    const idle = connectTo(site);
    idle.write(`GET / HTTP/1.1\r\nHost: ${site.host}\r\n`);
    const ended = new Promise((resolve) => idle.on('close', resolve));
    await sleep(50);
    const start = performance.now();
    await site.web.stop();
    await ended;
    expect(performance.now() - start).toBeLessThan(500);
    await expect(ask(site, '/')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a client that takes its time', () => {
  test('is given 10 s for its headers, 15 s for its request, a minute of silence', () => {
    expect(HTTP_LIMITS).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      idle: 60_000,
    });
  });

  test('over its headers is told so and sent away', async () => {
    const server = await startServer({ headersTimeout: 150, requestTimeout: 200 });
    const drip = connectTo(server);
    const timer = setInterval(() => drip.write('x'), 20);
    onTestFinished(() => clearInterval(timer));
    drip.write('GET / HTTP/1.1\r\nX: ');
    let answer = '';
    drip.on('data', (chunk) => (answer += chunk.toString()));
    await new Promise((resolve) => drip.on('close', resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  test('over reading its answer is cut off', async () => {
    const server = await startServer({ idle: 150 });
    const socket = connectTo(server).pause();
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    await vi.waitFor(() => expect(server.open()).toBe(1));
    await vi.waitFor(() => expect(server.open()).toBe(0), { timeout: 3000 });
  });

  test('may be one of 4,000, of which one machine has half; one more is not let in', async () => {
    // 300 browsers: six connections each, and a WebSocket.
    expect(HTTP_LIMITS).toMatchObject({ connections: 4000, ofOne: 2000 });
    expect(HTTP_LIMITS.ofOne).toBeGreaterThanOrEqual(300 * 6);
    const server = await startServer({ connections: 3 });
    for (let n = 0; n < 3; n++) connectTo(server);
    await vi.waitFor(() => expect(server.open()).toBe(3));
    await new Promise((resolve) => connectTo(server).on('close', resolve));
    expect(server.open()).toBe(3);
  });
});

/** Limits that count within a second then count for the whole test. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
}

/** One after the other, twenty at a time. */
async function times<T>(count: number, act: () => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  while (done.length < count) {
    const next = Array.from({ length: Math.min(20, count - done.length) }, act);
    done.push(...(await Promise.all(next)));
  }
  return done;
}

function connectTo({ port }: { port: number }): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy()).resume();
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** The bare server with other limits; what it answers never ends. */
async function startServer(changes: Partial<typeof HTTP_LIMITS>) {
  const limits = { ...HTTP_LIMITS, connectionsCheckingInterval: 20, ...changes };
  const gate = () => ({ host: '127.0.0.1', port, allowHosts: [] });
  const endless = new ReadableStream({ pull: (to) => to.enqueue(Buffer.alloc(65_536)) });
  const server = createGatedServer(
    (_request, response) => void Readable.fromWeb(endless as never).pipe(response),
    gate,
    limits,
  );
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open++;
    socket.on('close', () => open--);
  });
  const port = await listen(server, { host: '127.0.0.1', port: 0, option: '--ui-port' });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port, open: () => open };
}
