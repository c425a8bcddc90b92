import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LiveError } from '../../server/live/live-error.ts';
import type { Sessions } from '../../server/live/sessions.ts';
import * as load from '../../server/sys/load.ts';
import type { HoldsState, SessionState } from '../../src/live/state.ts';
import { temporaryFolder } from '../support/folder.ts';
import { begun, LiveSession } from '../support/live-session.ts';
import { frame, freePort } from '../support/ports.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

const NO_HOLDS: HoldsState = { type: 'holds', all: false, threads: [] };

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Every state that was shown, once each time it was another. */
function statesOf(sessions: Sessions): SessionState['state'][] {
  const seen: SessionState['state'][] = [];
  sessions.onChange(() => {
    const { state } = sessions.state;
    if (seen.at(-1) !== state) seen.push(state);
  });
  return seen;
}

test('a session is a recording from its first event, by the title that was given', async () => {
  const live = await begun();
  const { state, recordings, holds } = live.sessions;
  expect(state).toMatchObject({ state: 'running', program: 'course', title: 'a test' });
  expect(state).toMatchObject({ host: '127.0.0.1', reused: false, clients: [] });
  expect([...recordings]).toEqual([state.recording]);
  expect(holds).toEqual(NO_HOLDS);
  await live.seen(({ kind }) => kind === 'accept');
  const parsed = readTrace(live.file);
  expect(parsed.trace.header).toMatchObject({ id: state.recording, title: 'a test' });
  const events = eventsOf(parsed);
  expect(events[0]?.seq).toBe(1);
  expect(only(events, 'prog.start')).toMatchObject([{ name: 'server', role: 'server' }]);
  expect(live.notices).toEqual([]);
});

test('a title is made up where none is given', async () => {
  const live = new LiveSession();
  await live.sessions.begin({ program: 'course', port: 0, title: '  ' });
  expect(live.sessions.state.title).toMatch(/^Live session, \d{4}-\d\d-\d\d \d\d:\d\d$/);
});

test('a restart ends the recording in order and begins another on the same port', async () => {
  const live = await begun();
  const [first, { recording, port }] = [live.file, live.sessions.state];
  const client = await live.connect();
  client.write(frame('hello'));
  await live.seen((event) => event.kind === 'send.ret');
  const states = statesOf(live.sessions);
  await live.sessions.begin({ program: 'course', port, title: 'again' });
  expect(states).toEqual(['stopping', 'stopped', 'starting', 'running']);
  const before = readTrace(first);
  expect(before).toMatchObject({ ended: true, damage: [], torn: 0 });
  expect(printed(eventsOf(before), 1)).toContain('] hello\n');
  expect(live.sessions.state).toMatchObject({ state: 'running', port, title: 'again' });
  expect([...live.sessions.recordings]).toEqual([recording, live.sessions.state.recording]);
  expect(live.sessions.state.recording).not.toBe(recording);
  expect(live.sessions.fileOf(recording ?? '')).toBe(first);
  const again = await live.connect();
  again.write(frame('back'));
  await live.seen((event) => event.kind === 'out' && event.text.endsWith('] back\n'));
});

test('a restart sets SO_REUSEADDR, and says in state and trace that the program does not', async () => {
  const live = await begun();
  const { port } = live;
  await live.sessions.begin({ program: 'course', port, title: '' });
  expect(live.sessions.state.reused).toBe(true);
  await live.seen(({ kind }) => kind === 'note');
  expect(only(live.events, 'setsockopt')).toMatchObject([{ option: 'SO_REUSEADDR', value: 1 }]);
  expect(only(live.events, 'note')[0]?.text).toMatch(/SO_REUSEADDR, which the course’s program/);
});

test('the port can be had again at once by the next process too', async () => {
  const earlier = await begun();
  const { port } = earlier;
  const client = await earlier.connect();
  client.write(frame('!DISCONNECT'));
  // The server closes first, so its end of the connection keeps the port busy.
  client.resume();
  await once(client, 'end');
  client.end();
  await earlier.seen(({ kind }) => kind === 'thread.exit');
  await earlier.sessions.stop();
  const live = new LiveSession();
  await live.sessions.begin({ program: 'course', port, title: '' });
  expect(live.sessions.state).toMatchObject({ state: 'running', port, reused: false });
});

