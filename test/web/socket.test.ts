import { appendFile, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveMessage } from '../../src/live/api.ts';
import { newRecordingId } from '../../server/data/ids.ts';
import { Feed } from '../../server/web/feed.ts';
import { attachSocket, SOCKET_LIMITS } from '../../server/web/socket.ts';
import { endLine, headerLine, markerLine, writeTrace } from '../data/trace-files.ts';
import { ask, FakeLive, startSite } from './site.ts';

interface Page {
  readonly socket: WebSocket;
  readonly got: LiveMessage[];
  readonly closed: Promise<number>;
}

/** Opens the WebSocket as a page of the site would. */
async function openPage(site: { port: number }, path = '/api/live'): Promise<Page> {
  const origin = `http://127.0.0.1:${site.port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${site.port}${path}`, { origin });
  const got: LiveMessage[] = [];
  socket.on('message', (text) => got.push(JSON.parse(String(text)) as LiveMessage));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  onTestFinished(() => socket.terminate());
  return { socket, got, closed };
}

/** A bare HTTP server with the WebSocket side on it, for other limits. */
async function startSocket(limits: Partial<typeof SOCKET_LIMITS>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const gate = () => ({ host: '127.0.0.1', port, allowHosts: [] });
  const feed = new Feed();
  const live = await attachSocket(server, gate, feed, { ...SOCKET_LIMITS, ...limits });
  onTestFinished(() => {
    live.close();
    feed.stop();
    server.close();
    server.closeAllConnections();
  });
  return { port, live, feed };
}

describe('a page', () => {
  test('hears that the trace grew, and its fetches make up the file, without gap or repeat', async () => {
    const live = new FakeLive(newRecordingId());
    const site = await startSite({ live });
    await writeTrace(site.dataDir, headerLine(), live.recordingId);
    const file = join(site.dataDir, `${live.recordingId}.trace.jsonl`);
    const { got } = await openPage(site);
    let bytes = headerLine().length;
    const write = async (line: string): Promise<void> => {
      await appendFile(file, line);
      bytes += line.length;
      live.grow(bytes);
    };
    const writer = (async () => {
      for (let n = 1; n < 500; n++) await write(markerLine(n));
      await sleep(120);
      await write(endLine(500));
    })();
    let text = '';
    let told = 0;
    while (!text.includes('"end"')) {
      const grew = got.findLast((message) => message.type === 'grew');
      if (grew && grew.bytes > told) {
        told = grew.bytes;
        expect(grew.id).toBe(live.recordingId);
        text += (await ask(site, `/api/recordings/${grew.id}?from=${text.length}`)).text;
        expect(text.length).toBeGreaterThanOrEqual(told);
      }
      await sleep(5);
    }
    await writer;
    expect(text).toBe(await readFile(file, 'utf8'));
  });

  test('that comes late is told how long the trace is already', async () => {
    const live = new FakeLive(newRecordingId());
    const site = await startSite({ live });
    live.grow(1234);
    const { got } = await openPage(site);
    await vi.waitFor(() => {
      expect(got).toContainEqual({ type: 'grew', id: live.recordingId, bytes: 1234 });
    });
  });

  test('hears of a recording that another program makes in the folder', async () => {
    const site = await startSite();
    const { got } = await openPage(site);
    await vi.waitFor(() => expect(got).toEqual([{ type: 'recordings' }]));
    await sleep(1100);
    await writeTrace(site.dataDir, headerLine());
    await vi.waitFor(() => expect(got).toHaveLength(2), { timeout: 3000 });
    expect(got[1]).toEqual({ type: 'recordings' });
  });

  test('hears at once of a recording of our own, and when we say so', async () => {
    const live = new FakeLive(newRecordingId());
    const site = await startSite({ live });
    const { got } = await openPage(site);
    await vi.waitFor(() => expect(got).toHaveLength(1));
    live.grow(1);
    await vi.waitFor(() => expect(got.slice(1)).toContainEqual({ type: 'recordings' }));
    const before = got.length;
    site.web.recordingsChanged();
    await vi.waitFor(() => expect(got.slice(before)).toContainEqual({ type: 'recordings' }));
  });

  test('hears nothing where nothing is recorded', async () => {
    const live = new FakeLive();
    const site = await startSite({ live });
    const { got } = await openPage(site);
    live.grow(99);
    await sleep(150);
    expect(got).toEqual([{ type: 'recordings' }]);
  });

  test('is told goodbye when the server stops, which takes no time', async () => {
    const live = new FakeLive('a'.repeat(22));
    const site = await startSite({ live });
    const { closed } = await openPage(site);
    const start = performance.now();
    await site.web.stop();
    expect([1001, 1006]).toContain(await closed);
    expect(performance.now() - start).toBeLessThan(500);
    expect(live.listeners).toBe(0);
  });
});

