import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_PIECE } from '../../server/thread/ring.ts';
import { Engine } from '../../server/thread/engine.ts';
import type { EngineOptions } from '../../server/thread/engine-options.ts';
import { Command } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame, freePort } from '../support/ports.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';
import { onSmallDisk } from './probe.ts';

/** The recorder writes every 5 ms, 50 at most; a starved test machine may keep it waiting longer. */
const MOMENT_MS = 250;

function start(options: EngineOptions): Engine {
  const engine = new Engine(options);
  onTestFinished(async () => void (await engine.stop()));
  return engine;
}

test('numbers are contiguous, results follow their calls, and the trace is closed in order', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = start({ recording: { file, title: 'whole', detail: 'lines' } });
  const at = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const clients = [1, 2, 3].map(() => engine.startClient({ program: 'three', ...at }));
  for (const client of clients) for (const line of ['', '']) client.type(line);
  await Promise.all(clients.map((client) => client.done));
  expect(await engine.stop()).toBe(true);

  const parsed = readTrace(file);
  const events = eventsOf(parsed);
  expect(parsed).toMatchObject({ damage: [], torn: 0, ended: true });
  expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1));
  for (const event of events) {
    if ('call' in event && event.call !== undefined) expect(event.call).toBeLessThan(event.seq);
  }
  expect(only(events, 'recv.ret').filter((event) => event.program === 1).length).toBe(24);
});

test('chunks too large for one piece of a ring are recorded whole', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = start({ recording: { file, title: 'large', detail: 'calls' } });
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const socket = await connected(port);
  const payload = Buffer.from('é'.repeat(300_000));
  socket.write(Buffer.from(String(payload.length).padEnd(64)));
  await sleep(50);
  socket.write(payload);
  await sleep(300);
  socket.destroy();
  await engine.stop();
  const taken = only(eventsOf(readTrace(file)), 'recv.ret').slice(1);
  expect(Math.max(...taken.map(({ n }) => n))).toBeGreaterThan(MAX_PIECE);
  const bytes = Buffer.concat(taken.map((event) => event.bytes));
  expect(bytes.equals(payload.subarray(0, bytes.length))).toBe(true);
});

test('a name in use is said, nothing is overwritten, and the server serves', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  writeFileSync(file, 'precious');
  const notices: string[] = [];
  const engine = start({
    recording: { file, title: 'name in use', detail: 'calls' },
    onNotice: (text) => notices.push(text),
  });
  const at = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const client = engine.startClient({ program: 'lines', ...at });
  client.type('!DISCONNECT');
  expect(await client.done).toBe(0);
  expect(notices.join()).toMatch(/No recording: .*exists already.*The programs go on\./);
  expect(readFileSync(file, 'utf8')).toBe('precious');
});

test('on a disk with too little room the recording ends in order, and the server serves on', async () => {
  const port = await freePort();
  const args = ['dist/server/cli.js', 'server', '--port', String(port)];
  const started = Date.now();
  const server = spawn(...onSmallDisk(...args, '--record', 'DISK/trace.jsonl'));
  onTestFinished(() => void server.kill('SIGKILL'));
  let said = '';
  let transcript = '';
  server.stderr.on('data', (data: Buffer) => (said += data.toString()));
  server.stdout.on('data', (data: Buffer) => (transcript += data.toString()));
  await until(() => said.includes('No recording'));
  expect(said).toMatch(/less than 64 MiB are free in .*: make room, then start again/);
  expect(Date.now() - started).toBeLessThan(5000);
  await until(() => transcript.includes('LISTENING'));
  const socket = await connected(port);
  socket.write(frame('still here'));
  await once(socket, 'data');
  await until(() => transcript.includes('] still here'));
});

test(
  'kill -9 tears at most one line and loses only the last moment',
  { timeout: 60_000 },
  async () => {
    for (let round = 0; round < 10; round++) {
      const file = join(temporaryFolder(), 'trace.jsonl');
      const port = await freePort();
      const server = new Command(['server', '--port', String(port), '--record', file]);
      await server.says(/LISTENING/);
      const socket = await connected(port);
      const replies: number[] = [];
      let killedAt = Infinity;
      socket.on('data', () => {
        replies.push(Date.now());
        if (Date.now() < killedAt) socket.write(frame(`message ${replies.length}`));
      });
      socket.write(frame('message 0'));
      await once(socket, 'data');
      await sleep(2 * MOMENT_MS + 37 * round);
      killedAt = Date.now();
      server.kill('SIGKILL');
      await server.ended;
      socket.destroy();

      const parsed = readTrace(file);
      const text = readFileSync(file, 'utf8');
      expect(parsed.damage).toEqual([]);
      expect(parsed.ended).toBe(false);
      expect(text.slice(text.lastIndexOf('\n') + 1).length).toBe(parsed.torn);
      const answered = only(eventsOf(parsed), 'send').length;
      const old = replies.filter((time) => time < killedAt - MOMENT_MS).length;
      expect(old).toBeGreaterThan(0);
      expect(answered).toBeGreaterThanOrEqual(old);
    }
  },
);

test('the transcript on stdout is that of the trace, and of the course', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const port = await freePort();
  const server = new Command(['server', '--port', String(port), '--record', file]);
  await server.says(/LISTENING/);
  const client = new Command(['client', '--port', String(port), '--program', 'three']);
  client.type('');
  client.type('');
  expect(await client.ended).toBe(0);
  await server.says(/!DISCONNECT/);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(client.stdout).toBe('Msg received\n'.repeat(4));
  expect(server.stdout.replace(/(?<='127\.0\.0\.1', )\d+/g, 'PORT')).toBe(
    [
      '[STARTING] server is starting...',
      '[LISTENING] Server is listening on 127.0.0.1',
      "[NEW CONNECTION] ('127.0.0.1', PORT) connected.",
      '[ACTIVE CONNECTIONS] 1',
      "[('127.0.0.1', PORT)] Hello World!",
      "[('127.0.0.1', PORT)] Hello World Second Message!",
      "[('127.0.0.1', PORT)] Hello World Third Message!",
      "[('127.0.0.1', PORT)] !DISCONNECT",
      '',
    ].join('\n'),
  );
  expect(printed(eventsOf(readTrace(file)), 1)).toBe(server.stdout);
});