test('the fixed server sets SO_REUSEADDR itself, frames its replies and waits half an hour', async () => {
  const live = await begun();
  await live.sessions.begin({ program: 'fixed', port: 0, title: '' });
  expect(live.sessions.state).toMatchObject({ program: 'fixed', reused: false });
  await live.seen(({ kind }) => kind === 'accept');
  expect(readTrace(live.file).trace.header.protocol.framed_replies).toBe(true);
  expect(only(live.events, 'note')).toEqual([]);
  expect(only(live.events, 'file')[0]?.source).toMatch(/^TIMEOUT = 1800$/m);
});

test('a new session starts with no holds and no clients', async () => {
  const live = await begun();
  live.sessions.hold('all');
  live.sessions.startClient('lines');
  expect(live.sessions.holds.all).toBe(true);
  await live.sessions.begin({ program: 'course', port: 0, title: '' });
  expect(live.sessions.holds).toEqual(NO_HOLDS);
  expect(live.sessions.state.clients).toEqual([]);
  await live.connect();
  await live.seen((event) => event.kind === 'recv');
  expect(only(live.events, 'held')).toEqual([]);
});

test('a session that was ended keeps its recording, and nothing can be asked of it', async () => {
  const live = await begun();
  const { recording } = live.sessions.state;
  await live.sessions.end();
  await live.sessions.end();
  expect(live.sessions.state).toMatchObject({ state: 'stopped', recording });
  expect(live.sessions.engine).toBe(undefined);
  expect(readTrace(live.file).ended).toBe(true);
  const asked = [
    () => live.sessions.hold(1),
    () => live.sessions.step('all'),
    () => live.sessions.run(1, 'return'),
    () => live.sessions.resume('all'),
    () => live.sessions.endThread('gone'),
    () => live.sessions.startClient('lines'),
    () => live.sessions.typeLine('client-1', 'x'),
    () => live.sessions.interrupt('client-1'),
    () => live.sessions.closeClient('client-1'),
  ];
  for (const ask of asked) expect(ask).toThrow(LiveError);
});

test('two that are begun at once run one after the other', async () => {
  const live = new LiveSession();
  const first = live.sessions.begin({ program: 'course', port: 0, title: 'one' });
  const second = live.sessions.begin({ program: 'course', port: 0, title: 'two' });
  await Promise.all([first, second]);
  expect(live.sessions.state).toMatchObject({ state: 'running', title: 'two' });
  const files = [...live.sessions.recordings].map((id) => live.sessions.fileOf(id) ?? '');
  const headers = files.map((file) => readTrace(file).trace.header.title);
  expect(headers).toEqual(['one', 'two']);
  expect(readTrace(files[0] ?? '').ended).toBe(true);
});

test('a port in use is said, leaves no recording, and another port can be tried', async () => {
  const port = await takenPort();
  const live = new LiveSession();
  const begins = live.sessions.begin({ program: 'course', port, title: 'taken' });
  await expect(begins).rejects.toThrow(LiveError);
  const { state } = live.sessions;
  expect(state).toMatchObject({ state: 'stopped', port, title: 'taken', recording: undefined });
  expect(state.notice).toBe(
    `Port ${port} on 127.0.0.1 is in use: stop the program that has it, or choose another.`,
  );
  expect(live.sessions.recordings.size).toBe(0);
  expect(live.sessions.unavailable).toBe(undefined);
  await live.sessions.begin({ program: 'course', port: 0, title: 'free' });
  expect(live.sessions.state).toMatchObject({ state: 'running', notice: undefined });
  expect(live.sessions.state.reused).toBe(false);
  expect(readdirSync(join(live.file, '..'))).toHaveLength(1);
});

test('an address of another machine is said', async () => {
  const live = new LiveSession({ host: '192.0.2.1' });
  const begins = live.sessions.begin({ program: 'course', port: 0, title: '' });
  await expect(begins).rejects.toThrow(
    'This machine has no address 192.0.2.1: give one of its own.',
  );
  await live.sessions.begin({ program: 'course', port: 0, title: '', host: '127.0.0.1' });
  expect(live.sessions.state).toMatchObject({ state: 'running', host: '127.0.0.1' });
});