describe('limits', () => {
  test('a message of more than 64 KiB ends the connection', async () => {
    const { socket, closed } = await openPage(await startSite());
    socket.send('x'.repeat(64 * 1024 + 1));
    expect(await closed).toBe(1009);
  });

  test('a message in more than 64 pieces ends the connection', async () => {
    const { socket, closed } = await openPage(await startSite());
    for (let n = 0; n < 70; n++) socket.send('x', { fin: false });
    expect([1008, 1009]).toContain(await closed);
  });

  test('more than 50 messages in a second end the connection, 50 do not', async () => {
    const { socket, closed } = await openPage(await startSite());
    for (let n = 0; n < 50; n++) socket.send('hello');
    await sleep(1100);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    for (let n = 0; n < 51; n++) socket.send('hello');
    expect(await closed).toBe(1008);
  });

  test('bytes that are no frame end the connection', async () => {
    const site = await startSite();
    const socket = connect(site.port, '127.0.0.1');
    const answer: string[] = [];
    socket.on('data', (chunk) => answer.push(chunk.toString('latin1')));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `GET /api/live HTTP/1.1\r\nHost: ${site.host}\r\nOrigin: ${site.origin}\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await vi.waitFor(() => expect(answer.join('')).toContain('101 Switching'));
    socket.write(Buffer.from('ffffffffffffffffff', 'hex'));
    await closed;
    expect((await ask(site, '/api/status')).status).toBe(200);
  });

  test('one page more than allowed is refused with a sentence, until another leaves', async () => {
    const site = await startSocket({ clients: 2 });
    const first = await openPage(site);
    await openPage(site);
    await expect(openPage(site)).rejects.toThrow('503');
    first.socket.close();
    await first.closed;
    await vi.waitFor(() => openPage(site));
  });

  test('300 pages are welcome', () => {
    expect(SOCKET_LIMITS.clients).toBe(300);
  });

  test('a page is pinged, and one that does not answer is left', async () => {
    const site = await startSocket({ pingMs: 20, silenceMs: 200 });
    const alive = await openPage(site);
    const pings = vi.fn();
    alive.socket.on('ping', pings);
    const dead = await openPage(site);
    dead.socket.pause();
    await sleep(600);
    dead.socket.resume();
    expect(await dead.closed).toBe(1006);
    expect(pings.mock.calls.length).toBeGreaterThan(5);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });
});

test('25 pages hear of 2,000 events a second within 100 ms, whatever 5 others do not read', async () => {
  const live = new FakeLive(newRecordingId());
  const site = await startSite({ live });
  const pages = await Promise.all(Array.from({ length: 30 }, () => openPage(site)));
  for (const { socket } of pages.slice(25)) socket.pause();
  const grown: number[] = [];
  const delays: number[] = [];
  for (const { socket } of pages.slice(0, 25)) {
    let heard = 0;
    socket.on('message', (text) => {
      const message = JSON.parse(String(text)) as LiveMessage;
      if (message.type !== 'grew') return;
      const now = performance.now();
      for (; heard < message.bytes; heard++) delays.push(now - (grown[heard] ?? now));
    });
  }
  const before = process.memoryUsage().heapUsed;
  for (let tick = 0; tick < 100; tick++) {
    for (let n = 0; n < 20; n++) live.grow(grown.push(performance.now()));
    await sleep(10);
  }
  await vi.waitFor(() => expect(delays).toHaveLength(25 * 2000));
  delays.sort((a, b) => a - b);
  expect(delays[Math.floor(delays.length * 0.99)]).toBeLessThan(100);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 2 ** 20);
  for (const { got } of pages.slice(0, 25)) expect(got.length).toBeLessThan(60);
});
