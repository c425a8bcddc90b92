import { appendFileSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LiveConnection, type Heard, type Socket } from '../../src/sources/connection.ts';
import { headerLine, markerLine, writeTrace } from '../data/trace-files.ts';
import { FakeSessions, refused } from '../web/fake-sessions.ts';
import { GENEROUS } from '../web/page-client.ts';
import { join, present, startSite, type Site } from '../web/site.ts';

let sessions: FakeSessions;
let site: Site;
let cookie: string;
/** Connections that the page has begun. */
let begun: WebSocket[];
let live: LiveConnection;
let heard: Heard[];

beforeEach(async () => {
  sessions = new FakeSessions();
  site = await startSite({ sessions });
  cookie = await present(site);
  begun = [];
  heard = [];
  live = new LiveConnection(() => {
    const { port, origin } = site;
    const headers = cookie === '' ? {} : { cookie };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { origin, headers });
    // A browser says so by onclose alone.
    socket.on('error', () => undefined);
    begun.push(socket);
    return socket as unknown as Socket;
  }, rest);
});

/** What the page fetches by HTTP. */
async function rest(id: string, from: number): Promise<Uint8Array> {
  return readFileSync(`${site.dataDir}/${id}.trace.jsonl`).subarray(from);
}

/** Listens as a page does, until the test ends. */
function listen(): () => void {
  const leave = live.listen((message) => heard.push(message));
  onTestFinished(leave);
  return leave;
}

function newest<T extends Heard['type']>(type: T): Extract<Heard, { type: T }> | undefined {
  return heard.findLast((message) => message.type === type) as never;
}

const eventually = <T>(look: () => T): Promise<T> => vi.waitFor(look, GENEROUS);

/** The connection breaks on the way: neither side has said goodbye. */
const cut = (): void => begun.at(-1)?.terminate();

describe('who listens', () => {
  test('is told that it is online, who it is, and what runs', async () => {
    listen();
    await eventually(() => expect(newest('session')?.title).toBe('Live'));
    expect(heard[0]).toEqual({ type: 'online', online: true });
    expect(newest('you')?.role).toBe('presenter');
  });

  test('later is told the newest of everything, but after it has begun to listen', async () => {
    listen();
    await eventually(() => expect(newest('session')).toBeDefined());
    sessions.set({ title: 'Second' });
    await eventually(() => expect(newest('session')?.title).toBe('Second'));
    const late: Heard[] = [];
    onTestFinished(live.listen((message) => late.push(message)));
    expect(late).toEqual([]);
    await Promise.resolve();
    const types = late.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['online', 'you', 'session', 'room', 'audit']));
    expect(new Set(types).size).toBe(types.length);
    expect(types).not.toContain('recordings');
    expect(late).toContainEqual(expect.objectContaining({ title: 'Second' }));
    expect(begun).toHaveLength(1);
  });

  test('no more hears nothing, and the last one who leaves closes the connection', async () => {
    const leave = listen();
    await eventually(() => expect(newest('session')).toBeDefined());
    leave();
    const before = heard.length;
    await eventually(() => expect(begun[0]?.readyState).toBe(WebSocket.CLOSED));
    expect(heard).toHaveLength(before);
    expect(begun).toHaveLength(1);
  });
});

describe('a lost connection', () => {
  test('is told, comes back by itself, and is told again', async () => {
    listen();
    await eventually(() => expect(newest('session')).toBeDefined());
    cut();
    await eventually(() => expect(newest('online')?.online).toBe(false));
    await eventually(() => expect(newest('online')?.online).toBe(true));
    sessions.set({ title: 'Second' });
    await eventually(() => expect(newest('session')?.title).toBe('Second'));
  });

  test('says that there may be news: something may have been missed', async () => {
    listen();
    await eventually(() => expect(newest('recordings')).toBeDefined());
    cut();
    heard.length = 0;
    await eventually(() => expect(newest('recordings')).toBeDefined());
  });

  test('is tried again ever more rarely while nobody answers', async () => {
    await site.web.stop();
    listen();
    await eventually(() => expect(begun.length).toBeGreaterThan(3));
    expect(heard).toContainEqual({ type: 'online', online: false });
    expect(heard).not.toContainEqual({ type: 'online', online: true });
  });

  test('fails what was asked and not answered, in a sentence', async () => {
    listen();
    await eventually(() => expect(newest('session')).toBeDefined());
    begun[0]?.pause();
    const asked = live.send({ type: 'session-stop' });
    cut();
    await expect(asked).rejects.toThrow('wirestep does not answer');
  });
});

