/** Both ends of a conversation, each as our program or as the course's in Python. */
import type { ServerOptions } from '../../server/thread/engine-options.ts';
import { ClientRun } from '../conformance/client-run.ts';
import { startOurs } from '../conformance/recorded-server.ts';
import { bytesOf, type DiskEvent } from '../conformance/trace-tail.ts';
import type { Conversation } from './conversations.ts';
import { PythonProgram } from './python-program.ts';
import type { Edits } from './python-program.ts';
import { freePort } from '../support/ports.ts';

const PATIENCE_MS = 15_000;

export interface ServerSide {
  readonly port: number;
  terminal(): string;
  /** What it has written to stderr, our own notices left out. */
  errors(): string;
  /** What it has received, where it is recorded. */
  received?(): string;
  stop(): Promise<unknown>;
}

export interface ClientSide {
  terminal(): string;
  pressEnter(): void;
  exit(): Promise<unknown>;
  /** What it has sent, where it is recorded. */
  sent?(): string;
  stop(): Promise<unknown>;
}

export const SERVERS: Readonly<Record<string, () => Promise<ServerSide>>> = {
  'our server': () => ourServer(),
  'the Python server': () => pythonServer('server.py'),
};

/** One of our server programs. */
export async function ourServer(options: Partial<ServerOptions> = {}): Promise<ServerSide> {
  const server = await startOurs('lines', options);
  const events = (kind: string): DiskEvent[] => {
    server.trace.read();
    return server.trace.events.filter(({ k }) => k === kind);
  };
  return {
    port: server.port,
    terminal: () => written(events('out'), 'stdout'),
    errors: () => written(events('out'), 'stderr'),
    received: () => joined(events('recv.ret')),
    stop: server.stop,
  };
}

/** One of the servers in Python. */
export async function pythonServer(name: string, edits: Edits = {}): Promise<ServerSide> {
  const port = await freePort();
  const program = new PythonProgram(name, port, edits);
  await until(() => program.stdout.includes('[LISTENING]'));
  return {
    port,
    terminal: () => program.stdout,
    errors: () => program.stderr,
    stop: () => program.kill(),
  };
}

export const CLIENTS: Readonly<
  Record<string, (name: Conversation['name'], port: number) => ClientSide>
> = {
  'our client': (program, port) => {
    const run = new ClientRun({ program, host: '127.0.0.1', port });
    return {
      terminal: () => run.terminal('stdout'),
      pressEnter: () => run.type(),
      exit: () => run.exit,
      sent: () => joined(run.events('send')),
      stop: () => run.stop(),
    };
  },
  'the Python client': (name, port) => {
    const program = new PythonProgram(`client_${name}.py`, port);
    return {
      terminal: () => program.stdout,
      pressEnter: () => program.pressEnter(),
      exit: () => program.exit(),
      stop: () => program.kill(),
    };
  },
};

/** Waits until `done` is true. */
export async function until(done: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!done()) {
    if (performance.now() > end) throw new Error(`never: ${done}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function written(events: readonly DiskEvent[], to: 'stdout' | 'stderr'): string {
  const own = events.filter(({ stream, by }) => stream === to && by === undefined);
  return own.map(({ text }) => String(text)).join('');
}

function joined(events: readonly DiskEvent[]): string {
  return Buffer.concat(events.map(bytesOf)).toString();
}
