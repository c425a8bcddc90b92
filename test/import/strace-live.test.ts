/** The real strace watches the real Python run the course's server. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { importFile } from '../../src/import/import.ts';
import { STRACE_COMMAND } from '../../src/import/strace-lines.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { readStream } from '../../src/scene/stream.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { serverCases } from '../conformance/cases.ts';
import type { ServerCase } from '../conformance/cases.ts';
import { findPeer, startPeer } from '../support/peers.ts';
import { freePort } from '../support/ports.ts';

const OPTIONS = STRACE_COMMAND.split(' ').slice(1, STRACE_COMMAND.split(' ').indexOf('-o'));
/** What was printed is in the log when it is printed. */
const ENV = { PYTHONUNBUFFERED: '1' };

interface Run {
  readonly folder: string;
  readonly port: number;
}

function prepare(port: number): Run {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-strace-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['server.py', 'client_three.py']) {
    const source = readFileSync(`server/programs/python/${name}`, 'utf8');
    writeFileSync(join(folder, name), source.replace('PORT = 5050', `PORT = ${port}`));
  }
  return { folder, port };
}

/** Starts it; what it prints first is awaited. */
async function watch({ folder }: Run, file: string, ready: string) {
  const args = [...OPTIONS, '-o', 'LOG', findPeer('python3'), file];
  const child = startPeer('strace', args, { cwd: folder, env: ENV });
  const closed = once(child, 'close');
  let printed = '';
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString();
      if (printed.includes(ready)) resolve();
    });
    child.once('close', () => reject(new Error(`strace ended: ${said}`)));
  });
  return { child, closed };
}

async function opened({ folder }: Run): Promise<Trace> {
  const imported = await importFile(readFileSync(join(folder, 'LOG')));
  expect(imported).toMatchObject({ from: 'strace', damage: [] });
  const parsed = parseTrace(imported.trace, OWN);
  expect(parsed).toMatchObject({ damage: [], ended: true });
  return parsed.trace;
}

/** Plays the steps of a case whose connection the server ends, and gives the client's port. */
async function visit({ send }: ServerCase, port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const own = socket.localPort ?? 0;
  let got = 0;
  let awaited = 0;
  let arrived: () => void = () => undefined;
  socket.on('data', ({ length }: Buffer) => {
    got += length;
    arrived();
  });
  const ended = once(socket, 'close');
  for (const step of send) {
    if (step.op === 'send') socket.write(Buffer.from(step.hex, 'hex'));
    if (step.op !== 'await_reply') continue;
    awaited += step.bytes;
    const until = awaited;
    await new Promise<void>((resolve) => {
      arrived = () => got >= until && resolve();
      arrived();
    });
  }
  await ended;
  return own;
}

/** Cases in which nothing depends on when a chunk arrives, and which the server ends. */
function isTimeless({ name, send, expect: { end } }: ServerCase): boolean {
  const isPlain = send.every(({ op }) => op === 'send' || op === 'await_reply');
  return isPlain && end === 'closed' && !name.startsWith('len_') && send.length < 40;
}

test('what Python’s server did in cases of the conformance table, strace shows', async () => {
  const cases = serverCases().filter(isTimeless);
  expect(cases.length).toBeGreaterThan(3);
  const run = prepare(await freePort());
  const { child, closed } = await watch(run, 'server.py', '[LISTENING]');
  const ports = new Map<ServerCase, number>();
  for (const one of cases) ports.set(one, await visit(one, run.port));
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  process.kill(Number(children.trim().split(' ')[0]), 'SIGTERM');
  await closed;

  const trace = await opened(run);
  const scene = createScenes(trace)(trace.length - 1);
  for (const [{ name, expect: expected }, port] of ports) {
    const connection = scene.connections.find(({ clientAddress }) => clientAddress?.[1] === port);
    if (connection === undefined) throw new Error(`${name} is not in the log`);
    const { up, down, server = 0 } = connection;
    const of = [...trace.ofSocket(server)].map((position) => trace.at(position));
    const recvs = of.flatMap((event) => (event.kind === 'recv.ret' ? [hexOf(event.bytes)] : []));
    const asked = of.flatMap((event) => (event.kind === 'recv' ? [event.max] : []));
    // Python answers recv(0) without the kernel: strace cannot see it.
    const seen = expected.recv.filter(({ n }) => n !== 0);
    expect([name, recvs]).toEqual([name, seen.map(({ hex }) => hex ?? '')]);
    expect([name, asked]).toEqual([name, seen.map(({ n }) => n)]);
    const down_ = readStream(trace, down, 0, Infinity);
    expect([name, hexOf(down_)]).toEqual([name, expected.replies_hex]);
    expect(up.taken).toBe(recvs.join('').length / 2);
    const thread = of.find(({ kind }) => kind === 'recv');
    const printed = printsOf(trace, thread !== undefined && 'thread' in thread ? thread.thread : 0);
    const address = `('127.0.0.1', ${port})`;
    const greeting = '[NEW CONNECTION] {addr} connected.\n';
    expect([name, printed.replaceAll(address, '{addr}')]).toEqual([
      name,
      greeting + expected.stdout,
    ]);
  }
}, 60_000);

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function printsOf(trace: Trace, thread: number): string {
  return [...trace.ofThread(thread)]
    .map((position) => trace.at(position))
    .map((event) => (event.kind === 'out' && event.stream === 'stdout' ? event.text : ''))
    .join('');
}

const BOTH = `
import subprocess, sys
server = subprocess.Popen([sys.executable, "server.py"], stdout=subprocess.PIPE)
while b"LISTENING" not in server.stdout.readline(): pass
subprocess.run([sys.executable, "client_three.py"], input=b"\\n\\n", stdout=subprocess.DEVNULL)
server.terminate()
server.wait()
print("both ended")
`;

test('server and client in one log are two programs with one conversation', async () => {
  const run = prepare(await freePort());
  writeFileSync(join(run.folder, 'both.py'), BOTH);
  const { closed } = await watch(run, 'both.py', 'both ended');
  await closed;
  const trace = await opened(run);
  const { programs, connections } = createScenes(trace)(trace.length - 1);
  expect(programs.map(({ role, name, exit }) => [role, name, exit])).toEqual([
    ['server', 'server', -15],
    ['client', 'client-1', 0],
  ]);
  expect(connections).toHaveLength(1);
  const [{ client, server, up, down, outside }] = connections as [(typeof connections)[number]];
  expect([client, server, outside]).toEqual([2, 3, false]);
  const texts = [
    'Hello World!',
    'Hello World Second Message!',
    'Hello World Third Message!',
    '!DISCONNECT',
  ];
  const framed = texts.map((text) => String(text.length).padEnd(64) + text).join('');
  expect(Buffer.from(readStream(trace, up, 0, Infinity)).toString()).toBe(framed);
  expect(Buffer.from(readStream(trace, down, 0, Infinity)).toString()).toBe(
    'Msg received'.repeat(4),
  );
  expect([up.sent, up.taken, down.sent, down.taken]).toEqual([
    framed.length,
    framed.length,
    48,
    48,
  ]);
}, 60_000);
