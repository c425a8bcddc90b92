import { spawn } from 'node:child_process';
import type { Fd, Sys } from '../../server/sys/sys.ts';
import type { BlockedThread, ThreadCall } from './threads.ts';

/** What a rule may use: the calls of this machine and threads that block in them. */
export interface Machine {
  readonly sys: Sys;
  startThread(call: Partial<ThreadCall> & Pick<ThreadCall, 'call' | 'fd'>): Promise<BlockedThread>;
  /** Of a server that answers the first bytes of a connection with a reset. */
  readonly resetPort: number;
  /** Runs `exit-process.ts`; its exit code. */
  exitingProcess(): Promise<number | undefined>;
}

/**
 * A rule that every platform keeps. Rules use node:assert, because they run under Vitest where we
 * develop and by themselves on Windows.
 */
export interface Rule<What extends unknown[] = [Machine]> {
  readonly title: string;
  readonly run: (...what: What) => Promise<void> | void;
}

export interface Pair {
  readonly listener: Fd;
  readonly port: number;
  readonly client: Fd;
  readonly server: Fd;
  /** Closes one of them early. */
  readonly close: (fd: Fd) => void;
}

/** A number that no socket has: above what a process may open, and no handle of Windows. */
export const NO_SOCKET: Fd = 0x3fff_fffc;

/** A listener on a port of the system's choice. */
export function listen(sys: Sys): { listener: Fd; port: number } {
  const listener = sys.socket();
  sys.setsockopt(listener, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
  sys.bind(listener, '127.0.0.1', 0);
  sys.listen(listener, 16);
  return { listener, port: sys.getsockname(listener).port };
}

/** A connection on loopback, both of its ends in this process; closed when `use` is done. */
export async function withPair(sys: Sys, use: (pair: Pair) => Promise<void> | void): Promise<void> {
  const { listener, port } = listen(sys);
  const client = sys.socket();
  sys.connect(client, '127.0.0.1', port);
  const server = sys.accept(listener).fd;
  const open = new Set([server, client, listener]);
  // A number that was closed may be another's by now: it is never closed a second time.
  const close = (fd: Fd) => {
    open.delete(fd);
    sys.close(fd);
  };
  try {
    await use({ listener, port, client, server, close });
  } finally {
    for (const fd of open) sys.close(fd);
  }
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (from: Uint8Array, length: number): string =>
  new TextDecoder().decode(from.subarray(0, length));

/** Runs a bundled file in a process of its own; its exit code, none if it had to be killed. */
export async function runProcess(file: string, ...args: string[]): Promise<number | undefined> {
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit', timeout: 5_000 });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? undefined));
  });
}
