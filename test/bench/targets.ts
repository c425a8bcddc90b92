import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPeer } from '../support/peers.ts';
import { freePort, kill, message, start, startProgram } from './processes.ts';

/** A server that the load is turned on. */
export interface Target {
  readonly name: TargetName;
  start(): Promise<Running>;
}

export type TargetName =
  'recorded' | 'unrecorded' | 'python' | 'strace --seccomp-bpf' | 'strace' | 'net';

export interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  /** Bytes of trace so far, where there is one. */
  traceBytes(): number | undefined;
  stop(): Promise<void>;
}

/** All targets that this machine has the tools for; a sentence for each that it has not. */
export function findTargets(): { readonly targets: readonly Target[]; readonly missing: string[] } {
  const hasStrace = spawnSync('strace', ['--version']).status === 0;
  const traced = hasStrace
    ? [tracedPython('strace --seccomp-bpf', ['--seccomp-bpf']), tracedPython('strace', [])]
    : [];
  const missing = hasStrace ? [] : ['strace is not installed (Debian: apt-get install strace).'];
  const plain = { name: 'python', start: () => startPython([]) } as const;
  return {
    targets: [ourServer('recorded'), ourServer('unrecorded'), plain, ...traced, net],
    missing,
  };
}

/** Our server in a process of its own, recorded with `detail: calls` or not at all. */
export function ourServer(name: 'recorded' | 'unrecorded'): Target {
  return {
    name,
    async start() {
      const folder = mkdtempSync(join(tmpdir(), 'wirestep-bench-'));
      const file = join(folder, 'bench.trace.jsonl');
      const how = name === 'recorded' ? ['recorded', file] : ['bare'];
      const child = start('engine-process', how);
      const { port } = await message<{ port: number }>(child);
      return {
        child,
        port,
        traceBytes: () => statSync(file, { throwIfNoEntry: false })?.size,
        async stop() {
          const gone = once(child, 'exit');
          child.send('stop');
          await gone;
          rmSync(folder, { recursive: true });
        },
      };
    },
  };
}

/** The same conversation on Node's event loop. */
const net: Target = {
  name: 'net',
  async start() {
    const child = start('net-process');
    const { port } = await message<{ port: number }>(child);
    return { child, port, traceBytes: () => undefined, stop: () => kill(child) };
  },
};

function tracedPython(name: TargetName, options: readonly string[]): Target {
  return {
    name,
    start: () => startPython(['strace', '-f', ...options, '-e', 'trace=network', '-o', LOG]),
  };
}

/** strace writes its log to where each run's folder is, so that the disk is the same as ours. */
const LOG = '{log}';

/** The course's server in Python on a port of its own, perhaps under another program. */
async function startPython(under: readonly string[]): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-bench-'));
  const port = await freePort();
  const source = readFileSync('server/programs/python/server.py', 'utf8');
  const file = join(folder, 'server.py');
  writeFileSync(file, source.replace('PORT = 5050', `PORT = ${port}`));
  const wrapper = under.map((word) => (word === LOG ? join(folder, 'strace.log') : word));
  const child = await startProgram([...wrapper, findPeer('python3'), file], port);
  return {
    child,
    port,
    traceBytes: () => statSync(join(folder, 'strace.log'), { throwIfNoEntry: false })?.size,
    async stop() {
      await kill(child);
      rmSync(folder, { recursive: true });
    },
  };
}