describe('a command', () => {
  test('that was done resolves with what it brought', async () => {
    listen();
    await expect(live.send({ type: 'client-start', program: 'hello' })).resolves.toMatchObject({
      client: 'client-1',
    });
    await expect(live.send({ type: 'step', thread: 3 })).resolves.toBeDefined();
    expect(sessions.asked).toEqual(['startClient hello presenter', 'step 3']);
  });

  test('that was refused rejects with the server’s sentence', async () => {
    listen();
    sessions.failure = refused('Thread-9 is gone.');
    await expect(live.send({ type: 'hold', thread: 9 })).rejects.toThrow('Thread-9 is gone.');
  });

  test('while nobody answers is not kept for later', async () => {
    listen();
    await eventually(() => expect(newest('session')).toBeDefined());
    cut();
    await eventually(() => expect(newest('online')?.online).toBe(false));
    await expect(live.send({ type: 'session-stop' })).rejects.toThrow('wirestep does not answer');
    await eventually(() => expect(newest('online')?.online).toBe(true));
    await live.send({ type: 'step', thread: 1 });
    expect(sessions.asked).toEqual(['step 1']);
  });
});

test('a page that has got another cookie connects anew, as who it is now', async () => {
  cookie = '';
  listen();
  await eventually(() => expect(newest('you')?.role).toBe('none'));
  cookie = await join(site);
  live.renew();
  await eventually(() => expect(newest('you')?.role).toBe('follower'));
  expect(heard).not.toContainEqual({ type: 'online', online: false });
});

describe('a recording that is followed', () => {
  let id: string;
  let file: string;
  let written: number;
  let taken: string;
  beforeEach(async () => {
    id = await writeTrace(site.dataDir, headerLine(), sessions.state.recording);
    file = `${site.dataDir}/${id}.trace.jsonl`;
    sessions.record(id, file);
    [written, taken] = [0, headerLine()];
  });

  function write(lines: number): void {
    for (let n = 0; n < lines; n++) appendFileSync(file, markerLine(++written));
    sessions.grow(readFileSync(file).length, id);
  }

  function follow(): () => void {
    const take = (bytes: Uint8Array): void => void (taken += Buffer.from(bytes).toString());
    const leave = live.follow(id, taken.length, take);
    onTestFinished(leave);
    return leave;
  }

  const wholeIsThere = () => eventually(() => expect(taken).toBe(readFileSync(file, 'utf8')));

  test('is handed over as it grows, through lost connections, without gap or repeat', async () => {
    write(50);
    follow();
    for (let round = 0; round < 5; round++) {
      write(100);
      if (round % 2 === 0) cut();
      await eventually(() => expect(taken.length).toBeGreaterThan(headerLine().length));
      write(3);
    }
    await wholeIsThere();
  });

  test('does not grow any more once nobody wants it', async () => {
    listen();
    const leave = follow();
    write(1);
    await wholeIsThere();
    leave();
    await live.send({ type: 'step', thread: 1 });
    const before = taken;
    write(5);
    sessions.set({ title: 'later' });
    await eventually(() => expect(newest('session')?.title).toBe('later'));
    expect(taken).toBe(before);
  });

  test('whose server was restarted meanwhile is fetched to its end', async () => {
    listen();
    follow();
    write(10);
    await wholeIsThere();
    await site.web.stop();
    await eventually(() => expect(newest('online')?.online).toBe(false));
    // What the old server wrote while it was stopped; the new one knows nothing of that session.
    appendFileSync(file, markerLine(99));
    const { dataDir } = site;
    site = { ...(await startSite({ sessions: new FakeSessions(), dataDir })), dataDir };
    cookie = await present(site);
    live.renew();
    await wholeIsThere();
  });

  test('gives way to another one', async () => {
    follow();
    const other = await writeTrace(site.dataDir, 'OTHER\n', 'c'.repeat(22));
    sessions.record(other, `${site.dataDir}/${other}.trace.jsonl`);
    let second = '';
    const take = (bytes: Uint8Array): void => void (second += Buffer.from(bytes).toString());
    onTestFinished(live.follow(other, 0, take));
    write(5);
    await eventually(() => expect(second).toBe('OTHER\n'));
    expect(taken).toBe(headerLine());
  });
});
