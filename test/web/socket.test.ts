import { appendFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Broadcast } from '../../server/web/broadcast.ts';
import { openClass } from '../../server/web/class.ts';
import { newestOf } from '../../server/web/newest.ts';
import { attachSocket, SOCKET_LIMITS } from '../../server/web/socket.ts';
import { Topics } from '../../server/web/topics.ts';
import { headerLine, markerLine, writeTrace } from '../data/trace-files.ts';
import { FakeSessions } from './fake-sessions.ts';
import { GENEROUS, openPage } from './page-client.ts';
import { ask, join, present, startSite } from './site.ts';

/** A bare HTTP server with the WebSocket side on it, for other limits. */
async function startSocket(limits: Partial<typeof SOCKET_LIMITS>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const gate = () => ({ host: '127.0.0.1', port, allowHosts: [] });
  const parts = openClass({ gate, mode: 'network' });
  const [topics, broadcast] = [new Topics(newestOf(parts)), new Broadcast()];
  const onError = (error: unknown): void => void console.error(error);
  const live = await attachSocket(server, {
    ...{ parts, topics, broadcast, gate, onError },
    limits: { ...SOCKET_LIMITS, ...limits },
  });
  onTestFinished(() => {
    live.close();
    topics.stop();
    server.close();
    server.closeAllConnections();
  });
  /** The Cookie header of a new presenter or follower. */
  const enter = (role: 'presenter' | 'follower'): string => {
    const { roles } = parts;
    const admission =
      role === 'presenter'
        ? roles.redeem(roles.newPresenterToken(), '127.0.0.1')
        : roles.join(roles.joinCode, '127.0.0.1');
    return admission.ok ? `${parts.cookie()}=${admission.cookie}` : '';
  };
  return { port, live, parts, enter };
}

/** Fails where something came that this page may not know. */
async function settled<T>(look: () => T): Promise<T> {
  return vi.waitFor(look, GENEROUS);
}

describe('a page', () => {
  test('hears of a recording that another program makes in the folder', async () => {
    const site = await startSite();
    const page = await openPage(site, await present(site));
    await settled(() => expect(page.newest('recordings')).toBeDefined());
    const before = page.got.length;
    // A folder's date may be as coarse as a second: made again until it is seen.
    await vi.waitFor(
      async () => {
        await writeTrace(site.dataDir, headerLine());
        expect(page.got.slice(before)).toContainEqual({ type: 'recordings' });
      },
      { timeout: 15_000, interval: 500 },
    );
  });

  test('hears at once that the session is another', async () => {
    const sessions = new FakeSessions();
    const site = await startSite({ sessions });
    const page = await openPage(site, await present(site));
    await settled(() => expect(page.newest('session')?.title).toBe('Live'));
    const before = page.got.length;
    sessions.set({ title: 'Second', recording: 'b'.repeat(22) });
    await settled(() => expect(page.newest('session')?.title).toBe('Second'));
    await settled(() => expect(page.got.slice(before)).toContainEqual({ type: 'recordings' }));
  });

  test('is told goodbye when the server stops, which takes no time', async () => {
    const sessions = new FakeSessions();
    const site = await startSite({ sessions });
    const { closed } = await openPage(site);
    await site.web.stop();
    expect([1001, 1006]).toContain(await closed);
    expect(sessions.listeners).toBe(0);
  });

  test('that wants a recording is sent its frames, and what is appended', async () => {
    const sessions = new FakeSessions();
    const site = await startSite({ sessions });
    const id = await writeTrace(site.dataDir, headerLine(), sessions.state.recording);
    const file = `${site.dataDir}/${id}.trace.jsonl`;
    sessions.record(id, file);
    const page = await openPage(site, await join(site));
    const from = headerLine().length;
    expect((await page.say({ type: 'want', id, from })).type).toBe('done');
    const sending = page.got.find(({ type }) => type === 'sending');
    expect(sending).toEqual({ type: 'sending', id, stream: 1 });
    await appendFile(file, markerLine(1));
    sessions.grow(from + markerLine(1).length);
    await settled(() => expect(page.frames).toHaveLength(1));
    expect(page.frames[0]?.subarray(13).toString()).toBe(markerLine(1));
  });

  test('that wants a recording which is no session’s is refused', async () => {
    const site = await startSite({ sessions: new FakeSessions() });
    const id = await writeTrace(site.dataDir, headerLine());
    const page = await openPage(site, await present(site));
    const reply = await page.say({ type: 'want', id, from: 0 });
    expect(reply).toMatchObject({ type: 'refused', why: 'This recording does not grow.' });
    expect(page.frames).toEqual([]);
  });
});

