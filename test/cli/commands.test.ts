import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run, Command } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/ports.ts';
import { VERSION } from '../../server/version.ts';
import manifest from '../../package.json' with { type: 'json' };

const COMMANDS = [
  'start',
  'server',
  'client',
  'record',
  'check',
  'new',
  'show',
  'export',
  'doctor',
];

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

test('the version is that of package.json', async () => {
  expect(VERSION).toBe(manifest.version);
  expect((await run(['--version'])).stdout).toBe(`${VERSION}\n`);
});

test.each(COMMANDS)(
  'wirestep %s --help explains itself with an example, on stdout',
  async (name) => {
    const { code, stdout, stderr } = await run([name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: wirestep/);
    expect(stdout).toMatch(/Example/);
  },
);

test.each([
  ['an unknown command', ['dance']],
  ['an unknown option', ['server', '--dance']],
  ['a port that is none', ['server', '--port', '99999']],
  ['an address that is none', ['client', '--host', '300.1.1.1']],
  ['a public address that is none', ['start', '--public-url', 'school.example']],
  ['a program that is none', ['client', '--program', 'dance']],
  ['no lesson to record', ['record']],
  ['no recording to show', ['show']],
  ['a connection that none can be', ['show', 'x', '--connection', '0']],
  ['no format to export', ['export', 'x']],
  ['a format that is none', ['export', 'x', '--to', 'dance']],
  ['a version that is none', ['export', 'x', '--to', 'asciicast', '--asciicast-version', '4']],
  ['more threads than any machine carries', ['server', '--max-threads', '5000']],
])('%s is misuse: exit code 2, the reason on stderr, nothing on stdout', async (_what, args) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/error: /);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test.each([
  ['server', '--port', []],
  ['start', '--ui-port', ['--no-open', '--port', '0']],
])('%s: a port in use names the port and %s, exit code 1', async (command, option, more) => {
  const port = await takenPort();
  const data = command === 'start' ? ['--data', temporaryFolder()] : [];
  const { code, stderr } = await run([command, option, port, ...more, ...data]);
  expect(code).toBe(1);
  expect(stderr).toContain(port);
  expect(stderr).toContain(option);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('without a server the client dies as in Python, and wirestep says what to do', async () => {
  const port = String(await freePort());
  const { code, stdout, stderr } = await run(['client', '--port', port]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('ConnectionRefusedError: [Errno 111] Connection refused');
  expect(stderr).toContain(`Does a server listen on 127.0.0.1:${port} (wirestep server)?`);
});

test('what is typed is sent, and what is piped too', async () => {
  const port = String(await freePort());
  const server = new Command(['server', '--port', port]);
  await server.says(/LISTENING/);
  const client = new Command(['client', '--port', port]);
  client.type('Hi é!');
  await client.says(/Msg received/);
  client.type('!DISCONNECT');
  expect(await client.ended).toBe(0);
  expect(client.stdout).toBe('Msg received\nMsg received\n');
  await server.says(/\] Hi é!\n.*\] !DISCONNECT/s);
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
});

test('an unknown lesson names those that exist; -o never overwrites', async () => {
  expect(await run(['record', '77'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('01-hello-world') as string,
  });
  const file = join(temporaryFolder(), 'mine.jsonl');
  writeFileSync(file, 'precious');
  const { code, stderr } = await run(['record', '1', '-o', file]);
  expect(code).toBe(1);
  expect(stderr).toContain('exists already');
});