test('where nothing can be recorded the server runs, and says so', async () => {
  const dir = join(temporaryFolder(), 'file');
  writeFileSync(dir, '');
  const live = await begun({ folder: { dir } });
  expect(live.sessions.state.recording).toBe(undefined);
  expect(live.sessions.recordings.size).toBe(0);
  expect(live.sessions.state.notice).toMatch(/is not a folder: .* This session is not recorded\.$/);
  expect(live.notices).toEqual([live.sessions.state.notice]);
  const client = await live.connect();
  client.write(frame('hello'));
  expect(String(await once(client, 'data'))).toBe('Msg received');
  expect(() => live.sessions.run('all', 'return')).toThrow(/not recorded/);
});

test('a recording that is deleted while it grows is said; the server goes on', async () => {
  const live = await begun();
  rmSync(live.file);
  const client = await live.connect();
  client.write(frame('hello'));
  await live.happens(() => live.notices.some((text) => text.includes('has been deleted')));
  expect(live.sessions.state).toMatchObject({ state: 'running', notice: live.notices[0] });
  client.write(frame('on'));
  await once(client, 'data');
});

test('where the calls cannot be made every beginning says why, and nothing crashes', async () => {
  const why = 'koffi is not installed: run npm install.';
  const loading = vi.spyOn(load, 'loadSys').mockImplementation(() => {
    throw new Error(why);
  });
  onTestFinished(() => loading.mockRestore());
  const live = new LiveSession();
  const begins = live.sessions.begin({ program: 'course', port: 0, title: '' });
  await expect(begins).rejects.toThrow(why);
  expect(live.sessions.state).toMatchObject({ state: 'stopped', notice: why });
  expect(live.sessions.unavailable).toBe(why);
  expect(await live.sessions.stop()).toBe(true);
});

test('a server that ends by itself ends its session in order, and that is said', async () => {
  const live = await begun();
  const { file } = live;
  await live.sessions.engine?.stopProgram('server');
  await live.happens(() => live.sessions.state.state === 'stopped');
  await live.happens(() => live.sessions.state.notice !== undefined);
  expect(live.sessions.state.notice).toMatch(/^The server has ended by itself/);
  expect(readTrace(file).ended).toBe(true);
});

test('growth is told with the recording’s whole length, up to the last byte', async () => {
  const live = new LiveSession();
  const told: { id: string; file: string; bytes: number }[] = [];
  const off = live.sessions.onGrow((growth) => told.push(growth));
  await live.sessions.begin({ program: 'course', port: 0, title: '' });
  const client = await live.connect();
  client.write(frame('hello'));
  await once(client, 'data');
  await live.sessions.end();
  const { recording } = live.sessions.state;
  expect(told.every(({ id, file }) => id === recording && file === live.file)).toBe(true);
  const lengths = told.map(({ bytes }) => bytes);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(lengths.at(-1)).toBe(statSync(live.file).size);
  off();
  const before = told.length;
  await live.sessions.begin({ program: 'course', port: 0, title: '' });
  await live.sessions.end();
  expect(told).toHaveLength(before);
});

test('after the end of the process has begun no session begins', async () => {
  const live = await begun();
  const { file } = live;
  await live.connect();
  await live.seen(({ kind }) => kind === 'recv');
  expect(await live.sessions.stop()).toBe(true);
  expect(readTrace(file).ended).toBe(true);
  const begins = live.sessions.begin({ program: 'course', port: 0, title: '' });
  await expect(begins).rejects.toThrow('wirestep is being stopped.');
});

test('what is being started when the process ends is ended too', async () => {
  const live = new LiveSession();
  const port = await freePort();
  void live.sessions.begin({ program: 'course', port, title: '' }).catch(() => undefined);
  await until(() => live.sessions.engine !== undefined);
  expect(await live.sessions.stop()).toBe(true);
  expect(existsSync(live.file)).toBe(false);
});
