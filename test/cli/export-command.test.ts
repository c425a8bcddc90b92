import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onSmallDisk } from '../recorder/probe.ts';
import { Command, run } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { findPeer, runPeer } from '../support/peers.ts';

const CLI = 'dist/server/cli.js';
const GOLDEN = 'test/trace/golden.trace.jsonl';

/** Runs the command as a shell would, and gives the bytes of its stdout. */
function piped(args: readonly string[], input: string | Uint8Array = ''): Buffer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    input,
    maxBuffer: 1 << 28,
  });
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** A recording with this many notes of 200 characters. */
function longRecording(notes: number): string {
  const file = join(temporaryFolder(), 'long.trace.jsonl');
  const [header] = readFileSync(GOLDEN, 'utf8').split('\n');
  const text = 'x'.repeat(200);
  const lines = Array.from({ length: notes }, (_, n) =>
    JSON.stringify({ i: n + 1, t: n, k: 'note', text }),
  );
  const end = JSON.stringify({ i: notes + 1, t: notes, k: 'end' });
  writeFileSync(file, [header, ...lines, end, ''].join('\n'));
  return file;
}

test.each(['-r', '-i'])('a capture goes through a pipe into tshark %s -', (reads) => {
  const command = `"${process.execPath}" ${CLI} export ${GOLDEN} --to pcapng -o -`;
  const tshark = `"${findPeer('tshark')}" ${reads} - -T fields -e tcp.payload`;
  const home = temporaryFolder();
  const env = { ...process.env, HOME: home, WIRESHARK_CONFIG_DIR: home };
  const { status, stdout } = spawnSync('sh', ['-c', `${command} | ${tshark}`], {
    encoding: 'utf8',
    env,
  });
  expect(status).toBe(0);
  expect(stdout).toContain(Buffer.from('Hello World!').toString('hex'));
});

test('a dump that is picked goes through a pipe into xxd, which gives the bytes back', () => {
  const args = ['--reversible', '--only', 'connection-1-client-to-server', '-o', '-'];
  const dump = piped(['export', GOLDEN, '--to', 'hexdump', ...args]);
  const bytes = runPeer('xxd', ['-r'], { input: dump });
  expect(bytes.toString()).toMatch(/^12 {62}Hello World!/);
});

test('a part that is piped into show is a recording of its own', () => {
  const part = piped(['export', GOLDEN, '--to', 'jsonl', '--connection', '2', '-o', '-']);
  const log = piped(['show', '-'], part).toString();
  expect(log).toContain('[Thread-2] recv(');
  expect(log).not.toContain('[Thread-1] recv(');
});

test('what show prints of an exported capture has the bytes that were sent', () => {
  const capture = piped(['export', GOLDEN, '--to', 'pcapng', '-o', '-']);
  const log = piped(['show', '-'], capture).toString();
  expect(log).toContain('"Hello World!"');
});

test('who reads no further is no reason to complain', async () => {
  const command = new Command(['export', longRecording(5000), '--to', 'csv', '-o', '-']);
  command.process.stdout?.once('data', () => command.process.stdout?.destroy());
  expect(await command.ended).toBe(0);
  expect(command.stderr).toBe('');
});

test('on a full disk one sentence, exit code 1, and nothing is left', () => {
  const cli = [CLI, 'export', longRecording(10_000), '--to', 'csv', '-o', 'DISK/big.csv'];
  const [program, args] = onSmallDisk('test/cli/left-behind-probe.mjs', 'DISK', ...cli);
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  const ended = JSON.parse(stdout) as { readonly stderr: string };
  expect(ended).toMatchObject({ status: 1, stdout: '', left: [] });
  expect(ended.stderr).toMatch(/^\/\S+\/big\.csv cannot be written: the disk is full\.\n$/);
});

test('on a full disk stdout fails with one sentence too', () => {
  const shell = `"${process.execPath}" ${CLI} export ${GOLDEN} --to csv -o - > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', shell], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toBe('What is printed cannot be written: the disk is full.\n');
});

test('a pipe that has a name is written to, as Wireshark reads it', async () => {
  const folder = temporaryFolder();
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const reader = new Command(['show', pipe]);
  const { code, stderr } = await run(['export', GOLDEN, '--to', 'jsonl', '-o', pipe]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await reader.ended).toBe(0);
  expect(reader.stdout).toContain('Hello World!');
  expect(readdirSync(folder)).toEqual(['pipe']);
});

test('Ctrl-C leaves the whole file or nothing, and the exit code says which', async () => {
  const folder = temporaryFolder();
  const long = longRecording(20_000);
  const command = new Command(['export', long, '--to', 'csv', '-o', join(folder, 'long.csv')]);
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(folder, () => {
      watcher.close();
      resolve();
    });
  });
  await Promise.race([begun, command.ended]);
  command.kill('SIGINT');
  const code = await command.ended;
  if (code === 0) expect(readFileSync(join(folder, 'long.csv'), 'utf8')).toContain('20001,');
  else expect({ code, stdout: command.stdout }).toEqual({ code: 1, stdout: '' });
  expect(readdirSync(folder)).toEqual(code === 0 ? ['long.csv'] : []);
});

test('an unknown connection is misuse, and nothing reaches the pipe', async () => {
  const args = ['export', GOLDEN, '--to', 'pcapng', '-o', '-', '--connection', '7'];
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('error: This recording has no connection 7: it has connections 1 to 3.\n');
});