describe('who is who', () => {
  test('a page without a cookie is told that it is nobody, and nothing else', async () => {
    const sessions = new FakeSessions();
    const site = await startSite({ sessions });
    const stranger = await openPage(site);
    const presenter = await openPage(site, await present(site));
    sessions.set({ title: 'Second' });
    await settled(() => expect(presenter.newest('session')?.title).toBe('Second'));
    expect(stranger.got).toEqual([{ type: 'you', role: 'none', clients: [] }]);
  });

  test('whoever shows a newer token presents, and the one before follows, at once', async () => {
    const site = await startSite({ sessions: new FakeSessions() });
    const first = await openPage(site, await present(site));
    await settled(() => expect(first.newest('you')?.role).toBe('presenter'));
    const second = await openPage(site, await present(site));
    await settled(() => expect(second.newest('you')?.role).toBe('presenter'));
    await settled(() => expect(first.newest('you')?.role).toBe('follower'));
    await settled(() => expect(first.newest('you')?.notice).toMatch(/presenter now/));
    expect((await first.say({ type: 'session-stop' })).type).toBe('refused');
    expect((await second.say({ type: 'session-stop' })).type).toBe('done');
  });

  test('when the class ends its followers are told so, and hear and may nothing more', async () => {
    const sessions = new FakeSessions();
    const site = await startSite({ sessions });
    const id = await writeTrace(site.dataDir, headerLine(), sessions.state.recording);
    sessions.record(id, `${site.dataDir}/${id}.trace.jsonl`);
    const presenter = await openPage(site, await present(site));
    const follower = await openPage(site, await join(site));
    await follower.say({ type: 'want', id, from: headerLine().length });
    expect((await presenter.say({ type: 'end-class' })).type).toBe('done');
    await settled(() => expect(follower.newest('you')?.role).toBe('none'));
    expect(follower.newest('you')?.notice).toMatch(/class has ended/);
    const before = follower.got.length;
    await appendFile(`${site.dataDir}/${id}.trace.jsonl`, markerLine(1));
    sessions.grow(headerLine().length + markerLine(1).length);
    sessions.set({ title: 'Second' });
    expect((await follower.say({ type: 'name', name: 'Ann' })).type).toBe('refused');
    await settled(() => expect(presenter.newest('session')?.title).toBe('Second'));
    expect(follower.got.slice(before).map(({ type }) => type)).toEqual(['refused']);
    expect(follower.frames).toEqual([]);
  });

  test('two windows of one browser are both the presenter', async () => {
    const site = await startSite();
    const cookie = await present(site);
    for (const page of [await openPage(site, cookie), await openPage(site, cookie)]) {
      await settled(() => expect(page.newest('you')?.role).toBe('presenter'));
    }
  });

  test('followers are counted as they come and go', async () => {
    const site = await startSite();
    const presenter = await openPage(site, await present(site));
    const cookie = await join(site);
    const [one, again] = [await openPage(site, cookie), await openPage(site, cookie)];
    await settled(() => expect(presenter.newest('room')?.followers).toBe(1));
    one.socket.close();
    again.socket.close();
    await settled(() => expect(presenter.newest('room')?.followers).toBe(0));
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

  test('more than 50 messages in a second end the connection', async () => {
    const { socket, closed } = await openPage(await startSite());
    for (let n = 0; n < 500; n++) socket.send(JSON.stringify({ n, type: 'unwant' }));
    expect(await closed).toBe(1008);
  });

  test('50 messages at once do not', async () => {
    const page = await openPage(await startSite());
    for (let n = 0; n < 49; n++) page.socket.send(JSON.stringify({ n, type: 'unwant' }));
    await page.say({ type: 'unwant' });
    expect(page.socket.readyState).toBe(WebSocket.OPEN);
  });

  test.each([
    ['hello', 1008],
    ['{"type":"unwant"}', 1008],
    ['null', 1008],
    [Buffer.from('{"n":1,"type":"unwant"}'), 1003],
  ])('what is not our language ends the connection: %s', async (data, code) => {
    const { socket, closed } = await openPage(await startSite());
    socket.send(data);
    expect(await closed).toBe(code);
  });

  test('a command with a part that is too long is refused with a sentence', async () => {
    const site = await startSite({ sessions: new FakeSessions() });
    const page = await openPage(site, await present(site));
    const title = 'x'.repeat(121);
    const reply = await page.say({ type: 'session-start', program: 'course', port: 0, title });
    expect(reply).toMatchObject({ type: 'refused', why: expect.stringMatching(/too long/) });
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
    await settled(() => expect(answer.join('')).toContain('101 Switching'));
    socket.write(Buffer.from('ffffffffffffffffff', 'hex'));
    await closed;
    expect((await ask(site, '/api/status')).status).toBe(200);
  });

  test('one follower more than allowed is refused with a sentence, until another leaves', async () => {
    const site = await startSocket({ clients: { presenter: 1, follower: 2, none: 0 } });
    const first = await openPage(site, site.enter('follower'));
    await openPage(site, site.enter('follower'));
    const third = site.enter('follower');
    await expect(openPage(site, third)).rejects.toThrow('503');
    first.socket.close();
    await first.closed;
    await vi.waitFor(() => openPage(site, third), GENEROUS);
  });

  test('neither strangers nor followers keep the presenter out', async () => {
    const site = await startSocket({ clients: { presenter: 1, follower: 1, none: 1 } });
    await openPage(site);
    await openPage(site, site.enter('follower'));
    await expect(openPage(site)).rejects.toThrow('503');
    await openPage(site, site.enter('presenter'));
  });

  test('300 followers are welcome, and 50 strangers', () => {
    expect(SOCKET_LIMITS.clients).toMatchObject({ follower: 300, none: 50 });
  });

  test('a page is pinged, and one that does not answer is left', async () => {
    const site = await startSocket({ pingMs: 20, silenceMs: 2_000 });
    const alive = await openPage(site);
    const pings = vi.fn();
    alive.socket.on('ping', pings);
    const dead = await openPage(site);
    dead.socket.pause();
    // The one that answers outlives the time in which the other is given up.
    await vi.waitFor(() => expect(pings.mock.calls.length).toBeGreaterThan(150), GENEROUS);
    dead.socket.resume();
    expect(await dead.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });
});

test('what is refused at the door is told to the presenter', async () => {
  const site = await startSite();
  const page = await openPage(site, await present(site));
  const evil = new WebSocket(`ws://127.0.0.1:${site.port}/api/live`, {
    origin: 'http://evil.example',
  });
  await new Promise((resolve) => evil.on('error', resolve));
  await settled(() => {
    const [line] = page.newest('audit')?.lines ?? [];
    expect(line).toMatchObject({ from: '127.0.0.1', what: expect.stringMatching(/evil\.example/) });
  });
});
