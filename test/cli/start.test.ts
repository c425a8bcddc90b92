import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { Command, run } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame, freePort } from '../support/ports.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';

interface Started {
  readonly command: Command;
  readonly data: string;
  readonly port: number;
}

/** `wirestep start` on free ports, once it has said where everything is. */
async function start(...more: string[]): Promise<Started> {
  const data = temporaryFolder();
  const port = await freePort();
  const ports = ['--ui-port', '0', '--port', String(port)];
  const command = new Command(['start', '--no-open', '--data', data, ...ports, ...more]);
  await command.says(/Ctrl-C/);
  return { command, data, port };
}

function traceIn(data: string) {
  const files = readdirSync(data).filter((name) => name.endsWith('.trace.jsonl'));
  expect(files).toHaveLength(1);
  return readTrace(join(data, files[0] ?? ''));
}

test('the course’s server runs and is recorded, by a title of its own', async () => {
  const { command, data, port } = await start('--title', 'Monday’s class');
  const client = await connected(port);
  client.write(frame('hello'));
  await once(client, 'data');
  command.kill('SIGINT');
  expect(await command.ended).toBe(0);
  const parsed = traceIn(data);
  expect(parsed).toMatchObject({ ended: true, damage: [], torn: 0 });
  expect(parsed.trace.header.title).toBe('Monday’s class');
  expect(printed(eventsOf(parsed), 1)).toContain('] hello\n');
});

test('--program fixed runs the fixed server', async () => {
  const { command, data } = await start('--program', 'fixed');
  command.kill('SIGTERM');
  expect(await command.ended).toBe(0);
  const parsed = traceIn(data);
  expect(parsed.trace.header.protocol.framed_replies).toBe(true);
  expect(only(eventsOf(parsed), 'prog.start')).toMatchObject([{ framed_replies: true }]);
});

test('a port in use keeps nobody from the page: it is said, and Ctrl-C ends all', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const { command, data } = await start('--port', String(port));
  const said = `Port ${port} on 127.0.0.1 is in use`;
  expect(command.stdout).toContain(`not running: ${said}`);
  const [, page = ''] = /page\s+(http:\S+)/.exec(command.stdout) ?? [];
  expect((await fetch(page)).status).toBe(200);
  expect(readdirSync(data)).toEqual([]);
  command.kill('SIGINT');
  expect(await command.ended).toBe(0);
  expect(command.stderr).not.toMatch(/^\s+at /m);
});

test('a session that was started anew from the page ends with the process, in order', async () => {
  const { command, data, port } = await start();
  const [, origin = '', token = ''] =
    /(http:\/\/127\.0\.0\.1:\d+)\/#presenter=(\S+)/.exec(command.stdout) ?? [];
  const json = { 'content-type': 'application/json', origin };
  const body = JSON.stringify({ token });
  const got = await fetch(`${origin}/api/presenter`, { method: 'POST', headers: json, body });
  const cookie = got.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = new WebSocket(`${origin.replace('http', 'ws')}/api/live`, {
    headers: { cookie, origin },
  });
  await once(page, 'open');
  const replied = new Promise((resolve) =>
    page.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { n?: number };
      if (message.n === 1) resolve(message);
    }),
  );
  page.send(JSON.stringify({ n: 1, type: 'session-start', program: 'fixed', port, title: 'two' }));
  expect(await replied).toEqual({ n: 1, type: 'done' });
  command.kill('SIGINT');
  expect(await command.ended).toBe(0);
  const traces = readdirSync(data).map((name) => readTrace(join(data, name)));
  expect(traces.map(({ ended }) => ended)).toEqual([true, true]);
  expect(traces.map(({ trace }) => trace.header.title).sort()[1]).toBe('two');
});

test('a title that no page would take is misuse', async () => {
  const { code, stderr } = await run(['start', '--title', 'x'.repeat(121)]);
  expect(code).toBe(2);
  expect(stderr).toContain('A title has at most 120 characters.');
});
