import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Command, run } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame, freePort } from '../support/ports.ts';

const GOLDEN = 'test/trace/golden.trace.jsonl';
const golden = readFileSync(GOLDEN);

/** What show prints of bytes on its stdin. */
async function shownOfInput(bytes: Uint8Array, ...args: string[]) {
  const command = new Command(['show', '-', ...args]);
  command.process.stdin?.end(bytes);
  const code = await command.ended;
  return { code, stdout: command.stdout, stderr: command.stderr };
}

test('a recording is the same from a file, from stdin and packed', async () => {
  const plain = await run(['show', GOLDEN]);
  expect(plain).toMatchObject({ code: 0, stderr: '' });
  const packed = join(temporaryFolder(), 'golden.gz');
  writeFileSync(packed, gzipSync(golden));
  expect(await run(['show', packed])).toEqual(plain);
  expect(await shownOfInput(golden)).toEqual(plain);
  expect(await shownOfInput(gzipSync(golden))).toEqual(plain);
});

test('stdin that is nothing to open is one sentence, exit code 1', async () => {
  const { code, stdout, stderr } = await shownOfInput(Buffer.from('hello\n'));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^Standard input cannot be opened: .*\.\n$/);
});

test('who reads no further is no reason to complain', async () => {
  const [header = '', ...lines] = golden.toString().split(/(?<=\n)/);
  const note = (n: number) => `{"i":${n},"t":${n},"k":"note","text":"${'x'.repeat(500)}"}\n`;
  const many = Array.from({ length: 3000 }, (_, n) => note(lines.length + n + 1)).join('');
  const file = join(temporaryFolder(), 'long');
  writeFileSync(file, header + lines.slice(0, -1).join('') + many);
  const command = new Command(['show', file]);
  command.process.stdout?.once('data', () => command.process.stdout?.destroy());
  expect(await command.ended).toBe(0);
  expect(command.stderr).toBe('');
});

test('a pipe gets no colours unless they are forced', async () => {
  const plain = new Command(['show', GOLDEN], { NO_COLOR: undefined });
  expect(await plain.ended).toBe(0);
  expect(plain.stdout).not.toContain('\x1b');
  const forced = new Command(['show', GOLDEN], { NO_COLOR: undefined, FORCE_COLOR: '1' });
  expect(await forced.ended).toBe(0);
  expect(forced.stdout).toContain('\x1b[');
});

test('a server can be followed from before it records to its end', async () => {
  const port = await freePort();
  const file = join(temporaryFolder(), 'live.trace.jsonl');
  const follower = new Command(['show', '--follow', file]);
  await follower.says(/waiting for it/);
  const server = new Command(['server', '--port', String(port), '--record', file]);
  await follower.says(/\[MainThread\] listen\(.* = 0/);
  const client = await connected(port);
  client.write(frame('Hi there!'));
  await follower.says(/\[Thread-1\] recv\(\d+, "Hi there!", 9\) = 9 </);
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
  expect(await follower.ended).toBe(0);
  expect(follower.stdout).toMatch(/\+\+\+ exited with 0 \+\+\+\n$/);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends following, with code 0', async (signal) => {
  const file = join(temporaryFolder(), 'cut.trace.jsonl');
  writeFileSync(file, golden.subarray(0, golden.indexOf('"k":"accept.ret"')));
  const command = new Command(['show', '--follow', file]);
  await command.says(/accept\(23, …\) = \?/);
  command.kill(signal);
  expect(await command.ended).toBe(0);
  expect(command.stderr).toBe('');
});

test('Ctrl-C ends waiting for a file, with code 0', async () => {
  const file = join(temporaryFolder(), 'never.trace.jsonl');
  const command = new Command(['show', '--follow', file]);
  await command.says(/waiting for it, Ctrl-C ends/);
  command.kill('SIGINT');
  expect(await command.ended).toBe(0);
  expect(existsSync(file)).toBe(false);
});

test('stdin can be followed: each line as it comes, until the stream ends', async () => {
  const command = new Command(['show', '--follow', '--json', '-']);
  const half = golden.indexOf('"k":"accept.ret"');
  command.process.stdin?.write(golden.subarray(0, half));
  await command.says(/"seq":27,/);
  command.process.stdin?.end(golden.subarray(half));
  expect(await command.ended).toBe(0);
  expect(command.stdout).toContain('exited with 0');
});

test('unknown filters are misuse, and nothing is printed', async () => {
  const { code, stdout, stderr } = await run(['show', GOLDEN, '--thread', 'T9']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: This recording has no thread "T9": it has M \(MainThread, /);
});
