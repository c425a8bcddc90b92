import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Command } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame, freePort } from '../support/ports.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

async function startServer(...more: string[]) {
  const port = await freePort();
  const file = join(temporaryFolder(), 'trace.jsonl');
  const server = new Command(['server', '--port', String(port), '--record', file, ...more]);
  await server.says(/LISTENING/);
  return { server, port, file };
}

async function refused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => false),
    once(socket, 'error').then(() => true),
  ]).catch(() => true);
  socket.destroy();
  return outcome;
}

describe.each(['SIGINT', 'SIGTERM'] as const)('one %s', (signal) => {
  test('ends a server with threads blocked in accept and recv; nothing listens on', async () => {
    const { server, port, file } = await startServer();
    await Promise.all([1, 2, 3].map(() => connected(port)));
    await sleep(300);
    const began = Date.now();
    server.kill(signal);
    expect(await server.ended).toBe(0);
    expect(Date.now() - began).toBeLessThan(1000);
    expect(await refused(port)).toBe(true);
    const parsed = readTrace(file);
    expect(parsed).toMatchObject({ ended: true, damage: [], torn: 0 });
    const stopped = eventsOf(parsed).filter((event) => 'name' in event && event.name === 'STOPPED');
    const kinds = stopped.map((event) => event.kind).sort();
    expect(kinds).toEqual(['accept.err', 'recv.err', 'recv.err', 'recv.err']);
  });

  test('is never recorded as the end of a stream', async () => {
    const { server, port, file } = await startServer();
    await connected(port);
    await server.says(/ACTIVE CONNECTIONS/);
    server.kill(signal);
    await server.ended;
    expect(only(eventsOf(readTrace(file)), 'recv.ret')).toEqual([]);
  });
});

test('a client blocked in send ends at once; the trace has what the kernel took until then', async () => {
  const deaf = createServer((socket) => socket.pause()).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  onTestFinished(() => void deaf.close());
  const { port } = deaf.address() as AddressInfo;
  const file = join(temporaryFolder(), 'trace.jsonl');
  const client = new Command(['client', '--port', String(port), '--record', file]);
  client.type('x'.repeat(30_000_000));
  const isWritten = () => existsSync(file) && statSync(file).size > 0;
  await until(() => isWritten() && only(eventsOf(readTrace(file)), 'send').length === 2);
  await sleep(100);
  const began = Date.now();
  client.kill('SIGINT');
  expect(await client.ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(1000);
  const parsed = readTrace(file);
  const payload = only(eventsOf(parsed), 'send').at(-1);
  const taken = only(eventsOf(parsed), 'send.ret').at(-1);
  expect(parsed.ended).toBe(true);
  expect(payload?.len).toBe(30_000_000);
  expect(taken).toMatchObject({ call: payload?.seq });
  expect(taken?.n).toBeLessThan(30_000_000);
});

test('a client that waits for Enter ends at once, with code 0', async () => {
  const { server, port } = await startServer();
  const client = new Command(['client', '--port', String(port), '--program', 'hello']);
  await client.says(/Msg received/);
  client.kill('SIGINT');
  expect(await client.ended).toBe(0);
  server.kill('SIGINT');
  await server.ended;
});

test('a peer sees no end of stream before our process is gone', async () => {
  const { server, port } = await startServer();
  const socket = await connected(port);
  await server.says(/ACTIVE CONNECTIONS/);
  let ended = false;
  socket.on('end', () => (ended = true));
  socket.on('close', () => (ended = true));
  expect(ended).toBe(false);
  server.kill('SIGINT');
  await server.ended;
  await sleep(50);
  expect(ended).toBe(true);
});

test('at the thread cap the server says so, the backlog holds the next client, and goes on', async () => {
  const { server, port, file } = await startServer('--max-threads', '2');
  const first = await connected(port);
  const second = await connected(port);
  await server.says(/\[ACTIVE CONNECTIONS\] 2/);
  await server.says(/2 threads are running, the most allowed \(--max-threads 2\)/);
  const third = await connected(port);
  third.write(frame('waited'));
  await sleep(150);
  expect(server.stdout).not.toContain('waited');
  first.write(frame('!DISCONNECT'));
  await server.says(/\] waited/);
  for (const socket of [first, second, third]) socket.destroy();
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
  const events = eventsOf(readTrace(file));
  const notice = only(events, 'out').find((event) => event.by === 'wirestep');
  expect(notice?.text).toContain('--max-threads 2');
});

test('64 clients that connect at once are all served', async () => {
  const { server, port } = await startServer();
  const sockets = await Promise.all(Array.from({ length: 64 }, () => connected(port)));
  const replies = sockets.map((socket, n) => {
    socket.write(frame(`message ${n}`));
    return once(socket, 'data');
  });
  const texts = (await Promise.all(replies)).map(([data]) => String(data));
  expect(texts).toEqual(sockets.map(() => 'Msg received'));
  for (let n = 0; n < 64; n++) await server.says(new RegExp(`\\] message ${n}\\n`));
  for (const socket of sockets) socket.destroy();
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
});
