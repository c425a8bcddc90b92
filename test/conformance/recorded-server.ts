import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Detail } from '../../src/trace/format.ts';
import { Engine } from '../../server/thread/engine.ts';
import type { ServerOptions } from '../../server/thread/engine-options.ts';
import { findPeer } from '../support/peers.ts';
import { handling, isSettled, tell, type Handling } from './observe.ts';
import type { Peer } from './peer.ts';
import type { Stage } from './play.ts';
import { TraceTail } from './trace-tail.ts';

/** A live server on a port of its own, with the trace that it writes. */
export class RecordedServer implements Stage {
  readonly port: number;
  readonly trace: TraceTail;
  /** Ends it; true if it ended in order. */
  readonly stop: () => Promise<boolean>;

  constructor(port: number, trace: TraceTail, stop: () => Promise<boolean>) {
    this.port = port;
    this.trace = trace;
    this.stop = stop;
  }

  get now(): number {
    return this.trace.events.at(-1)?.i ?? 0;
  }

  async settled(peer: Peer): Promise<void> {
    await this.#handlingOf(peer);
  }

  async observe(peer: Peer): Promise<ReturnType<typeof tell>> {
    return tell(this.trace.events, await this.#handlingOf(peer));
  }

  #handlingOf(peer: Peer): Promise<Handling> {
    return this.trace.until(`the handler of ${peer.address.join(':')} at rest`, (events) => {
      const handled = handling(events, peer);
      return handled && isSettled(handled, peer.sent, peer.finished) ? handled : undefined;
    });
  }
}

/** One of our server programs in our engine: the course's unless another is asked for. */
export async function startOurs(
  detail: Detail,
  options: Partial<ServerOptions> = {},
): Promise<RecordedServer> {
  const folder = temporary();
  const file = join(folder, 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'conformance', detail } });
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0, ...options });
  const trace = new TraceTail(file);
  return new RecordedServer(port, trace, async () => {
    const clean = await engine.stop();
    trace.close();
    rmSync(folder, { recursive: true });
    return clean;
  });
}

const RECORDER = fileURLToPath(new URL('recorder.py', import.meta.url));
const SERVER = new URL('../../server/programs/python/server.py', import.meta.url);

/** The course's server in Python itself, its calls written down by recorder.py. */
export async function startPython(): Promise<RecordedServer> {
  const folder = temporary();
  const file = join(folder, 'trace.jsonl');
  const program = join(folder, 'server.py');
  writeFileSync(file, '');
  writeFileSync(program, readFileSync(SERVER, 'utf8').replace('PORT = 5050', 'PORT = 0'));
  const child = spawn(findPeer('python3'), [RECORDER, program, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const trace = new TraceTail(file);
  const bound = await trace.until('its port, open', (events) =>
    events.some(({ k }) => k === 'listen.ret')
      ? events.find(({ k }) => k === 'bind.ret')
      : undefined,
  );
  return new RecordedServer(Number((bound['local'] as unknown[])[1]), trace, async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    trace.close();
    rmSync(folder, { recursive: true });
    return true;
  });
}

function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'wirestep-conformance-'));
}
