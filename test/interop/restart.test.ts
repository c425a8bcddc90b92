/** Starting a server where another is or has just been, as Python's vectors have it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import type { ServerOptions } from '../../server/thread/engine-options.ts';
import { clientCases, type ClientCase } from '../conformance/cases.ts';
import { Peer } from '../conformance/peer.ts';
import { TraceTail } from '../conformance/trace-tail.ts';
import { UnrulyServer } from '../conformance/unruly-server.ts';
import { PythonProgram } from './python-program.ts';
import { freePort } from '../support/ports.ts';

let folder: string;
const engines: Engine[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirestep-restart-'));
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  rmSync(folder, { recursive: true });
});

function recorded(name: string): Partial<ClientCase> {
  return clientCases().find((one) => one.name === name) ?? {};
}

/** Starts our server. Where it dies: the end of its traceback, its exit code, our own sentence. */
async function start(options: Omit<ServerOptions, 'host'>): Promise<unknown> {
  const file = join(folder, `${engines.length}.jsonl`);
  const engine = new Engine({ recording: { file, title: 'restart', detail: 'calls' } });
  engines.push(engine);
  try {
    await engine.startServer({ host: '127.0.0.1', ...options });
    return 'listens';
  } catch (error) {
    const trace = new TraceTail(file);
    const { code } = await trace.until('its end', (all) => all.find(({ k }) => k === 'prog.exit'));
    const out = trace.events.findLast(({ k, stream }) => k === 'out' && stream === 'stderr');
    trace.close();
    const exception = /(.+)\n$/.exec(String(out?.['text']))?.[1];
    return { exception, exit: code, sentence: (error as Error).message };
  }
}

/** Our server on `port` says "Msg received" to !DISCONNECT and closes first. Then it is stopped. */
async function sayGoodbye(port: number, reuse = false): Promise<void> {
  expect(await start({ port, reuse })).toBe('listens');
  const client = await Peer.connect(port);
  client.send(Buffer.from('11'.padEnd(64) + '!DISCONNECT'));
  expect(await client.sees(10_000)).toBe('fin');
  client.close();
  await engines.at(-1)?.stop();
}

/** As the recorded case, and with a sentence that names the port and says what to do. */
function refused(name: string, port: number): unknown {
  const sentence = expect.stringMatching(`^Port ${port} .*, or choose another\\.$`);
  return { exception: recorded(name).exception, exit: 1, sentence };
}

it('srv_port_in_use: dies as Python does, and we name the port and say what to do', async () => {
  const other = await UnrulyServer.start();
  const { port } = other;
  expect(await start({ port })).toEqual(refused('srv_port_in_use', port));
  other.stop();
});

it('srv_restart_after_disconnect: the side that closes first keeps the port for a minute', async () => {
  const port = await freePort();
  await sayGoodbye(port);
  expect(await start({ port })).toEqual(refused('srv_restart_after_disconnect', port));
  const python = new PythonProgram('server.py', port);
  expect(await python.exit()).toBe(1);
  expect(python.stderr).toContain(recorded('srv_restart_after_disconnect').exception);
  await python.kill();
});

it('a server that sets SO_REUSEADDR takes the port back from one that did', async () => {
  const port = await freePort();
  await sayGoodbye(port, true);
  expect(await start({ port, reuse: true })).toBe('listens');
});

it('srv_restart_after_client_closed_first: nothing is in the way', async () => {
  const port = await freePort();
  await start({ port });
  const client = await Peer.connect(port);
  client.close();
  await engines.at(-1)?.stop();
  expect(await start({ port })).toBe('listens');
});

it('leaves nothing in the way when it is stopped without having had a client', async () => {
  const port = await freePort();
  for (let n = 0; n < 5; n++) {
    expect(await start({ port })).toBe('listens');
    await engines.at(-1)?.stop();
  }
});
