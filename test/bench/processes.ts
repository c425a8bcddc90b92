import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';

/** Where the benchmark's own bundles are put. */
const BUNDLES = resolve('node_modules/.cache/wirestep/bench');

/** Bundles what runs in other processes and threads. */
export async function buildProcesses(): Promise<void> {
  const common = { bundle: true, platform: 'node', target: 'node20', outdir: BUNDLES } as const;
  const processes = [
    ...['load-process', 'engine-process', 'net-process', 'replay/record-process'],
    'exports-process',
    ...['followers/class-process', 'followers/followers-process'],
  ];
  await build({
    ...common,
    entryPoints: processes.map((name) => `test/bench/${name}.ts`),
    format: 'esm',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
  });
  await build({
    ...common,
    entryPoints: ['test/bench/load-worker.ts'],
    format: 'cjs',
    external: ['koffi'],
    outExtension: { '.js': '.cjs' },
    logOverride: { 'empty-import-meta': 'silent' },
  });
}

/** Starts one of our bundles with a channel to it. */
export function start(name: string, args: readonly string[] = []): ChildProcess {
  return fork(join(BUNDLES, `${name}.mjs`), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** The next message of a process; an error if it ends instead, or says nothing in time. */
export async function message<T>(child: ChildProcess, limitMs = 60_000): Promise<T> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const limit = setTimeout(() => waiting.abort(), limitMs);
  const what = child.spawnargs.slice(1).join(' ');
  const ended = once(child, 'exit', { signal }).then(([code, by]) => {
    throw new Error(`${what} ended: ${code ?? by}`);
  });
  try {
    const [first] = (await Promise.race([once(child, 'message', { signal }), ended])) as [T];
    return first;
  } catch (error) {
    throw signal.aborted ? new Error(`${what} says nothing`, { cause: error }) : error;
  } finally {
    clearTimeout(limit);
    waiting.abort();
  }
}

/** Starts any other server and waits until its port answers. */
export async function startProgram(line: readonly string[], port: number): Promise<ChildProcess> {
  const [command = '', ...args] = line;
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return child;
    await sleep(50);
  }
  throw new Error(`${command} does not listen on port ${port}`);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Tries the port without connecting to it for good: a look at the system's table would not do. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    // The course's server would read an empty header for ever; the goodbye lets its thread end.
    socket.end('11'.padEnd(64) + '!DISCONNECT');
    socket.resume();
    await once(socket, 'close');
    return true;
  } catch {
    return false;
  }
}

/** Ends a process and all it started. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const group = child.spawnargs[0] === process.execPath ? child.pid : -(child.pid ?? 0);
  process.kill(group ?? 0, 'SIGKILL');
  await gone;
}

/** Whether processes can be kept on one processor here. */
export const canPin = spawnSync('taskset', ['--version']).status === 0;

/** Keeps processes, with their children and all their threads, on one processor, or frees them. */
export function pin(children: readonly ChildProcess[], alone: boolean): void {
  if (!canPin) return;
  const last = availableParallelism() - 1;
  const where = alone ? String(last) : `0-${last}`;
  for (const child of children) {
    for (const pid of family(child.pid ?? 0)) spawnSync('taskset', ['-acp', where, String(pid)]);
  }
}

function family(pid: number): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
  return [pid, ...children.filter((each) => each !== '').flatMap((each) => family(Number(each)))];
}

/** Microseconds of processor time that a process and its children have used; Linux only. */
export function processorTime(child: ChildProcess): number {
  const ticks = family(child.pid ?? 0).map((pid) => {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return NaN;
    // proc(5): utime and stime are fields 14 and 15; the name, field 2, may contain anything.
    const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((a, b) => a + b, 0) * 10_000;
}

/** Bytes of memory that a process holds. */
export function residentBytes(child: ChildProcess): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  return Number(stdout) * 1024;
}
